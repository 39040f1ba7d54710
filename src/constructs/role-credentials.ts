/** How a person gets the credentials of a role, as lines of the runbook. */
import { list } from "../messages/wording";
import type * as model from "../topology/model";
import { inlined, joined, text, type Text } from "../topology/text";
import type { AccessPrincipal } from "./access-principal";
import { tagPlaceholder } from "./prefix-values";
import type { ServicePlace } from "./service-credentials";
import { word } from "./shell-word";

/** A new role, with everyone who can assume it. */
export interface AssumableRole {
  readonly role: model.NewRole<Text>;
  /** Whether the role trusts ARNs that are not principals of the stack. */
  readonly trustsArns: boolean;
  /** The account in the stack that one of these ARNs belongs to. */
  readonly trustedAccount: model.Account<Text> | undefined;
  /** The other roles and users of the stack that can assume the role. */
  readonly callers: readonly AccessPrincipal[];
  /** Where services provide the credentials of the role. */
  readonly servicePlaces: readonly ServicePlace[];
  /** Whether the prefixes of the role's access contain a variable that only sessions of these services have. */
  readonly needsService: boolean;
  /** The tags that callers must pass, because the prefixes of the role's access contain them. */
  readonly neededTags: readonly string[];
}

/** A chain of AWS CLI profiles that ends with the profile of the role. */
interface ProfileChain {
  /** The number of profiles before the profile of the role. */
  readonly length: number;
  readonly title: Text;
  /** The line of the role's profile that names the credentials to assume the role with. */
  readonly source: string;
}

/** The profile of a role, for people who have a profile that can assume it. */
export function profileLines(role: model.Role<Text>, sourceAccount: model.Account<Text> | undefined): Text[] {
  return configuration(role, profileTitle(role), sourceProfile(sourceAccount));
}

/** Comments above what only works after the administrators of an account have attached the policies that they are handed. */
export function handedOverLines({ name, accountId }: model.Account<Text>): Text[] {
  return [
    text`# account ${accountId}: its administrators first attach the policies of the output handover_${name}; the commands`,
    "# below need credentials of that account",
  ];
}

/**
 * The number of profiles in the shortest chain before the profile of the role. `Infinity` if there is no chain.
 *
 * @param passed the principals that are already in the chain, with the role
 */
export function fewestProfiles(role: AssumableRole, passed: ReadonlySet<AccessPrincipal>): number {
  return Math.min(Infinity, ...profileChains(role, passed).map(({ length }) => length));
}

/**
 * The shortest chain of profiles or, without one, where the credentials are.
 *
 * @param passed the principals that are already in the chain, with the role
 */
export function roleCredentials(assumable: AssumableRole, passed: ReadonlySet<AccessPrincipal>): Text[] {
  const { role, trustsArns, callers, servicePlaces, neededTags } = assumable;
  const { roleName, principalArn, externalId, mfa, maxSessionDuration } = role;
  const places = joined(
    servicePlaces.map(({ place }) => place),
    ", or ",
  );
  const [shortest] = profileChains(assumable, passed).sort((a, b) => a.length - b.length);
  if (shortest) {
    const [title = "", ...lines] = configuration(role, shortest.title, shortest.source);
    return [
      title,
      ...(places === "" ? [] : [text`# or run the commands without --profile ${places}`]),
      ...servicePlaces.flatMap(({ setup = [] }) => setup.map((line) => text`# ${line}`)),
      ...lines,
      ...(externalId === undefined ? [] : [text`external_id = ${externalId}`]),
      ...(mfa ? [MFA_COMMENT, `mfa_serial = ${MFA_DEVICE}`] : []),
      // A session that begins with another role ends after an hour.
      ...(maxSessionDuration !== undefined && shortest.length === 1
        ? [`duration_seconds = ${maxSessionDuration}`]
        : []),
    ];
  }
  const isAssumed = trustsArns || callers.length > 0;
  if (places !== "" && (neededTags.length === 0 || !isAssumed))
    return [
      text`# ${roleName}: run these commands ${places}`,
      ...(neededTags.length > 0
        ? [
            `# The token must pass the ${neededTags.length === 1 ? "tag" : "tags"} ${list(neededTags, "and")}.`,
          ]
        : []),
      ...servicePlaces.flatMap(({ setup = [] }) => setup),
    ];
  const [{ place } = { place: "as a principal that can" }] = callers.flatMap(
    (caller) => caller.servicePlaces,
  );
  const id = externalId === undefined ? "" : text` --external-id ${externalId}`;
  const signIn = mfa ? ` --serial-number ${MFA_DEVICE} --token-code MFA_CODE` : "";
  const tags = neededTags.map((key) => text` ${word(`Key=${key},Value=${tagPlaceholder(key)}`)}`);
  return [
    text`# ${roleName}: assume the role ${place}, and run these commands with the credentials that are printed`,
    ...(mfa ? [MFA_COMMENT] : []),
    text`aws sts assume-role --role-arn ${inlined(principalArn)} --role-session-name s3porter${id}${signIn}${tags.length === 0 ? "" : joined([" --tags", ...tags], "")}`,
  ];
}

/** The ARN of the MFA device of whoever runs the commands. */
const MFA_DEVICE = "MFA_DEVICE_ARN";
const MFA_COMMENT = `# ${MFA_DEVICE} is the ARN of your MFA device, which aws iam list-mfa-devices prints`;

/** A profile cannot pass tags, so a role that needs some has no chain. */
function profileChains(
  { role, trustsArns, trustedAccount, callers, needsService, neededTags }: AssumableRole,
  passed: ReadonlySet<AccessPrincipal>,
): ProfileChain[] {
  if (needsService || neededTags.length > 0) return [];
  const title = text`# ${role.roleName}: add this profile to ~/.aws/config`;
  const byArn: ProfileChain[] = trustsArns
    ? [{ length: 1, title: profileTitle(role), source: sourceProfile(trustedAccount) }]
    : [];
  const byCallers = callers
    .filter((caller) => !passed.has(caller))
    .flatMap((caller): ProfileChain[] => {
      const length = 1 + caller.profilesBefore(passed);
      const bySources = caller.servicePlaces.flatMap(({ place, credentialSource }) =>
        credentialSource === undefined
          ? []
          : [
              {
                length: 1,
                title: text`${title} ${place}`,
                source: `credential_source = ${credentialSource}`,
              },
            ],
      );
      return length < Infinity
        ? [{ length, title, source: `source_profile = ${caller.name}` }, ...bySources]
        : bySources;
    });
  return trustedAccount ? [...byArn, ...byCallers] : [...byCallers, ...byArn];
}

/** The profile of the role, as lines of `~/.aws/config`. */
function configuration(
  { name, principalArn, account }: model.Role<Text>,
  title: Text,
  source: string,
): Text[] {
  return [
    title,
    `[profile ${name}]`,
    text`role_arn = ${inlined(principalArn)}`,
    source,
    // The commands state their regions. One for the roles of an account without a provider would be made up.
    ...(account.managed ? [text`region = ${account.region}`] : []),
  ];
}

function profileTitle({ roleName }: model.Role<Text>): Text {
  return text`# ${roleName}: add this profile to ~/.aws/config, and name a source profile that can assume the role`;
}

function sourceProfile(account: model.Account<Text> | undefined): string {
  return `source_profile = ${account?.profile ?? "default"}`;
}
