/** What a diagram shows, before it is laid out: accounts as frames, what is in them, and what happens between. */
import { nameOf } from "../aws/arn";
import type { Account, Bucket, Estate, Key, Principal } from "../estate/estate";
import type {
  Connection,
  Description,
  DescribedRule,
  DescribedTransfer,
  OutsideGrant,
} from "../prove/check/description";
import { type GrantedPermission, summaryOf, type Summary } from "../prove/check/summary";
import { trustedBy } from "../prove/check/trusted";
import { listOf } from "../prove/flaws/wording";
import { membersOf } from "../prove/proof/organizations";
import { listOfTags, requiredTags } from "../prove/proof/principal-tags";
import { parseReadable, type Statement } from "../prove/iam/statement";
import { groupBy } from "../prove/multimap";
import { levelsOf } from "../topology/levels";

export interface Picture {
  readonly frames: readonly Frame[];
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly Edge[];
}

/** An account. */
export interface Frame {
  /** The account's id. */
  readonly id: string;
  /** The name of its provider. Empty if it has none. */
  readonly name: string;
}

export type NodeKind =
  | "bucket"
  | "key"
  | "role"
  | "user"
  | "account"
  | "organization"
  | "team"
  | "permission set"
  | "service"
  | "identity provider"
  | "others";

export interface PictureNode {
  /** Unique in the picture. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly name: string;
  /** Smaller lines under the name. */
  readonly details: readonly string[];
  /** The id of its frame. Undefined for what belongs to no account. */
  readonly frame: string | undefined;
  /** Another Terraform creates it, or it is outside of all. */
  readonly isExisting: boolean;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** `key`: a bucket that is encrypted with a key which is not its own. `trust`: who can assume a role. */
  readonly kind: "access" | "replication" | "key" | "trust";
  /** One line each. */
  readonly label: readonly string[];
  /** Whether it works; or fails or works in part; or depends on what was not read. */
  readonly state: "works" | "fails" | "unknown";
}

/**
 * The picture of what an estate comes to.
 *
 * @param jobs what jobs do that no Terraform has
 */
export function pictureOf(estate: Estate, description: Description, jobs: readonly Edge[] = []): Picture {
  const { connections, replications, outsiders } = description;
  const keys = new Map(estate.keys.map((key) => [key.arn, key]));
  const usersOfKeys = groupBy(estate.buckets, ({ encryption }) => encryption.keyArn);
  const ownKeys = new Map(
    usersOfKeys.flatMap(([bucket, ...others]) => {
      const key = bucket && keys.get(bucket.encryption.keyArn ?? "");
      const isOwn = key && others.length === 0 && key.account.id === bucket.account.id;
      return isOwn ? [[bucket.arn, key] as const] : [];
    }),
  );
  const shownInBuckets = new Set([...ownKeys.values()].map(({ arn }) => arn));
  const replicationRoles = new Set(replications.map(({ roleArn }) => roleArn));
  const accesses = connections
    .filter(({ principal }) => !replicationRoles.has(principal.arn))
    .map((connection) => ({ connection, summary: summaryOf(connection) }))
    .filter(({ summary }) => !isNothing(summary));
  const drawn = new Set(accesses.map(({ connection }) => connection.principal.arn));
  const buckets = new Set(estate.buckets.map(({ arn }) => arn));
  const others = outsiders.filter(
    ({ who, resource }) => buckets.has(resource) && !("arn" in who && drawn.has(who.arn ?? "")),
  );
  const deliveries = estate.buckets.flatMap(deliveriesOf);
  const trusts = estate.principals.filter(({ arn }) => drawn.has(arn)).flatMap(trustsOf);
  const nodes = [
    ...estate.buckets.map((bucket) => bucketNode(bucket, ownKeys.get(bucket.arn))),
    ...estate.keys.filter(({ arn }) => !shownInBuckets.has(arn)).map(keyNode),
    ...accesses.map(({ connection }) => principalNode(connection)),
    ...trusts.map(({ node }) => node),
    ...deliveries.map(({ node }) => node),
    ...others.map(outsiderNode),
  ];
  const edges = [
    ...accesses.map(accessEdge),
    ...replications.filter(({ isEnabled }) => isEnabled).map((rule) => replicationEdge(rule, estate)),
    ...description.transfers.map(transferEdge),
    ...jobs,
    ...estate.buckets.filter(({ arn }) => !ownKeys.has(arn)).flatMap((bucket) => keyEdges(bucket, keys)),
    ...trusts.map(({ edge }) => edge),
    ...deliveries.map(({ edge }) => edge),
    ...others.map(outsiderEdge),
  ];
  return connected({ frames: framesOf(estate.accounts, nodes), nodes, edges });
}

