import type { Bucket, Estate, Key } from "../../estate/estate";
import type { Authorization } from "../catalogue/authorization";
import type { Attached, Decision } from "../evaluator/decision";
import { explain } from "../evaluator/explain";
import { Authority } from "../proof/authority";
import type { Intents } from "../proof/intents";
import { OBJECT, operationsOf } from "../proof/operations";
import { actions } from "../iam-data/iam-actions.json";

/** Something that somebody may do and that nobody asked for. */
export interface Unexpected {
  readonly principalArn: string;
  readonly authorization: Authorization;
  readonly decision: Decision;
}

/** Whether the policies allow nothing but what was asked for. */
export interface Sweep {
  /** How many questions were put to the policies. */
  readonly cells: number;
  /** How many of those were allowed. */
  readonly allowed: number;
  readonly unexpected: readonly Unexpected[];
}

const SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html";

/** An account that has no part in anything. */
const STRANGE_ACCOUNT = "999999999999";

/**
 * Asks for every action of S3 and KMS, on every bucket, key and object inside and outside of what was granted, in the
 * name of everybody in the estate and of strangers: some without any policy in the owner's account, and some in each
 * other account whose own administrators let them do everything.
 */
export function sweep(intents: Intents, estate: Estate): Sweep {
  const authority = new Authority(estate);
  const expected = new Expected(intents, estate);
  const questions = [
    ...estate.buckets.flatMap((bucket) => bucketQuestions(bucket, intents)),
    ...estate.keys.flatMap((key) => keyQuestions(key, estate, intents)),
  ];
  const unexpected: Unexpected[] = [];
  let allowed = 0;
  let cells = 0;
  for (const { arn, account, identity } of everybody(estate)) {
    for (const authorization of questions) {
      // Those who may do everything in an account may do everything with what it owns.
      if (identity && identity.length > 0 && account === authorization.owner) continue;
      cells++;
      const decision = authority.decide(arn, authorization, identity);
      if (!decision.allowed) continue;
      allowed++;
      if (!expected.has(arn, account, authorization))
        unexpected.push({ principalArn: arn, authorization, decision });
    }
  }
  return { cells, allowed, unexpected };
}

/** Who may do what nobody asked for, and which statements let them. */
export function explainUnexpected({ principalArn, authorization, decision }: Unexpected): string {
  const { action, resource, context } = authorization;
  return [
    `${principalArn} may do ${action} on ${resource} with ${JSON.stringify(context)}`,
    explain(decision),
  ].join("\n");
}

interface Somebody {
  readonly arn: string;
  readonly account: string;
  /** Absent for those whose policies the estate knows. */
  readonly identity?: readonly Attached[];
}

function everybody(estate: Estate): Somebody[] {
  const accounts = [...new Set(estate.accounts.map(({ id }) => id))];
  const partition = estate.accounts[0]?.partition ?? "aws";
  const stranger = (account: string, name: string): Somebody => ({
    arn: `arn:${partition}:iam::${account}:role/${name}`,
    account,
    identity: [],
  });
  const everything = (account: string): Somebody => ({
    ...stranger(account, "sweep-everything"),
    identity: [{ name: "policy that allows everything", account, document: EVERYTHING }],
  });
  return [
    ...estate.principals.map(({ arn, account }) => ({ arn, account: account.id })),
    ...accounts.map((account) => stranger(account, "sweep-nothing")),
    ...[...accounts, STRANGE_ACCOUNT].map(everything),
  ];
}

const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

function bucketQuestions(bucket: Bucket, intents: Intents): Authorization[] {
  const owner = bucket.account.id;
  const context = { "aws:SecureTransport": "true" };
  const prefixes = ["", ...prefixesOf(bucket, intents), "elsewhere/"];
  return [
    ...actions.bucket.flatMap((action) =>
      [...new Set(action === "s3:ListBucket" ? prefixes : [""])].map((prefix) => ({
        action,
        resource: bucket.arn,
        owner,
        context: { ...context, "s3:prefix": prefix },
        source: SOURCE,
      })),
    ),
    ...actions.object.flatMap((action) =>
      objectsOf(bucket, intents).map((resource) => ({ action, resource, owner, context, source: SOURCE })),
    ),
  ];
}

