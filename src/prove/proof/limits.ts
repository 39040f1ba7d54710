/** How requests reach a bucket that refuses some of them, whatever policies allow. */
import { parseArn } from "../../aws/arn";
import type { Authorization } from "../catalogue/authorization";
import { matches, pattern } from "../iam/wildcard";
import { once } from "../once";
import type { Actor } from "./actor";
import type { LimitIntent } from "./intents";
import { hasNetworks, type Keys, OTHER_ORGANIZATION, outside, ways } from "./networks";

type Context = Authorization["context"];

/** What requests must have, so that the limits of their bucket let them pass. */
export class Limits {
  private readonly byBucket: ReadonlyMap<string, LimitIntent>;
  private readonly reaching = new Map<string, (context: Context) => Context>();

  /** @param assumedByS3 the ARNs of the replication roles */
  constructor(
    limits: readonly LimitIntent[] = [],
    private readonly assumedByS3: ReadonlySet<string>,
  ) {
    this.byBucket = new Map(limits.map((limit) => [limit.bucketArn, limit]));
  }

  get areNone(): boolean {
    return this.byBucket.size === 0;
  }

  /** The limits of the bucket that a request is about, if it has some. */
  of(authorization: Authorization): LimitIntent | undefined {
    return this.areNone ? undefined : this.byBucket.get(bucketArnOf(authorization));
  }

  ofBucket(bucketArn: string): LimitIntent | undefined {
    return this.byBucket.get(bucketArn);
  }

  /**
   * A request as it reaches its bucket, if somebody sends it who is allowed to.
   *
   * @param instead differences from that
   */
  reach(actor: Actor, authorization: Authorization, instead?: Keys): Authorization {
    const limit = this.of(authorization);
    if (!limit && !instead) return authorization;
    const keys = { ...(limit && this.keysOf(actor, authorization, limit)), ...instead };
    if (Object.keys(keys).length === 0) return authorization;
    return { ...authorization, context: this.withKeys(authorization.context, keys) };
  }

  /**
   * S3 does not forward the network of a request to KMS. AWS does not say which version of TLS S3 uses when it replicates.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
   */
  private keysOf(actor: Actor, { action }: Authorization, limit: LimitIntent): Keys {
    const { minimumTls, organization } = limit;
    const isByAws = actor.caller.kind === "service" || this.assumedByS3.has(actor.arn);
    const isExcepted = isExceptedFrom(limit, actor.arn);
    const isOfOrganization = "account" in actor.caller;
    return {
      ...(organization !== undefined &&
        isOfOrganization && { "aws:PrincipalOrgID": isExcepted ? OTHER_ORGANIZATION : organization }),
      ...(action.startsWith("s3:")
        ? {
            ...(minimumTls !== undefined && !isByAws && { "s3:TlsVersion": minimumTls }),
            ...networkOf(limit, isByAws ? "AWS" : isExcepted ? "outside" : "inside"),
          }
        : hasNetworks(limit) && { "aws:ViaAWSService": "true" }),
    };
  }

  /** The same object for the same keys and context, because the evaluator keeps what it computes of each. */
  private withKeys(context: Context, keys: Keys): Context {
    const id = JSON.stringify(Object.entries(keys).map(([key, value]) => [key, value ?? null]));
    const add = this.reaching.get(id) ?? once((before: Context) => defined({ ...before, ...keys }));
    this.reaching.set(id, add);
    return add(context);
  }
}

function networkOf(limit: LimitIntent, from: "AWS" | "outside" | "inside"): Keys {
  const [way] = ways(limit);
  if (way === undefined) return {};
  const [elsewhere] = from === "inside" ? [way] : outside(limit);
  return { ...(from === "AWS" ? {} : elsewhere), ...DIRECT };
}

/** Requests have it whether they come through another service or not. */
const DIRECT = { "aws:ViaAWSService": "false" };

export function isExceptedFrom({ except = [] }: LimitIntent, arn: string): boolean {
  return except.some((each) => each === arn || matches(pattern(each), arn));
}

/** For KMS, that of the objects for which S3 calls it. */
function bucketArnOf({ bucketArn, resource, context }: Authorization): string {
  if (bucketArn !== undefined) return bucketArn;
  const arn = context["kms:EncryptionContext:aws:s3:arn"] ?? resource;
  return parseArn(arn)?.type === "object" ? arn.slice(0, arn.indexOf("/")) : arn;
}

function defined(keys: Keys): Context {
  return Object.fromEntries(
    Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