/** Each node once. An edge to something that is not in the estate is left out. */
function connected({ frames, nodes, edges }: Picture): Picture {
  const byId = new Map<string, PictureNode>();
  for (const node of nodes) if (!byId.has(node.id)) byId.set(node.id, node);
  const known = edges.filter(({ from, to }) => byId.has(from) && byId.has(to));
  const distinct = groupBy(known, (edge) => JSON.stringify(edge)).flatMap(([edge]) => edge ?? []);
  return { frames, nodes: [...byId.values()], edges: distinct };
}

function framesOf(accounts: readonly Account[], nodes: readonly PictureNode[]): readonly Frame[] {
  const names = new Map(accounts.map(({ id, alias }) => [id, alias] as const).reverse());
  const ids = new Set(nodes.flatMap(({ frame }) => frame ?? []));
  return [...ids].map((id) => ({ id, name: names.get(id) ?? "" }));
}

function bucketNode({ arn, name, account, encryption, existing }: Bucket, key: Key | undefined): PictureNode {
  const [alias] = key?.aliases ?? [];
  const isSse = encryption.algorithm === "AES256";
  const told = existing && encryption.address === undefined ? [] : [isSse ? "SSE-S3" : ""];
  return {
    id: arn,
    kind: "bucket",
    name,
    details: [...told, ...(key ? [`key ${alias?.name ?? nameOf(key.arn)}`] : [])].filter(
      (text) => text !== "",
    ),
    frame: account.id,
    isExisting: existing === true,
  };
}

function keyNode({
  arn,
  account,
  address,
  aliases: [alias],
  existing,
  multiRegion,
  region,
}: Key): PictureNode {
  return {
    id: arn,
    kind: "key",
    name: alias?.name ?? address,
    details: multiRegion ? [`multi-Region, ${region}`] : [],
    frame: account.id,
    isExisting: existing === true,
  };
}

function principalNode({ principal }: Connection): PictureNode {
  const { kind, name, arn, account, address, policies } = principal;
  if (kind === "account") return { ...accountNode(arn, account), frame: account, isExisting: false };
  if (kind === "organization") return organizationNode(arn);
  const isPermissionSet = arn.includes(":role/aws-reserved/sso.amazonaws.com/");
  return {
    id: arn,
    kind: isPermissionSet ? "permission set" : kind,
    name: isPermissionSet
      ? name.replace(/^permission set /, "").replace(/^AWSReservedSSO_(.*)_[^_]*$/, "$1")
      : name,
    details: [],
    frame: account,
    isExisting: address === undefined || policies !== "known",
  };
}

/** An account as a whole, or those in it who have some tags. */
function accountNode(arn: string, account: string): Pick<PictureNode, "id" | "kind" | "name" | "details"> {
  const tags = listOfTags(requiredTags(arn));
  return tags === ""
    ? {
        id: arn,
        kind: "account",
        name: `account ${account}`,
        details: ["any role or user that its administrators allow"],
      }
    : { id: arn, kind: "team", name: tags, details: ["those that its administrators allow"] };
}

/** An organization or some of its OUs as a whole, or those in it who have some tags. */
function organizationNode(arn: string): PictureNode {
  const { organizationId, paths } = membersOf(arn) ?? { organizationId: arn, paths: [] };
  const tags = listOfTags(requiredTags(arn));
  const whole = { id: arn, frame: undefined, isExisting: true };
  return tags === ""
    ? {
        ...whole,
        kind: "organization",
        name: organizationId,
        details: [...paths, "any role or user that its accounts allow"],
      }
    : {
        ...whole,
        kind: "team",
        name: tags,
        details: [`of organization ${organizationId}`, ...paths, "those that its accounts allow"],
      };
}

function isNothing({ can, some, half, unknown }: Summary): boolean {
  return can.length + some.length + half.length + unknown.length === 0;
}

function accessEdge({ connection, summary }: { connection: Connection; summary: Summary }): Edge {
  const { half } = summary;
  return {
    from: connection.principal.arn,
    to: connection.bucket.arn,
    kind: "access",
    label: summaryWords(summary),
    state: half.length > 0 ? "fails" : unknownIn(summary).length > 0 ? "unknown" : "works",
  };
}

/** What is unknown, apart from what other policies of a role or user may add to what it can do. */
export function unknownIn({ can, unknown, byOtherPolicies }: Summary): Summary["unknown"] {
  return can.length === 0 ? unknown : unknown.filter((each) => !byOtherPolicies.includes(each));
}

