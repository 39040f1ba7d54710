/** Buckets and keys that exist already: what is taken as given about them, and the statements that their policies had before. */
import { isDeepStrictEqual } from "node:util";
import type { Account, Bucket, Estate, Key, Policy } from "../estate/estate";
import { parsePolicyDocument, type RawPolicyDocument, type RawStatement } from "../estate/policy-document";
import { Problems } from "../estate/problem";
import { list } from "../messages/wording";
import type { Attached, Decision } from "./evaluator/decision";
import type { Flaw } from "./flaw";
import { listOf } from "./flaws/wording";
import { type Fact, factsOf, notChecked } from "./setting-checks";
import type { ExistingBucketIntent, ExistingKeyIntent, Intents } from "./proof/intents";
import type { Unexpected } from "./sweep/sweep";

/** An estate in which everything that is taken as given is so. */
export interface Given {
  readonly estate: Estate;
  readonly assumptions: readonly Assumption[];
  /** What each plan checks about buckets. */
  readonly checked: readonly Assumption[];
  /** What no plan checks, though it was asked for. */
  readonly flaws: readonly Flaw[];
}

/** What is taken as given about a bucket or key. */
export interface Assumption {
  /** The ARN of the bucket or key. */
  readonly arn: string;
  /** The end of a sentence that begins with "given that", or with "each plan checks that". */
  readonly given: string;
}

/** Terraform does not read the policy of what exists already, if others own it, and the configuration only if it checks that. */
export function asGiven(intents: Intents, estate: Estate): Given {
  const { existingBuckets = [], existingKeys = [], replications } = intents;
  const assumptions: Assumption[] = [];
  const checked: Assumption[] = [];
  const flaws: Flaw[] = [];
  if (existingBuckets.length + existingKeys.length === 0) return { estate, assumptions, checked, flaws };
  const assume = (arn: string, ...all: readonly string[]) =>
    assumptions.push(...all.map((given) => ({ arn, given })));
  const buckets = estate.buckets.map((bucket) => {
    const said = existingBuckets.find(({ bucketArn }) => bucketArn === bucket.arn);
    if (!said || !bucket.existing) return bucket;
    const facts = factsOf(said, bucket, intents);
    flaws.push(...notChecked(said, bucket, facts));
    checked.push(
      ...sentences(
        said,
        bucket,
        facts.filter(({ isChecked }) => isChecked),
      ).map((given) => ({ arn: bucket.arn, given })),
    );
    const unchecked = facts.filter(({ isChecked }) => !isChecked);
    assume(bucket.arn, ...aboutBucket(said, bucket, sentences(said, bucket, unchecked)));
    if (replications.some(({ fromArn }) => fromArn === bucket.arn))
      assume(
        bucket.arn,
        said.rulesAreReplaced
          ? `Terraform replaces the replication rules that bucket ${bucket.name} has, and nobody needs them any more`
          : `bucket ${bucket.name} has no other replication rules, which Terraform would replace`,
      );
    return givenBucket(said, bucket);
  });
  const keys = estate.keys.map((key) => {
    const said = existingKeys.find(({ keyArn }) => keyArn === key.arn);
    if (!said || !key.existing) return key;
    assume(key.arn, ...aboutKey(said, key));
    return said.earlier ? key : givenKey(key);
  });
  const known = new Set(
    estate.buckets
      .filter(({ arn }) => existingBuckets.some(({ bucketArn }) => bucketArn === arn))
      .flatMap((bucket) => settingsOf(bucket, estate)),
  );
  const unmodelled = estate.unmodelled.filter(({ address, isData }) => !(isData && known.has(address)));
  return { estate: { ...estate, buckets, keys, unmodelled }, assumptions, checked, flaws };
}

/** The same for Terraform alone, which says only that others add statements. */
export function addedByOthers({ buckets, keys }: Pick<Estate, "buckets" | "keys">): Assumption[] {
  const all = [
    ...buckets.map(({ arn, name, policy }) => ({ arn, what: `bucket ${name}`, policy })),
    ...keys.map(({ arn, policy }) => ({ arn, what: `key ${arn}`, policy })),
  ];
  return all.flatMap(({ arn, what, policy }) =>
    policy?.handover === undefined ? [] : [{ arn, given: othersOwn(what, policy) }],
  );
}

/** The addresses of what Terraform sets of a bucket, which is not one of its own. */
function settingsOf({ arn, policy, versioning }: Bucket, { replicationRules }: Estate): string[] {
  const rules = replicationRules.filter(({ source }) => source.bucketArn === arn);
  return [policy?.address, versioning.address, ...rules.map(({ address }) => address)].filter(
    (address) => address !== undefined,
  );
}

/** Facts in words, each the end of a sentence. */
function sentences(
  { keyArn, bucketKeyEnabled }: ExistingBucketIntent,
  { name }: Bucket,
  facts: readonly Fact[],
): string[] {
  const encrypts =
    keyArn === undefined
      ? "with SSE-S3"
      : `with the key ${keyArn} and ${bucketKeyEnabled ? "a" : "no"} Bucket Key`;
  const does = {
    encryption: `encrypts new objects ${encrypts}`,
    acls: "disables ACLs",
    "public access": "blocks public access",
    versioning: undefined,
  };
  const all = facts.flatMap(({ is }) => does[is] ?? []);
  return [
    ...(all.length > 0 ? [`bucket ${name} ${list(all, "and")}`] : []),
    ...(facts.some(({ is }) => is === "versioning") ? [`the versioning of bucket ${name} is enabled`] : []),
  ];
}