/** Through S3 for each bucket and object, in the key's region and in another; and without S3. */
function keyQuestions(key: Key, estate: Estate, intents: Intents): Authorization[] {
  const service = (region: string) => `s3.${region}.amazonaws.com`;
  const contexts: Authorization["context"][] = [
    {},
    ...estate.buckets.flatMap((bucket) =>
      [bucket.arn, ...objectsOf(bucket, intents)].flatMap((arn) =>
        [service(key.region), service("af-south-1")].map((via) => ({
          "kms:ViaService": via,
          [ENCRYPTION_CONTEXT]: arn,
        })),
      ),
    ),
  ];
  return actions.key.flatMap((action) =>
    contexts.map((context) => ({
      action,
      resource: key.arn,
      owner: key.account.id,
      context: { "aws:SecureTransport": "true", ...context },
      source: SOURCE,
    })),
  );
}

function prefixesOf({ arn }: Bucket, { access, replications }: Intents): string[] {
  return [
    ...access.filter(({ bucketArn }) => bucketArn === arn).map(({ prefix }) => prefix),
    ...replications
      .filter(({ fromArn, toArn }) => fromArn === arn || toArn === arn)
      .map(({ prefix }) => prefix),
  ];
}

function objectsOf(bucket: Bucket, intents: Intents): string[] {
  return [...new Set([...prefixesOf(bucket, intents), "elsewhere/"])].map(
    (prefix) => `${bucket.arn}/${prefix}${OBJECT}`,
  );
}

/** What the operations that were asked for take. */
class Expected {
  private readonly authorizations = new Map<string, Authorization[]>();
  /** The roots of accounts that were given access as a whole. */
  private readonly delegated: readonly string[];

  constructor(intents: Intents, estate: Estate) {
    for (const { principalArn, authorizations } of operationsOf(intents, estate)) {
      for (const authorization of authorizations) {
        const id = identify(principalArn, authorization);
        const known = this.authorizations.get(id);
        if (known) known.push(authorization);
        else this.authorizations.set(id, [authorization]);
      }
    }
    this.delegated = intents.access
      .map(({ principalArn }) => principalArn)
      .filter((arn) => arn.endsWith(":root"));
  }

  /** What an entire account was given, anybody in it may be given by its administrators. */
  has(principalArn: string, account: string, asked: Authorization): boolean {
    const roots = this.delegated.filter((arn) => arn.includes(`::${account}:`));
    return [principalArn, ...roots].some((arn) =>
      (this.authorizations.get(identify(arn, asked)) ?? []).some((authorization) =>
        covers(authorization, asked),
      ),
    );
  }
}

function identify(principalArn: string, { action }: Authorization): string {
  return JSON.stringify([principalArn, action]);
}

const ENCRYPTION_CONTEXT = "kms:EncryptionContext:aws:s3:arn";

/** Whether what is asked is what an operation takes, on an object of its own or on any other under the same prefix. */
function covers(taken: Authorization, asked: Authorization): boolean {
  const isWithin = (arn = "", of = "") =>
    arn === of || (of.endsWith(`/${OBJECT}`) && arn.startsWith(prefixOf(of)));
  const { context } = asked;
  return (
    isWithin(asked.resource, taken.resource) &&
    isWithin(context[ENCRYPTION_CONTEXT], taken.context[ENCRYPTION_CONTEXT]) &&
    context["kms:ViaService"] === taken.context["kms:ViaService"] &&
    (context["s3:prefix"] ?? "").startsWith(taken.context["s3:prefix"] ?? "")
  );
}

function prefixOf(objectArn: string): string {
  return objectArn.slice(0, -OBJECT.length);
}
