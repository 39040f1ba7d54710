/** What AWS services do with their own service principal, and what nobody must be able to make them do. */
import type { Authorization, CalledBucket, CalledObject } from "../catalogue/authorization";
import * as delivery from "../catalogue/deliveries";
import { deliveringService } from "../../aws/delivering-services";
import { withoutKeys } from "../evaluator/context";
import { matches, pattern } from "../iam/wildcard";
import { MEMBER_ACCOUNT, STRANGE_ACCOUNT } from "./actor";
import { isDeliveryOf, sourcesOf, strangeTo, trailsOf } from "./delivery-sources";
import type { DeliveryIntent } from "./intents";
import type { Operation } from "./operation";
import { keyOutside } from "./prefix";
import type { Scene } from "./scene";

export function deliveryOperations(intent: DeliveryIntent, scene: Scene): Operation[] {
  const { service, bucketArn } = intent;
  const actor = scene.trusted(deliveringService(service).principal);
  const on = [scene.bucket(bucketArn).name];
  const operation = (title: string, variant: string, authorizations: readonly Authorization[]) =>
    authorizations.length === 0 ? [] : [scene.operation(actor, title, on, authorizations, { variant })];
  const title = delivery.readsObjects(service) ? "reading an object" : "delivering an object";
  return sourcesOf(intent).flatMap((source) => {
    const keys = delivery.sourceKeys(service, source);
    const variant = `for account ${source.account}`;
    return [
      ...operation(
        "checking the bucket",
        variant,
        delivery.checkBucket(service, bucketOf(intent, scene), keys),
      ),
      ...[
        ...delivery.foldersOf(service, source.account),
        ...delivery.foldersOfMember(service, source, MEMBER_ACCOUNT),
      ].flatMap((folder) =>
        objectsIn(intent, folder, scene).flatMap((object) =>
          operation(title, variant, [
            ...delivery.deliverObject(service, object, keys),
            ...delivery.useKey(service, object, keys),
          ]),
        ),
      ),
    ];
  });
}

/** The service is a confused deputy if it can be made to do the same for others. */
export function forbiddenDeliveries(intent: DeliveryIntent, scene: Scene): Operation[] {
  const { service } = intent;
  return sourcesOf(intent).flatMap((source) => [
    ...forOthers(intent, source, scene),
    ...(delivery.hasFolders(service) ? intoOtherFolders(intent, source, scene) : []),
    ...outsidePrefix(intent, source, scene),
    ...withOtherContext(intent, source, scene),
  ]);
}

/** With everything that says for whom it acts of another account, with each part of it, and without each. */
function forOthers(intent: DeliveryIntent, source: delivery.DeliverySource, scene: Scene): Operation[] {
  const { service, sources } = intent;
  const own = delivery.sourceKeys(service, source);
  const strange = delivery.sourceKeys(service, strangeTo(source));
  const checked = new Set<string>([
    ...(source.organization === undefined ? delivery.checkedKeys(service) : ["aws:SourceOrgID"]),
    ...(sources.some(({ arns }) => arns.length > 0) ? ["aws:SourceArn"] : []),
  ]);
  const [object] = objectsIn(intent, delivery.foldersOf(service, source.account)[0] ?? "", scene);
  return [
    refusals(intent, scene, object, strange, "for another account"),
    ...[...checked].flatMap((key) => [
      refusals(intent, scene, object, { ...own, [key]: strange[key] ?? "" }, `for another ${key}`),
      refusals(intent, scene, object, withoutKeys(own, { [key]: "" }), `without ${key}`),
    ]),
  ].flat();
}

/** Each account has its own folder. */
function intoOtherFolders(
  intent: DeliveryIntent,
  source: delivery.DeliverySource,
  scene: Scene,
): Operation[] {
  const { service, sources } = intent;
  // An organization has no list of accounts.
  if (source.organization !== undefined) return [];
  const others = [STRANGE_ACCOUNT, ...sources.flatMap(({ accountId = [] }) => accountId)];
  const keys = delivery.sourceKeys(service, source);
  return [...new Set(others)]
    .filter((account) => account !== source.account)
    .flatMap((account) =>
      delivery.foldersOf(service, account).flatMap((folder) => {
        const [object] = objectsIn(intent, folder, scene);
        return object
          ? refused(
              intent,
              scene,
              delivery.deliverObject(service, object, keys).slice(0, 1),
              `for account ${source.account} into the folder of ${account}`,
            )
          : [];
      }),
    );
}

