/** The authorizations of a single action, with the context of a request for it. */
import { accountOf } from "../../aws/arn";
import type { Authorization, CalledBucket, CalledObject } from "../../prove/catalogue/authorization";
import { onBucket, onKey, onObject } from "../../prove/catalogue/authorization";
import { assumeRole } from "../../prove/catalogue/assume-role";
import { actionNames, matchingActions, resourceTypesOf } from "../../prove/iam-data/iam-data";
import type { Actor } from "../../prove/proof/actor";
import { OBJECT, prefixFor } from "../../prove/proof/prefix";
import type { Scene } from "../../prove/proof/scene";
import { noSuchAction, otherKindOfResource, otherService } from "../errors";
import type { Resource } from "./resource";
import { prefixOfService } from "./service-sources";

/** The authorizations to evaluate, and the assumptions of the answer. */
export interface Asked {
  readonly authorizations: readonly Authorization[];
  readonly assumed: readonly string[];
}

/** Whether `--do` names an action. */
export function looksLikeAction(text: string): boolean {
  return /^[a-z0-9-]+:\S*$/i.test(text);
}

/**
 * @param text such as `s3:GetObject`
 * @param named the text of `--on`
 * @throws UsageError if the action is unknown, or does not apply to such a resource
 */
export function askAction(
  text: string,
  actor: Actor,
  resource: Resource,
  scene: Scene,
  named: string,
): Asked {
  const [action, ...others] = matchingActions(text);
  if (action === undefined || others.length > 0) throw noSuchAction(text, actionsLike(text));
  const types = resourceTypesOf(action);
  if (types.includes("object")) return onObjects(action, actor, resource, scene, named);
  if (types.includes("bucket")) return onBuckets(action, actor, resource, scene, named);
  if (types.includes("key")) return onKeys(action, actor, resource, scene, named);
  if (types.includes("role")) return onRoles(action, actor, resource, scene, named);
  if (types.length > 0) throw otherService(action, types);
  return {
    authorizations: [{ action, resource: "*", owner: actor.account ?? "", context: TLS, source: SOURCE }],
    assumed: [`${action} applies to no resource with a policy, so --on has no effect`],
  };
}

function actionsLike(text: string): string[] {
  const service = text.slice(0, text.indexOf(":") + 1).toLowerCase();
  return actionNames().filter((name) => name.startsWith(service));
}

const SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html";
const TLS = { "aws:SecureTransport": "true" };

function onObjects(action: string, actor: Actor, resource: Resource, scene: Scene, named: string): Asked {
  if (resource.kind !== "bucket" && resource.kind !== "object")
    throw otherKindOfResource(action, ["bucket", "object"], named, resource.kind);
  const object = objectOf(resource, actor, scene);
  return {
    authorizations: [onObject(action, object, SOURCE)],
    assumed:
      resource.kind === "object" ? [] : [`${action} applies to objects; the answer is for ${object.name}`],
  };
}

function onBuckets(action: string, actor: Actor, resource: Resource, scene: Scene, named: string): Asked {
  if (resource.kind !== "bucket" && resource.kind !== "object")
    throw otherKindOfResource(action, ["bucket"], named, resource.kind);
  const { bucket } = resource;
  const called = calledBucket(resource);
  if (action !== "s3:ListBucket")
    return {
      authorizations: [onBucket(action, called, SOURCE)],
      assumed:
        resource.kind === "bucket" ? [] : [`${action} applies to buckets; the answer is for ${bucket.name}`],
    };
  const prefix = listedPrefix(resource, actor, scene);
  const isAssumed = prefix !== "" && resource.kind === "bucket";
  return {
    authorizations: [onBucket(action, called, SOURCE, prefix)],
    assumed:
      prefix === ""
        ? []
        : [
            `the answer is for listing the prefix ${prefix}`,
            ...(isAssumed ? [`for the whole bucket, use --on s3://${bucket.name}/`] : []),
          ],
  };
}

function listedPrefix(resource: InBucket, actor: Actor, scene: Scene): string {
  if (resource.kind === "object") return resource.key;
  return resource.isWhole ? "" : prefixOf(actor, resource, scene);
}