function aboutBucket(
  { earlier }: ExistingBucketIntent,
  { name, policy, unread, account }: Bucket,
  configured: readonly string[],
): string[] {
  return [
    ...(unread ? [isThere(`bucket ${name}`, account)] : []),
    ...configured,
    ...(earlier ? [] : [othersOwn(`bucket ${name}`, policy)]),
  ];
}

function aboutKey({ earlier }: ExistingKeyIntent, { arn, account, policy, unread }: Key): string[] {
  if (earlier) return [];
  return [
    ...(unread ? [`key ${arn} exists, is enabled and symmetric, and AWS does not manage it`] : []),
    othersOwn(`key ${arn}`, policy),
    `the policy of key ${arn} lets IAM policies of account ${account.id} grant access to it`,
  ];
}

function isThere(what: string, { id, region }: Account): string {
  return `${what} exists in account ${id} and ${region}`;
}

function othersOwn(what: string, policy: Policy | undefined): string {
  return policy?.handover === undefined
    ? `the policy of ${what} denies nothing that was asked for, and allows nothing else`
    : `the administrators of ${what} add the statements of ${policy.address} to its policy, and the rest of it denies nothing that was asked for and allows nothing else`;
}

function givenBucket(
  { keyArn, bucketKeyEnabled, versioningIsGiven }: ExistingBucketIntent,
  bucket: Bucket,
): Bucket {
  const { address, policy, versioning, ...rest } = bucket;
  return {
    ...rest,
    address,
    encryption:
      keyArn === undefined
        ? { address, algorithm: "AES256", bucketKeyEnabled: false }
        : {
            address,
            algorithm: "aws:kms",
            masterKey: keyArn,
            keyArn,
            bucketKeyEnabled: bucketKeyEnabled ?? true,
          },
    ownership: { address, objectOwnership: "BucketOwnerEnforced" },
    versioning: versioningIsGiven ? { address, status: "Enabled" } : { address, ...versioning },
    publicAccessBlock: {
      address,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    ...(policy && policy.unknown === undefined && { policy }),
  };
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function givenKey(key: Key): Key {
  const { unknown: _, document, ...rest } = key.policy;
  const Statement = [enabling(key), ...document.Statement];
  return { ...key, policy: { ...rest, document: { Version: "2012-10-17", Statement } } };
}

function enabling({ account: { partition, id } }: Key): RawStatement {
  return {
    Sid: "EnableIAMPoliciesAsBefore",
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${id}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

/** The statements that policies had before, as they are merged or taken as given, and those of the user's own. */
export class EarlierStatements {
  private readonly statements = new Set<RawStatement>();
  private readonly own = new Set<RawStatement>();
  /** Of the policies with statements that were there before. */
  private readonly addresses = new Set<string>();
  private readonly lost: Flaw[] = [];

  constructor({ existingBuckets = [], existingKeys = [], ownStatements = [] }: Intents, estate: Estate) {
    for (const { bucketArn, keyAddress, principalArn, roleArn, document } of ownStatements) {
      const bucket = estate.buckets.find(({ arn }) => arn === bucketArn);
      const key = estate.keys.find(({ address }) => address === keyAddress);
      const principal = estate.principals.find(({ arn }) => arn === (principalArn ?? roleArn));
      const where = principal && `${principal.kind} ${principal.name}`;
      if (bucket) this.compare(document, [bucket.policy], `policy of bucket ${bucket.name}`, this.own);
      else if (key) this.compare(document, [key.policy], `policy of key ${key.address}`, this.own);
      else if (roleArn)
        this.compare(document, [principal?.trustPolicy], `trust policy of ${where}`, this.own);
      else if (principal)
        this.compare(document, principal.identityPolicies, `identity policy of ${where}`, this.own);
    }
    for (const { bucketArn, earlier } of existingBuckets) {
      const bucket = estate.buckets.find(({ arn }) => arn === bucketArn);
      if (bucket) this.compare(earlier, [bucket.policy], `policy of bucket ${bucket.name}`);
    }
    for (const { keyArn, earlier } of existingKeys) {
      const key = estate.keys.find(({ arn }) => arn === keyArn);
      if (!key) continue;
      const before = earlier ?? { Statement: [enabling(key)] };
      this.compare(before, [key.policy], `policy of key ${keyArn}`);
    }
  }

  /** Statements that are no longer there, or that are different. */
  get flaws(): readonly Flaw[] {
    return this.lost;
  }

  get areNone(): boolean {
    return this.statements.size + this.own.size === 0;
  }

  has(statement: RawStatement): boolean {
    return this.statements.has(statement) || this.own.has(statement);
  }

  /** Whether it is one of the user's own, and was not there before. */
  isOwn(statement: RawStatement): boolean {
    return this.own.has(statement);
  }

  /** Whether one of them allows a request. */
  allow({ because }: Decision): boolean {
    return because.some(
      ({ layer, outcome, statement, documents }) =>
        (layer === "resource" || layer === "identity") &&
        outcome === "allows" &&
        statement !== undefined &&
        this.has(statementAt(documents[0], statement.index)),
    );
  }

  /** Whether one of them denies a request. */
  deny(decision: Decision): boolean {
    return this.denying(decision).length > 0;
  }

  /** Whether one of them denies a request without a condition that can leave somebody who may. */
  denyInEveryCase(decision: Decision): boolean {
    return this.denying(decision).some(({ Condition }) => Condition === undefined);
  }

  private denying({ because }: Decision): readonly RawStatement[] {
    return because.flatMap(({ layer, outcome, statement, documents }) => {
      if (layer !== "resource" || outcome !== "denies" || statement === undefined) return [];
      const raw = statementAt(documents[0], statement.index);
      return raw !== undefined && this.has(raw) ? [raw] : [];
    });
  }

  /** Whether a flaw is of a policy with statements that were there before. */
  concerns({ addresses }: Flaw): boolean {
    return addresses.some((address) => this.addresses.has(address));
  }

  /** The estate with only the statements that were there before in the policies that have some. */
  alone(estate: Estate): Estate {
    const rest = (policy: Policy): Policy => {
      const Statement = policy.document.Statement.filter((each) => this.statements.has(each));
      return Statement.length === 0 ? policy : { ...policy, document: { ...policy.document, Statement } };
    };
    return {
      ...estate,
      buckets: estate.buckets.map((bucket) => ({
        ...bucket,
        ...(bucket.policy && { policy: rest(bucket.policy) }),
      })),
      keys: estate.keys.map((key) => ({ ...key, policy: rest(key.policy) })),
    };
  }

  private compare(
    earlier: object | undefined,
    policies: readonly (Policy | undefined)[],
    what: string,
    statements = this.statements,
  ): void {
    if (earlier === undefined) return;
    const { Statement: wanted = [] } = normalized(earlier);
    const left = policies.flatMap((policy) =>
      (policy?.document.Statement ?? []).map((statement) => ({ statement, address: policy?.address })),
    );
    const addresses = policies.flatMap((policy) => policy?.address ?? []);
    for (const statement of wanted) {
      const index = left.findIndex((each) => isDeepStrictEqual(each.statement, statement));
      const [found] = index === -1 ? [] : left.splice(index, 1);
      if (found?.address !== undefined && statements === this.statements) this.addresses.add(found.address);
      if (found) statements.add(found.statement);
      else this.lost.push(lostFlaw(statement, addresses, what, statements === this.own));
    }
  }
}

function statementAt(document: Partial<Attached> | undefined, index: number): RawStatement {
  return (document?.document as RawPolicyDocument).Statement[index] as RawStatement;
}

function normalized(document: object): Partial<RawPolicyDocument> {
  return parsePolicyDocument(JSON.stringify(document), { address: "", path: [] }, new Problems()) ?? {};
}

function lostFlaw({ Sid }: RawStatement, addresses: readonly string[], what: string, isOwn: boolean): Flaw {
  const which = Sid === undefined ? "a statement without a Sid" : `statement ${Sid}`;
  return {
    part: "well-formed",
    problem: isOwn
      ? `${which}, which was asked for in the ${what}, is missing or different`
      : `${which}, which the ${what} had before, is missing or different`,
    addresses,
    because: [],
    repair: isOwn
      ? "add it exactly as it was asked for"
      : "keep it exactly as it was: somebody else wrote it for a purpose of theirs",
  };
}

/** What they allow and nobody asked for, in one line for each statement. */
export function allowedBefore(found: readonly Unexpected[], earlier: EarlierStatements): string[] {
  const lines = new Map<RawStatement, { readonly where: string; readonly cells: Unexpected[] }>();
  for (const cell of found)
    for (const { documents, statement } of cell.decision.because) {
      const [document] = documents as readonly Attached[];
      if (!statement || !document?.document) continue;
      const raw = statementAt(document, statement.index);
      if (!earlier.has(raw)) continue;
      const line = lines.get(raw) ?? { where: document.name, cells: [] };
      line.cells.push(cell);
      lines.set(raw, line);
    }
  return [...lines].map(([raw, { where, cells }]) => {
    const { Sid } = raw;
    const origin = earlier.isOwn(raw) ? "which is one of your own" : "which was there before";
    const which = Sid === undefined ? "a statement without a Sid" : `statement ${Sid}`;
    const here = cells.filter(({ actor, policy }) => !policy || policy.account === actor.account);
    const told = here.length > 0 ? here : cells;
    const actions = listOf(told.map(({ authorization }) => authorization.action));
    const onceAllowed = here.length > 0 ? "" : ", as soon as the other account allows it too";
    return `${which} of the ${where}, ${origin}, also allows ${actions} to ${listOf(told.map(({ actor }) => actor.name))}${onceAllowed}`;
  });
}
