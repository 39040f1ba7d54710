import { list } from "../messages/wording";
import type { PolicyStatement } from "../policy/document";
import type { GrantedAccess, HandedOver, HandedOverPolicy, Handover } from "./handover";

/** The hand-over as a page for the administrators of the account. */
export function handoverMarkdown(handover: Handover): string {
  const { stack, account, accountId, principals } = handover;
  const isOrganization = principals.some(({ kind }) => kind === "organization");
  return `${[
    isOrganization
      ? `# What to attach in accounts of organization ${accountId}`
      : `# What to attach in account ${accountId}`,
    isOrganization
      ? `To the administrators of each AWS account of organization ${accountId} (${account}) that needs access.`
      : `To the administrators of AWS account ${accountId} (${account}).`,
    `The stack ${stack} gives roles and users of your account access to S3 buckets of ${list(owners(handover), "and")}. The policies of the buckets and of their KMS keys allow it. AWS also requires that policies in your account allow it, and the stack does not change your account. Please attach the policies below. You can do this before or after the stack is deployed. Until both are done, AWS answers \`403 Access Denied\`.`,
    ...(principals.some(({ policies }) => policies.some(namesAliases)) ? [ALIASES] : []),
    "Run the commands in the folder of this file, with credentials of your account that can change IAM policies. This prints your account if they are the right ones:",
    shell([
      `aws sts get-caller-identity --query Account --output text   # ${isOrganization ? "ACCOUNT_ID" : accountId}`,
    ]),
    ...(principals.filter(isTeam).length > 1 ? [TEAMS] : []),
    ...principals.flatMap((each) => principalSection(each)),
    "## Later",
    "If you receive a new version of these files, run the commands again.",
    ...updates(principals),
    "To take the access away:",
    shell(principals.flatMap(({ policies }) => policies.flatMap(({ commands }) => commands.detach))),
    WRITTEN_BY,
  ].join("\n\n")}\n`;
}

export const WRITTEN_BY = "<!-- Written by s3porter. It writes this file again when the stack changes. -->";

export const ALIASES =
  "The policies identify KMS keys by their aliases, because AWS chooses the id of a key when it is created. AWS can take up to five minutes to apply a new alias.";

export function namesAliases({ document }: HandedOverPolicy): boolean {
  return JSON.stringify(document).includes('"kms:ResourceAliases"');
}

export function owners({ principals }: Handover): string[] {
  const ids = principals.flatMap(({ access }) => access.map(({ ownerId }) => ownerId));
  const accounts = [...new Set(ids)].sort().map((id) => `account ${id}`);
  return accounts.length === 0 ? ["other accounts"] : accounts;
}

function isTeam({ principalTags }: HandedOver): boolean {
  return principalTags !== undefined;
}

const TEAMS =
  "Each policy below works only for roles and users with all the tags of its section, whoever else it is attached to. Who has the tags of several sections can have the access of each. A role or user has one value for each tag: a new value replaces the old one, and the access of the old one ends.";

function principalSection(principal: HandedOver): string[] {
  const { access, assumes, policies } = principal;
  return [
    `## ${title(principal)}`,
    [...access.map(accessLine), ...assumes.map(assumeLine)].join("\n"),
    ...policies.flatMap((policy) => policySection(policy, principal)),
  ];
}

function title({ kind, iamName, principalTags = {} }: HandedOver): string {
  const tags = Object.entries(principalTags).map(([key, value]) => `${key}=${value}`);
  return kind === "account" || kind === "organization"
    ? `Roles and users of your choice${tags.length === 0 ? "" : `, with ${tags.length === 1 ? "the tag" : "the tags"} ${tags.join(", ")}`}`
    : `${kind === "role" ? "Role" : "User"} ${iamName}`;
}

export function accessLine({ permissions, bucketName, prefix, ownerId, region }: GrantedAccess): string {
  return `- ${list(permissions.map(code), "and")} in ${code(`s3://${bucketName}/${prefix}`)}, in account ${ownerId} and ${region}`;
}

function assumeLine({ roleArn, externalId }: HandedOver["assumes"][number]): string {
  const id = externalId === undefined ? "" : `, with the external ID ${code(externalId)}`;
  return `- assume ${code(roleArn)}${id}`;
}

function policySection(
  { type, name, file, document, reasons, commands }: HandedOverPolicy,
  { kind }: HandedOver,
) {
  const choice =
    kind === "account" || kind === "organization"
      ? " to each role or user that needs the access. For a user, replace `role` by `user`"
      : "";
  return [
    `Attach [${file}](${file}) as the ${type} policy ${code(name)}${choice}:`,
    shell(commands.attach),
    statementTable({ document, reasons }),
  ];
}

export function statementTable({
  document,
  reasons,
}: Pick<HandedOverPolicy, "document" | "reasons">): string {
  return [
    "| statement | allows | why |",
    "| --- | --- | --- |",
    ...document.Statement.map((statement) => statementRow(statement, reasons)),
  ].join("\n");
}

function statementRow(
  { Sid, Effect, Action }: PolicyStatement,
  reasons: HandedOverPolicy["reasons"],
): string {
  const { because = "", source = "" } = reasons.get(Sid) ?? {};
  const denies = Effect === "Deny" ? "denies " : "";
  return `| ${Sid} | ${denies}${[Action].flat().map(code).join(", ")} | ${because} [AWS](${source}) |`;
}

/** An inline policy is replaced when it is attached again, a managed policy is not. */
function updates(principals: readonly HandedOver[]): string[] {
  const commands = principals.flatMap(({ policies }) => policies.flatMap((policy) => policy.commands.update));
  return commands.length === 0
    ? []
    : ["For managed policies, run these instead of `create-policy`:", shell(commands)];
}

export function shell(commands: readonly string[]): string {
  return ["```sh", ...commands, "```"].join("\n");
}

/** A prefix can contain any character. */
export function code(text: string): string {
  if (/\p{Cc}/u.test(text)) return code(JSON.stringify(text));
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}