/** Objects beside those that the service is for. */
function outsidePrefix(intent: DeliveryIntent, source: delivery.DeliverySource, scene: Scene): Operation[] {
  const { service, bucketArn, prefix } = intent;
  if (prefix === "" && !delivery.hasFolders(service)) return [];
  const [object] = scene.written(bucketArn, keyOutside([prefix]));
  const keys = delivery.sourceKeys(service, source);
  return object
    ? refused(
        intent,
        scene,
        delivery.deliverObject(service, object, keys).slice(0, 1),
        "of an object outside the prefix",
      )
    : [];
}

/** Objects that are encrypted for the trail of another account. */
function withOtherContext(
  intent: DeliveryIntent,
  source: delivery.DeliverySource,
  scene: Scene,
): Operation[] {
  const { service } = intent;
  if (!delivery.namesTrail(service)) return [];
  const [object] = objectsIn(intent, "", scene);
  if (!object) return [];
  const keys = delivery.sourceKeys(service, source);
  const strange = { [delivery.TRAIL_CONTEXT]: strangeTo(source).arn };
  const encrypting = delivery
    .useKey(service, object, keys)
    .filter(({ action }) => action.startsWith("kms:GenerateDataKey"))
    .map((one) => ({ ...one, context: { ...one.context, ...strange } }));
  return source.organization === undefined
    ? refused(intent, scene, encrypting, "with the context of another account")
    : [];
}

/** Every request, each refused for itself. */
function refusals(
  intent: DeliveryIntent,
  scene: Scene,
  object: CalledObject | undefined,
  keys: Readonly<Record<string, string>>,
  variant: string,
): Operation[] {
  const { service } = intent;
  return refused(
    intent,
    scene,
    [
      ...delivery.checkBucket(service, bucketOf(intent, scene), keys),
      ...(object
        ? [
            ...delivery.deliverObject(service, object, keys).slice(0, 1),
            // The context of a trail would be that of the other account too. Here, only the source is.
            ...delivery.useKey(service, object, keys).map((one) => withOwnTrail(one, intent)),
          ]
        : []),
    ],
    variant,
  );
}

function withOwnTrail(authorization: Authorization, intent: DeliveryIntent): Authorization {
  const { context } = authorization;
  const [own] = sourcesOf(intent);
  if (context[delivery.TRAIL_CONTEXT] === undefined || own === undefined) return authorization;
  return { ...authorization, context: { ...context, [delivery.TRAIL_CONTEXT]: own.arn } };
}

function refused(
  intent: DeliveryIntent,
  scene: Scene,
  authorizations: readonly Authorization[],
  variant: string,
): Operation[] {
  const { service, bucketArn } = intent;
  const actor = scene.trusted(deliveringService(service).principal);
  return authorizations
    .filter((authorization) => !isForAnother(intent, authorization, scene))
    .map((authorization) =>
      scene.operation(actor, authorization.action, [scene.bucket(bucketArn).name], [authorization], {
        variant,
        expected: "refused",
      }),
    );
}

/** Whether the same service was asked to do it by another part of the topology. */
function isForAnother(
  { service, ...intent }: DeliveryIntent,
  authorization: Authorization,
  scene: Scene,
): boolean {
  const { action, resource, context } = authorization;
  const trail = context[delivery.TRAIL_CONTEXT];
  return (scene.intents.deliveries ?? []).some((other) => {
    if (other.service !== service || !isDeliveryOf(other, authorization)) return false;
    const trails = trailsOf(other.bucketArn, [other]).map(pattern);
    if (trail !== undefined && !trails.some((each) => matches(each, trail))) return false;
    if (action.startsWith("s3:")) return other.bucketArn === intent.bucketArn;
    return objectsIn(other, "", scene).some(({ encryption }) => encryption?.keyArn === resource);
  });
}

function bucketOf({ bucketArn }: DeliveryIntent, scene: Scene): CalledBucket {
  const { account, region } = scene.bucket(bucketArn);
  return { bucketArn, account: account.id, region };
}

function objectsIn({ service, bucketArn, prefix }: DeliveryIntent, folder: string, scene: Scene) {
  const name = scene.objectKey(bucketArn, `${prefix}${folder}`);
  return delivery.readsObjects(service) ? scene.stored(bucketArn, name) : scene.written(bucketArn, name);
}
