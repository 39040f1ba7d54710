import { parseArn } from "../../aws/arn";
import { getObject, listObjectsV2 } from "../catalogue/api-calls";
import type { Authorization, CalledObject, Encryption } from "../catalogue/authorization";
import type { Documents, Finding } from "../evaluator/decision";
import { sentence } from "../evaluator/explain";
import type { Flaw } from "../flaw";
import { type ResourcePolicy, resourcePoliciesOf } from "../iam/documents";
import { instanceOf } from "../iam/wildcard";
import { type Actor, MADE_UP, serviceActor, STRANGE_ACCOUNT, unlimited } from "../proof/actor";
import type { Authority } from "../proof/authority";
import type { LimitIntent } from "../proof/intents";
import { hasNetworks, type Keys, OTHER_ORGANIZATION } from "../proof/networks";
import { OBJECT } from "../proof/prefix";
import type { Scene } from "../proof/scene";
import { addressesOf, listOf } from "./wording";

/**
 * Limits that also refuse those whom they do not mean. Nothing may be granted to them yet, so that no operation fails: the
 * owner of a bucket can still let an AWS service write its logs there, or grant access to another account of the organization.
 */
export function deniedTooMuch(scene: Scene, authority: Authority): Flaw[] {
  const policies = new Map(resourcePoliciesOf(scene.estate).map((policy) => [policy.arn, policy]));
  return (scene.intents.limits ?? []).flatMap((limit) =>
    meant(limit, scene).flatMap(({ who, actor, asked, having }): Flaw[] => {
      const denying = asked.flatMap((authorization) => {
        const policy = denyOnly(authorization, policies);
        if (!policy) return [];
        const decision = authority.decide(actor, scene.reached(actor, authorization, having), { policy });
        return decision.explicit ? decision.because : [];
      });
      return denying.length === 0 ? [] : [flaw(who, scene.bucket(limit.bucketArn).name, denying)];
    }),
  );
}

function flaw(who: string, bucket: string, denying: readonly Finding[]): Flaw {
  const places = addressesOf(denying);
  return {
    part: "complete",
    problem: `the limits of ${bucket} also deny ${who}`,
    addresses: places,
    because: [...new Set(denying.map(sentence))],
    repair: `in ${listOf(places)}, add a condition to the Deny that leaves them out`,
  };
}

/** Whom the limits of a bucket must not deny, and what. */
interface Meant {
  readonly who: string;
  readonly actor: Actor;
  readonly asked: readonly Authorization[];
  readonly having?: Keys;
}

function meant(limit: LimitIntent, scene: Scene): Meant[] {
  const { bucketArn, organization, denied = [] } = limit;
  const { account } = scene.bucket(bucketArn);
  const objects = scene.stored(bucketArn, OBJECT);
  // AWS Config, for one, lists a bucket before it delivers there.
  const listing = objects.slice(0, 1).flatMap((object) => listObjectsV2(object.bucket, ""));
  const asked = [...listing, ...objects.flatMap((object) => getObject(object))];
  const elsewhere = objects.filter(({ encryption }) => !encryption?.isTrailOnly).flatMap(inAnotherBucket);
  const stranger = scene.administrator({ id: STRANGE_ACCOUNT, partition: account.partition });
  return [
    ...(hasNetworks(limit) || organization !== undefined
      ? [{ who: "AWS services", actor: serviceActor("delivery.logs.amazonaws.com"), asked }]
      : []),
    ...(organization === undefined
      ? []
      : [
          { who: "other accounts of the organization", actor: stranger, asked: ownObjects(limit, scene) },
          {
            who: "accounts outside the organization the other objects under its key",
            actor: stranger,
            asked: elsewhere,
            having: { "aws:PrincipalOrgID": OTHER_ORGANIZATION },
          },
        ]),
    ...denied.map((arn) => ({
      who: `${arn} the other objects under its key`,
      actor: unlimited(instanceOf(arn, MADE_UP)),
      asked: elsewhere,
    })),
  ];
}

/**
 * With the context of a trail alone, a key cannot tell whether the log is in this bucket or in one that is for another
 * organization, and must deny it to the members of both.
 */
function ownObjects({ bucketArn, organization }: LimitIntent, scene: Scene): Authorization[] {
  const others = (scene.intents.limits ?? []).filter(
    (limit) => limit.organization !== undefined && limit.organization !== organization,
  );
  const isShared = (encryption: Encryption) =>
    others.some((other) => scene.canHaveLog(other.bucketArn, encryption));
  return scene
    .stored(bucketArn, OBJECT)
    .filter(({ encryption }) => !encryption?.isTrailOnly || !isShared(encryption))
    .flatMap((object) => getObject(object));
}

/** What KMS asks for an object of another bucket under the same key. */
function inAnotherBucket({ bucket, ...object }: CalledObject): Authorization[] {
  const bucketArn = `arn:${parseArn(bucket.bucketArn)?.partition}:s3:::${MADE_UP}`;
  return getObject({ ...object, bucket: { ...bucket, bucketArn } }).filter(({ action }) =>
    action.startsWith("kms:"),
  );
}

/** What a policy allows does not matter here. */
function denyOnly(
  { resource }: Authorization,
  policies: ReadonlyMap<string, ResourcePolicy>,
): Documents["resource"] | undefined {
  const arn = parseArn(resource)?.type === "object" ? resource.slice(0, resource.indexOf("/")) : resource;
  const { title, account, address, document } = policies.get(arn) ?? {};
  if (title === undefined || account === undefined || !document) return undefined;
  const { raw } = document;
  return {
    name: title,
    account: account.id,
    ...(address !== undefined && { address }),
    document: { ...raw, Statement: [raw.Statement].flat().filter(({ Effect }) => Effect === "Deny") },
  };
}
