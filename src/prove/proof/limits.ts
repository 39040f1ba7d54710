/** How requests reach a bucket that refuses some of them, whatever policies allow. */
import { parseArn } from "../../aws/arn";
import type { Authorization } from "../catalogue/authorization";
import { once } from "../once";
import type { Actor } from "./actor";
import type { LimitIntent } from "./intents";

type Context = Authorization["context"];

/** Condition keys of a request. Undefined ones are missing. */
export type Keys = Readonly<Record<string, string | undefined>>;

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

  /**
   * A request as it reaches its bucket, if somebody sends it who is allowed to.
   *
   * @param instead differences from that
   */
  reach(actor: Actor, authorization: Authorization, instead?: Keys): Authorization {
    const limit = this.byBucket.size === 0 ? undefined : this.byBucket.get(bucketArn(authorization));
    if (!limit && !instead) return authorization;
    const keys = { ...(limit && this.keysOf(actor, limit)), ...instead };
    if (Object.keys(keys).length === 0) return authorization;
    return { ...authorization, context: this.withKeys(authorization.context, keys) };
  }

  /** AWS does not say which version of TLS S3 uses when it replicates. */
  private keysOf({ arn, caller }: Actor, { minimumTls }: LimitIntent): Keys {
    const isByAws = caller.kind === "service" || this.assumedByS3.has(arn);
    return { ...(minimumTls !== undefined && !isByAws && { "s3:TlsVersion": minimumTls }) };
  }

  /** The same object for the same keys and context, because the evaluator keeps what it computes of each. */
  private withKeys(context: Context, keys: Keys): Context {
    const id = JSON.stringify(Object.entries(keys).map(([key, value]) => [key, value ?? null]));
    const add = this.reaching.get(id) ?? once((before: Context) => defined({ ...before, ...keys }));
    this.reaching.set(id, add);
    return add(context);
  }
}

function bucketArn({ resource }: Authorization): string {
  return parseArn(resource)?.type === "object" ? resource.slice(0, resource.indexOf("/")) : resource;
}

function defined(keys: Keys): Context {
  return Object.fromEntries(
    Object.entries(keys).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
