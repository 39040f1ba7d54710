/** What S3 does when one bucket replicates to another. */
import { assumeRole } from "../catalogue/assume-role";
import type { Authorization, CalledObject } from "../catalogue/authorization";
import {
  readLock,
  replicateAnnotation,
  replicateDeleteMarker,
  replicateInParts,
  replicateObject,
} from "../catalogue/replication";
import type { ReplicationIntent } from "./intents";
import type { Operation } from "./operation";
import { pairs, type Scene } from "./scene";

export function replicationOperations(edge: ReplicationIntent, scene: Scene): Operation[] {
  const role = scene.roleOf(edge);
  const on = [scene.bucket(edge.fromArn).name, scene.bucket(edge.toArn).name];
  const operation = (variant: string, authorizations: readonly Authorization[]) =>
    scene.operation(role, "replication", on, authorizations, { variant });
  const mayBe = ({ encryption }: CalledObject) => !edge.minimalKms || !encryption?.bucketKey;
  const key = scene.replicatedKey(edge);
  const stored = scene.stored(edge.fromArn, key).filter(mayBe);
  const underKeys = stored.filter(({ encryption }) => encryption);
  const sseS3 = stored.filter(({ encryption }) => !encryption);
  const replicas = scene.replicas(edge, key).filter(mayBe);
  // Objects that are not encrypted take the default encryption of the destination, and those under SSE-S3 keep theirs.
  const byDefault = scene.written(edge.toArn, key).filter(mayBe);
  // S3 has encrypted every new object since January 2023. The key is asked for older ones only where it is used anyway.
  const isLocked = scene.bucket(edge.fromArn).objectLock !== undefined;
  const hasPlaintext = underKeys.length > 0 && !edge.minimalKms;
  return [
    scene.operation(
      scene.trusted("s3.amazonaws.com"),
      "assuming the role",
      [role.name],
      [assumeRole(role.arn)],
    ),
    ...[...pairs(underKeys, replicas), ...pairs(sseS3, byDefault)].flatMap(([from, to], index) => [
      operation("of an object", replicateObject(from, to, { tagged: false, plaintext: false })),
      operation("of a tagged object", replicateObject(from, to, { tagged: true, plaintext: false })),
      ...(isLocked ? [operation("of a locked object", replicateLocked(from, to))] : []),
      operation("of an annotation", replicateAnnotation(from, to)),
      ...(edge.minimalKms ? [] : [operation("in parts", replicateInParts(from, to))]),
      ...(hasPlaintext
        ? [operation("of a plaintext object", replicatePlaintext(from, each(byDefault, index)))]
        : []),
      ...(edge.deleteMarkers ? [operation("of a delete marker", replicateDeleteMarker(from, to))] : []),
    ]),
  ];
}

function replicateLocked(from: CalledObject, to: CalledObject): Authorization[] {
  return [...replicateObject(from, to, { tagged: false, plaintext: false }), ...readLock(from)];
}

function replicatePlaintext({ bucket, name }: CalledObject, to: CalledObject): Authorization[] {
  return replicateObject({ bucket, name }, to, { tagged: false, plaintext: true });
}

/** One after the other, again and again. */
function each(objects: readonly CalledObject[], index: number): CalledObject {
  return objects[index % objects.length] as CalledObject;
}
