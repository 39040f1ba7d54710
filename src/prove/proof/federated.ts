/** Who exchanges a token of an OIDC provider or an assertion of a SAML provider for a session of a role. */
import { accountOf, nameOf, parseArn } from "../../aws/arn";
import { instanceOf, isPattern, matches, pattern } from "../iam/wildcard";
import { samlUser, webIdentity, type Federated } from "../evaluator/caller";
import { withoutKeys } from "../evaluator/context";
import { type Actor, MADE_UP, STRANGE_ACCOUNT } from "./actor";
import type { FederatedIntent, SourceIntent } from "./intents";

/** Someone with a token whose subject and audience are these. */
export function tokenHolder(providerArn: string, issuer: string, sub: string, aud: string): Actor {
  const caller = webIdentity(providerArn, { sub, aud });
  const of = aud === "sts.amazonaws.com" ? issuer : `${issuer}, audience ${aud}`;
  return { name: `${sub} of ${of}`, arn: providerArn, caller, identity: [] };
}

/** Someone with an assertion that this URL received. */
export function assertionHolder(providerArn: string, aud: string): Actor {
  const caller = samlUser(providerArn, { aud, sub: MADE_UP, iss: `https://${MADE_UP}` });
  return { name: `someone of ${nameOf(providerArn)} at ${aud}`, arn: providerArn, caller, identity: [] };
}

/** Everyone who can assume the role: one for each audience, with each subject. */
export function holders(intent: FederatedIntent): Actor[] {
  const { providerArn, audiences } = intent;
  return audiences.flatMap((audience) =>
    intent.protocol === "SAML"
      ? [assertionHolder(providerArn, audience)]
      : intent.subjects.map((subject) =>
          tokenHolder(providerArn, intent.issuer, instanceOf(subject, MADE_UP), audience),
        ),
  );
}

/** Whether the caller is one of those. */
export function includes(intent: FederatedIntent, { provider, claims }: Federated): boolean {
  if (intent.providerArn !== provider) return false;
  if (intent.protocol === "SAML") return intent.audiences.includes(claims["saml:aud"] ?? "");
  const issuer = intent.issuer.toLowerCase();
  const [subject = "", audience = ""] = [claims[`${issuer}:sub`], claims[`${issuer}:aud`]];
  return (
    intent.audiences.includes(audience) && intent.subjects.some((each) => matches(pattern(each), subject))
  );
}

/** Those who must not assume the role: with other subjects, some of which are close, and with another audience. */
export function strangers(intents: readonly FederatedIntent[]): Actor[] {
  const all = intents.flatMap((intent) => {
    const { providerArn, audiences } = intent;
    const [audience = ""] = audiences;
    if (intent.protocol === "SAML") return [assertionHolder(providerArn, `https://${MADE_UP}/saml`)];
    const { issuer, subjects } = intent;
    const others = [...STRANGE_SUBJECTS, ...subjects.flatMap(neighbours)];
    return [
      ...others.map((subject) => tokenHolder(providerArn, issuer, subject, audience)),
      tokenHolder(providerArn, issuer, instanceOf(subjects[0] ?? "", MADE_UP), MADE_UP),
    ];
  });
  const isTrusted = ({ caller }: Actor) =>
    caller.kind === "federated" && intents.some((intent) => includes(intent, caller));
  return [...new Map(all.filter((actor) => !isTrusted(actor)).map((actor) => [actor.name, actor])).values()];
}

/** Of other customers of the same issuer, and of other workloads of the same cluster. */
export const STRANGE_SUBJECTS: readonly string[] = [
  `repo:${MADE_UP}/${MADE_UP}:ref:refs/heads/main`,
  `project_path:${MADE_UP}/${MADE_UP}:ref_type:branch:ref:main`,
  `organization:${MADE_UP}:project:${MADE_UP}:workspace:${MADE_UP}:run_phase:apply`,
  `system:serviceaccount:${MADE_UP}:${MADE_UP}`,
  MADE_UP,
];

/** Subjects that differ in one part: another owner, repository, namespace, branch or event. */
function neighbours(subject: string): string[] {
  const parts = instanceOf(subject, MADE_UP).split(/([:/@])/);
  return parts.flatMap((part, index) =>
    /^[:/@]$/.test(part) || index === 0
      ? []
      : [[...parts.slice(0, index), `${part}-${MADE_UP}`, ...parts.slice(index + 1)].join("")],
  );
}

/** The condition keys of a request by a service, for what a trust says. */
export function sourceContext({ sourceAccount, sourceArn }: SourceIntent): Readonly<Record<string, string>> {
  const arn = sourceArn === undefined ? undefined : instanceOf(sourceArn, MADE_UP);
  const account = sourceAccount ?? accountOf(arn ?? "");
  return {
    ...(account !== undefined && { "aws:SourceAccount": account }),
    ...(arn !== undefined && { "aws:SourceArn": arn }),
  };
}

/** The same for what another account has. */
export function strangeSource({ sourceAccount, sourceArn }: SourceIntent): Readonly<Record<string, string>> {
  const { partition, service, region, resource } = parseArn(sourceArn ?? "") ?? {};
  const arn = `arn:${partition}:${service}:${region}:${STRANGE_ACCOUNT}:${resource}`;
  return {
    ...(sourceAccount !== undefined && { "aws:SourceAccount": STRANGE_ACCOUNT }),
    ...(sourceArn !== undefined && { "aws:SourceArn": instanceOf(arn, MADE_UP) }),
  };
}

/** The same without each of the keys that the trust asks for. */
export function unsaidSources(
  source: SourceIntent,
): readonly (readonly [key: string, context: Readonly<Record<string, string>>])[] {
  const own = sourceContext(source);
  return Object.keys(strangeSource(source)).map((key) => [key, withoutKeys(own, { [key]: "" })] as const);
}

/** Whether a service assumes a role for what a trust says. What the trust does not say can be anything. */
export function isFor(
  { sourceAccount, sourceArn }: SourceIntent,
  context: Readonly<Record<string, string>>,
): boolean {
  const { "aws:SourceAccount": account, "aws:SourceArn": arn } = context;
  if (sourceAccount !== undefined && account !== sourceAccount) return false;
  if (sourceArn === undefined) return true;
  return isPattern(sourceArn) ? matches(pattern(sourceArn), arn ?? "") : arn === sourceArn;
}
