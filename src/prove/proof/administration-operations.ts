/** What must be possible regardless of what was asked for, and who can assume which role. */
import { getObject, listObjectsV2, putObject, putObjectWith } from "../catalogue/api-calls";
import {
  assumeRole,
  assumeRoleAsService,
  exchange,
  keepSourceIdentity,
  setsSourceIdentity,
} from "../catalogue/assume-role";
import type { Authorization, CalledObject } from "../catalogue/authorization";
import { tagSession } from "../catalogue/tag-session";
import { administerKey } from "../catalogue/key-administration";
import { type Actor, MADE_UP } from "./actor";
import { holders, sourceContext } from "./federated";
import type { TrustIntent } from "./intents";
import type { Operation } from "./operation";
import { inheritedTags, startingServices } from "./session-chains";
import { OBJECT } from "./prefix";
import type { Scene } from "./scene";

/** The key's own account keeps control of it. Whether it has control of a key that exists already is not for the stack to say. */
export function keyAdministration(scene: Scene): Operation[] {
  const existing = new Set(scene.intents.existingKeys?.map(({ keyArn }) => keyArn));
  return scene.estate.keys
    .filter(({ arn }) => !existing.has(arn))
    .map(({ arn, address, account }) =>
      scene.operation(scene.administrator(account), "administering the key", [address], administerKey(arn)),
    );
}

/**
 * The bucket policy must not lock out a user who can do everything in its account, and uses TLS and the bucket's key.
 * The policy of this key, which can be in another account, is not part of it.
 */
export function bucketAdministration(scene: Scene): Operation[] {
  return scene.estate.buckets.flatMap(({ arn, name, account, encryption: { keyArn } }) => {
    const actor = scene.administrator(account);
    const [object] = scene.written(arn, OBJECT) as [CalledObject];
    const operation = (title: string, authorizations: readonly Authorization[]) =>
      scene.operation(
        actor,
        title,
        [name],
        authorizations.filter(({ action }) => action.startsWith("s3:")),
      );
    return [
      operation("aws s3 ls", listObjectsV2(object.bucket, "")),
      operation("GET", getObject(object)),
      operation("PUT", putObject(object)),
      ...(keyArn === undefined
        ? []
        : [
            operation(
              "PUT with the bucket's key",
              putObjectWith(object, { kind: "key", algorithm: "aws:kms", keyArn }),
            ),
          ]),
    ];
  });
}

/** Services do not pass tags. */
export function sessionTags(
  { roleArn, trusted, externalId, mfa, federated = [], sessionTags: keys = [] }: TrustIntent,
  scene: Scene,
): Operation[] {
  const role = scene.actor({ principalArn: roleArn });
  const byFederated = federated.flatMap((intent) =>
    holders(intent).flatMap((actor) =>
      keys.map((key) =>
        scene.operation(
          actor,
          `assuming the role with the tag ${key}`,
          [role.name],
          [exchange(roleArn, intent.protocol), tagSession(roleArn, key, MADE_UP)],
        ),
      ),
    ),
  );
  const byPrincipals = trusted
    .filter((principal) => principal.startsWith("arn:"))
    .flatMap((principal) =>
      keys.map((key) =>
        scene.operation(
          scene.trusted(principal),
          `assuming the role with the tag ${key}`,
          [role.name],
          [assumeRole(roleArn, { externalId, mfa }), tagSession(roleArn, key, MADE_UP)],
        ),
      ),
    );
  return [...byPrincipals, ...byFederated];
}

export function roleAssumptions(
  { roleArn, trusted, externalId, mfa, sources = [], federated = [] }: TrustIntent,
  scene: Scene,
): Operation[] {
  const role = scene.actor({ principalArn: roleArn });
  const assumption = (actor: Actor, authorizations: readonly Authorization[]) =>
    scene.operation(actor, "assuming the role", [role.name], authorizations);
  const byPrincipals = trusted.flatMap((principal) => {
    const actor = scene.trusted(principal);
    if (!principal.startsWith("arn:")) {
      const contexts = sources.filter(({ service }) => service === principal).map(sourceContext);
      return (contexts.length > 0 ? contexts : [{}]).map((context) =>
        assumption(actor, assumeRoleAsService(roleArn, principal, context)),
      );
    }
    return [
      assumption(actor, [
        assumeRole(roleArn, { externalId, mfa }),
        ...(startingServices(principal, scene.intents).some(setsSourceIdentity)
          ? [keepSourceIdentity(roleArn)]
          : []),
        ...inheritedTags(principal, scene.intents).map((key) => tagSession(roleArn, key, MADE_UP)),
      ]),
    ];
  });
  const byFederated = federated.flatMap((intent) =>
    holders(intent).map((actor) => assumption(actor, [exchange(roleArn, intent.protocol)])),
  );
  return [...byPrincipals, ...byFederated];
}