/** `read`, `write in/*`: the levels of a topology, a line for the objects of each. */
export function summaryWords(summary: Summary): string[] {
  const { can, some, half, except, asked } = summary;
  const unknown = unknownIn(summary);
  const words = (permissions: Parameters<typeof levelsOf>[0]) =>
    levelsOf(permissions)
      .map((level) => level.replaceAll("_", " "))
      .join(", ");
  const byKeys = (granted: readonly GrantedPermission[]) =>
    groupBy(granted, ({ keys }) => keys.join("\n")).map((group) => {
      const [first] = group;
      const keys = first?.keys ?? [];
      const levels = words(group.map(({ permission }) => permission));
      return keys.includes("*") ? levels : `${levels} ${listOf(keys, 2)}`;
    });
  return [
    ...byKeys(can),
    ...(some.length > 0 ? [`some of ${words(some)}`] : []),
    ...byKeys(except).map((text) => `except ${text}`),
    ...(half.length > 0 ? [`only in part: ${words(half)}`] : []),
    ...(unknown.length > 0 ? [`unknown: ${unknown.length === asked ? "everything" : words(unknown)}`] : []),
    ...(unknown.length < summary.unknown.length ? ["more if its other policies allow it"] : []),
  ];
}

function replicationEdge({ from, to, roleArn, answer }: DescribedRule, estate: Estate): Edge {
  const arns = new Map(
    estate.buckets.flatMap(({ name, arn }) => [[name, arn] as const, [arn, arn] as const]),
  );
  return {
    from: arns.get(from) ?? from,
    to: arns.get(to) ?? to,
    kind: "replication",
    label: ["replicates to", `as ${nameOf(roleArn)}`],
    state: STATES[answer],
  };
}

function transferEdge({ fromArn, toArn, roleArns, answer }: DescribedTransfer): Edge {
  return {
    from: fromArn,
    to: toArn,
    kind: "replication",
    label: ["DataSync copies to", `as ${roleArns.map(nameOf).join(" and ")}`],
    state: STATES[answer],
  };
}

const STATES = { can: "works", cannot: "fails", unknown: "unknown" } as const;

function keyEdges({ arn, encryption: { keyArn } }: Bucket, keys: ReadonlyMap<string, Key>): Edge[] {
  return keyArn !== undefined && keys.has(keyArn)
    ? [{ from: arn, to: keyArn, kind: "key", label: ["encrypted with"], state: "works" }]
    : [];
}

/** Somebody, and what it does. */
interface Link {
  readonly node: PictureNode;
  readonly edge: Edge;
}

function trustsOf(role: Principal): Link[] {
  return trustedBy(role).map(({ id, kind, name, account }) => ({
    node:
      kind === "organization"
        ? organizationNode(id)
        : outside(id, kind === "everyone" ? "others" : kind, name, account),
    edge: { from: id, to: role.arn, kind: "trust", label: ["can assume"], state: "works" },
  }));
}

function outside(id: string, kind: NodeKind, name: string, account?: string): PictureNode {
  const frame = account === undefined || account === "" ? undefined : account;
  return { id, kind, name, details: [], frame, isExisting: true };
}

function outsiderNode({ who }: OutsideGrant): PictureNode {
  switch (who.kind) {
    case "account":
      return {
        ...outside(who.arn, "account", "", who.account),
        ...accountNode(who.arn, who.account),
        details: [],
      };
    case "principal":
      return outside(who.arn, who.arn.includes(":user/") ? "user" : "role", nameOf(who.arn), who.account);
    case "organization":
      return organizationNode(who.arn ?? who.id);
    case "everyone":
      return outside("*", "others", who.isAnonymous ? "everyone, without credentials" : "everyone in AWS");
  }
}

/** The services that a bucket policy lets read and write by themselves. */
function deliveriesOf({ arn, policy }: Bucket): Link[] {
  if (!policy) return [];
  return allowsIn(policy.document).flatMap(({ principals: { services }, actions }) => {
    const does = [
      ...(actions.some((action) => /^s3:(Put|\*)/i.test(action)) ? ["write"] : []),
      ...(actions.some((action) => /^s3:(GetObject|\*)/i.test(action)) ? ["read"] : []),
    ];
    if (does.length === 0) return [];
    return services.map((name) => ({
      node: outside(name, "service", name),
      edge: { from: name, to: arn, kind: "access", label: does, state: "works" },
    }));
  });
}

function allowsIn(document: object): readonly Statement[] {
  return parseReadable(document).statements.filter(({ effect }) => effect === "Allow");
}

function outsiderEdge(grant: OutsideGrant): Edge {
  const { operations, actions, resource, conditions, isBlocked, unknown } = grant;
  return {
    from: outsiderNode(grant).id,
    to: resource,
    kind: "access",
    label: [
      ...(operations.length > 0 ? operations : actions).slice(0, 3),
      ...(conditions.length > 0 ? [`if ${listOf(conditions, 2)}`] : []),
      ...(isBlocked ? ["blocked by S3"] : []),
    ],
    state: unknown.length > 0 ? "unknown" : "works",
  };
}
