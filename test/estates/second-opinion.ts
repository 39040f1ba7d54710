/** Random questions about an estate, put to the evaluator and to an engine that is not ours. */
import type { Estate } from "../../src/estate/estate";
import type { Documents } from "../../src/prove/evaluator/decision";
import { evaluate } from "../../src/prove/evaluator/evaluate";
import { resourcePoliciesOf } from "../../src/prove/iam/documents";
import { type Actor, actorOf, everything, principalActor } from "../../src/prove/proof/actor";
import type { Dice } from "../evaluator/dice";
import type { RandomCase } from "../evaluator/random-case";
import { simulate, type Verdict, verdictOf } from "../evaluator/simulator";

/** The other engine drops this key from every request, so that another one takes its place. */
const ENCRYPTION_CONTEXT = "kms:EncryptionContext:aws:s3:arn";
const SURROGATE = "aws:PrincipalTag/ec";

const OF_BUCKETS = ["s3:ListBucket", "s3:GetReplicationConfiguration", "s3:ListBucketVersions"];
const OF_OBJECTS = [
  "s3:GetObject",
  "s3:GetObjectTagging",
  "s3:PutObject",
  "s3:PutObjectTagging",
  "s3:DeleteObject",
  "s3:GetObjectVersionForReplication",
  "s3:ReplicateObject",
];
const OF_KEYS = ["kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt", "kms:DescribeKey"];
const NAMES = ["a", "in/a/b", "reports/2024", "report"];

export interface Disagreement {
  readonly ours: Verdict;
  readonly other: Verdict;
  readonly asked: RandomCase;
}

/** Undefined if both engines agree. */
export async function disagreement(estate: Estate, dice: Dice): Promise<Disagreement | undefined> {
  const asked = questionAbout(estate, dice);
  const [ours, other] = [verdictOf(evaluate(asked.request, asked.documents)), await simulate(asked)];
  return ours === other ? undefined : { ours, other, asked };
}

/** Whether the estate has a policy to ask about. */
export function isAskable({ buckets }: Estate): boolean {
  return buckets.some(({ existing }) => !existing);
}

function questionAbout(estate: Estate, dice: Dice): RandomCase {
  const { caller, identity } = dice.pick(callersIn(estate));
  const policies = resourcePoliciesOf(estate).filter(
    ({ kind, document }) => kind !== "trust" && document?.unknown === undefined,
  );
  const { kind, arn, account, document } = dice.pick(policies);
  const bucketArn = dice.pick(estate.buckets).arn;
  const isBucket = kind === "bucket" && dice.chance(30);
  const object = `${kind === "bucket" ? arn : bucketArn}/${dice.pick(NAMES)}`;
  const action = dice.pick(kind === "key" ? OF_KEYS : isBucket ? OF_BUCKETS : OF_OBJECTS);
  const context = {
    "aws:SecureTransport": String(dice.chance(90)),
    ...(/List/.test(action) && { "s3:prefix": dice.pick(["", "reports/", "reports/x", "in/"]) }),
    ...(/PutObject$|Replicate/.test(action) &&
      dice.chance(50) && { "s3:x-amz-server-side-encryption": dice.pick(["aws:kms", "AES256"]) }),
    ...(kind === "key" && {
      "kms:ViaService": `s3.${dice.pick([...estate.buckets.map(({ region }) => region), "eu-west-1"])}.amazonaws.com`,
      [SURROGATE]: dice.pick([object, bucketArn]),
    }),
  };
  const resource: Documents["resource"] = {
    name: arn,
    account: account.id,
    ...(document && { document: withSurrogate(document.raw) }),
  };
  return {
    request: {
      action,
      resource: kind === "key" || isBucket ? arn : object,
      caller,
      context,
    },
    documents: {
      resource,
      identity: identity.map((attached) => ({ ...attached, document: withSurrogate(attached.document) })),
    },
  };
}

/** Those whose policies are known, and somebody from elsewhere with every permission. */
function callersIn(estate: Estate): Actor[] {
  const known = estate.principals.filter(({ identityPolicies }) =>
    identityPolicies.every(({ unknown }) => unknown === undefined),
  );
  const outside = actorOf("arn:aws:iam::222222222222:role/partner-etl", [everything("222222222222")]);
  return [...known.map((principal) => principalActor(principal, estate)), outside];
}

function withSurrogate<T extends object>(document: T): T {
  return JSON.parse(JSON.stringify(document).replaceAll(ENCRYPTION_CONTEXT, SURROGATE)) as T;
}