/** The actions that S3 calls with the permissions of its caller. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
const ASKED_BY_S3 = new Set(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]);

function onKeys(action: string, actor: Actor, resource: Resource, scene: Scene, named: string): Asked {
  if (resource.kind === "role") throw otherKindOfResource(action, ["key", "bucket", "object"], named, "role");
  const objects =
    resource.kind === "key" ? objectsUnder(resource, actor, scene) : encrypted(resource, actor, scene);
  if (resource.kind !== "key" && objects.length === 0)
    throw otherKindOfResource(action, ["key"], named, `${resource.kind} without one`);
  const isByS3 = ASKED_BY_S3.has(action) && objects.length > 0;
  if (isByS3)
    return {
      authorizations: objects.flatMap((object) => onKey(action, object, SOURCE)),
      assumed: [
        "the answer is for requests through S3, with and without a Bucket Key",
        ...assumedNames(resource, objects),
      ],
    };
  const keyArns =
    resource.kind === "key" ? [resource.key.arn] : objects.map(({ encryption }) => encryption?.keyArn ?? "");
  return {
    authorizations: [...new Set(keyArns)].map((keyArn) => ({
      action,
      resource: keyArn,
      owner: accountOf(keyArn) ?? "",
      context: TLS,
      source: SOURCE,
    })),
    assumed: ["the answer is for a direct request to KMS, not through S3"],
  };
}

/** The assumption about the object. Needed only if the question names no object and the grant has a prefix. */
function assumedNames(resource: Resource, objects: readonly CalledObject[]): string[] {
  if (resource.kind === "object") return [];
  const names = new Set(objects.map(({ name }) => name).filter((name) => name !== OBJECT));
  return [...names].map((name) => `the answer is for ${name}`);
}

function onRoles(action: string, actor: Actor, resource: Resource, { intents }: Scene, named: string): Asked {
  if (resource.kind !== "role") throw otherKindOfResource(action, ["role"], named, resource.kind);
  const { arn } = resource.role;
  const { externalId, mfa } = intents.trusts.find(({ roleArn }) => roleArn === arn) ?? {};
  const states = "account" in actor.caller;
  return {
    authorizations: [{ ...assumeRole(arn, states ? { externalId, mfa } : {}), action }],
    assumed: [
      ...(states && externalId !== undefined ? [`the answer is for the external id ${externalId}`] : []),
      ...(states && mfa ? ["the answer is for someone who signed in with MFA"] : []),
    ],
  };
}

type InBucket = Extract<Resource, { readonly kind: "bucket" | "object" }>;

function calledBucket({ bucket: { arn, account, region } }: InBucket): CalledBucket {
  return { bucketArn: arn, account: account.id, region };
}

/** The object of the question. If none is named, an object under a prefix that the actor has access to. */
function objectOf(resource: InBucket, actor: Actor, scene: Scene): CalledObject {
  const name = resource.kind === "object" ? resource.key : prefixOf(actor, resource, scene) + OBJECT;
  return { bucket: calledBucket(resource), name };
}

function prefixOf(actor: Actor, { bucket }: InBucket, { intents, estate, asked }: Scene): string {
  if (actor.caller.kind === "service") return prefixOfService(actor.arn, bucket, estate, asked.context ?? {});
  const edge = intents.access.find(
    ({ principalArn, bucketArn }) => principalArn === actor.arn && bucketArn === bucket.arn,
  );
  return prefixFor(edge?.prefix ?? "", actor);
}

/** The object of the question in each encryption that it can have: with each key of its bucket, with and without a Bucket Key. */
function encrypted(resource: InBucket, actor: Actor, scene: Scene): readonly CalledObject[] {
  const { name } = objectOf(resource, actor, scene);
  return scene.stored(resource.bucket.arn, name).filter(({ encryption }) => encryption);
}

function objectsUnder(
  { key }: Extract<Resource, { readonly kind: "key" }>,
  actor: Actor,
  scene: Scene,
): CalledObject[] {
  return scene.estate.buckets
    .flatMap((bucket) => encrypted({ kind: "bucket", bucket, isWhole: false, assumed: [] }, actor, scene))
    .filter(({ encryption }) => encryption?.keyArn === key.arn);
}
