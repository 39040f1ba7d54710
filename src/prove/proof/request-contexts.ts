import { regionOf } from "../../aws/arn";
import type { Bucket, Estate, Key } from "../../estate/estate";
import type { Authorization } from "../catalogue/authorization";
import type { ContextKeys, UsualKeys } from "../evaluator/context";
import { conditionsOf } from "../iam/documents";
import { lowerCase } from "../iam/condition-line";
import { isRegionKnown, madeUpPlace } from "../known-regions";
import { once } from "../once";
import { usualValue } from "../evaluator/usual-keys";
import type { Actor } from "./actor";

const ALIASES = "kms:ResourceAliases";

/** What requests to the buckets and keys of an estate have besides what their operation says. */
export class RequestContexts {
  private readonly aliases: ReadonlyMap<string, readonly string[]>;
  private readonly keys: ReadonlyMap<string, Key>;
  private readonly buckets: ReadonlyMap<string, Bucket>;
  /** The ARNs of the replication roles. */
  private readonly assumedByS3: ReadonlySet<string>;
  /** The same object for the same context and key, because the evaluator keeps what it computes of each. */
  private readonly known = new WeakMap<Authorization["context"], Map<string, ContextKeys>>();

  constructor(private readonly estate: Estate) {
    const isAsked = conditionsOf(estate).get(ALIASES.toLowerCase()).length > 0;
    this.keys = new Map(estate.keys.map((key) => [key.arn, key]));
    this.buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
    this.assumedByS3 = new Set(estate.replicationRules.map(({ roleArn }) => roleArn));
    this.aliases = new Map(
      isAsked
        ? estate.keys
            // Another Terraform can give it more.
            .filter(({ existing }) => !existing)
            .map(({ arn, aliases }) => [arn, aliases.map(({ name }) => name)])
        : [],
    );
  }

  /**
   * Adds the aliases of the key to the context of requests to KMS. Only if a policy asks for them, because there are many requests.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-resource-aliases
   */
  of({ action, resource, context }: Authorization): ContextKeys {
    const aliases = action.startsWith("kms:") ? this.aliases.get(resource) : undefined;
    if (aliases === undefined) return context;
    const ofContext = this.known.get(context) ?? new Map<string, ContextKeys>();
    this.known.set(context, ofContext);
    const before = ofContext.get(resource);
    if (before) return before;
    const whole: ContextKeys = { ...context, [ALIASES]: aliases };
    ofContext.set(resource, whole);
    return whole;
  }

  /** What a request has unless its context says otherwise. Nothing is computed unless a policy asks, because few do. */
  usual(actor: Pick<Actor, "arn" | "caller">, authorization: Authorization): UsualKeys {
    return (name) => this.usualValue(name, actor, authorization);
  }

  private usualValue(
    name: string,
    { arn, caller }: Pick<Actor, "arn" | "caller">,
    { action, resource, context }: Authorization,
  ): ReturnType<UsualKeys> {
    if (name === "aws:requestedregion") return this.regionOf(action, resource);
    const key = action.startsWith("kms:") ? this.keys.get(resource) : undefined;
    const fact = key && !key.existing ? factsOf(key)(name) : undefined;
    if (fact !== undefined) return fact;
    const isByAws = caller.kind === "service" || this.assumedByS3.has(arn);
    const from = isByAws ? "AWS" : caller.kind === "anonymous" ? "anybody" : "caller";
    return usualValue(name, { action: lowerCase(action), context, from });
  }

  /**
   * That of the endpoint: requests reach a bucket through its own region, and S3 uses keys in theirs.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion
   */
  private regionOf(action: string, resource: string): string | undefined {
    if (action.startsWith("kms:"))
      return isRegionKnown(this.estate, resource) ? regionOf(resource) : undefined;
    const bucket = this.buckets.get(resource.split("/")[0] ?? resource);
    if (!bucket || bucket.existing) return undefined;
    return madeUpPlace(this.estate, bucket.account.id, bucket.region) ? undefined : bucket.region;
  }
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html */
const factsOf = once(({ multiRegion, primaryArn, imported, tags = {} }: Key): UsualKeys => {
  const facts = new Map([
    ["kms:keyorigin", imported ? "EXTERNAL" : "AWS_KMS"],
    ["kms:multiregion", String(multiRegion ?? false)],
    ...Object.entries(tags).map(([key, value]) => [lowerCase(`aws:ResourceTag/${key}`), value] as const),
  ]);
  if (multiRegion) facts.set("kms:multiregionkeytype", primaryArn === undefined ? "PRIMARY" : "REPLICA");
  return (key) => facts.get(key);
});
