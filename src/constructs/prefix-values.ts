/** What a person writes in a command where a prefix has a policy variable. A shell would expand `${aws:userid}` itself. */
import { policyVariables, replacePolicyVariables } from "../aws/policy-variables";
import type * as model from "../topology/model";
import { inlined, joined, mapped, partsOf, type Text } from "../topology/text";

/** The prefix with the values of its policy variables, and with placeholders for those that only AWS knows. */
export function withValues(prefix: Text, principal: model.Principal<Text>): Text {
  return mapped(prefix, (part) =>
    typeof part === "string"
      ? joined(
          replacePolicyVariables<Text>(part, (name) => knownValue(name, principal) ?? placeholder(name)),
          "",
        )
      : part,
  );
}

/** A line for each placeholder in the commands, which says what to replace it with. */
export function placeholdersIn(
  commands: readonly Text[],
  prefixes: readonly Text[],
  profile: string,
): string[] {
  const names = new Set(variablesIn(prefixes));
  if (names.size === 0) return [];
  const texts = commands.flatMap(partsOf).filter((part) => typeof part === "string");
  return [...names]
    .filter((name) => texts.some((text) => text.includes(placeholder(name))))
    .map((name) => `# Replace ${placeholder(name)} with ${meaning(name, profile)}`);
}

/** The session tags without which nothing under the prefixes is allowed. */
export function sessionTagsIn(prefixes: readonly Text[], sessionTags: readonly string[]): string[] {
  const tags = new Set(variablesIn(prefixes).flatMap((name) => tagOf(name)?.toLowerCase() ?? []));
  return sessionTags.filter((key) => tags.has(key.toLowerCase()));
}

/**
 * The service whose sessions alone have a value for a variable of the prefixes.
 *
 * @param tags the keys of tags that only sessions of pods have
 */
export function serviceIn(prefixes: readonly Text[], tags: readonly string[]): string | undefined {
  const names = variablesIn(prefixes);
  if (sessionTagsIn(prefixes, tags).length > 0) return "pods.eks";
  return names.map((name) => OF_SERVICES[name.toLowerCase()]).find((service) => service !== undefined);
}

const OF_SERVICES: Readonly<Record<string, string>> = {
  "credentials-iot:thingname": "credentials.iot",
  "ec2:sourceinstancearn": "ec2",
  "lambda:sourcefunctionarn": "lambda",
};

/** As in the commands, so that a person can replace the same text everywhere. */
export function tagPlaceholder(key: string): string {
  return placeholder(`aws:PrincipalTag/${key}`);
}

function variablesIn(prefixes: readonly Text[]): string[] {
  return prefixes.flatMap(partsOf).flatMap((part) => (typeof part === "string" ? policyVariables(part) : []));
}

function placeholder(name: string): string {
  return `<${name}>`;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
function knownValue(name: string, principal: model.Principal<Text>): Text | undefined {
  switch (name.toLowerCase()) {
    case "aws:username":
      return principal.kind === "user" ? principal.userName : undefined;
    case "aws:principalaccount":
      return principal.kind === "organization" ? undefined : principal.account.accountId;
    case "aws:principalarn":
      return principal.kind === "permission set" ? undefined : inlined(principal.principalArn);
    case "aws:principaltype":
      return principal.kind === "user" ? "User" : "AssumedRole";
    default:
      return undefined;
  }
}

function meaning(name: string, profile: string): string {
  if (/^aws:userid$/i.test(name))
    return `the output of: aws sts get-caller-identity --query UserId --output text${profile}`;
  const tag = tagOf(name);
  return tag === undefined ? `the value of ${name} in your session.` : `the value of your tag ${tag}.`;
}

function tagOf(name: string): string | undefined {
  return /^aws:PrincipalTag\/(.+)$/i.exec(name)?.[1];
}
