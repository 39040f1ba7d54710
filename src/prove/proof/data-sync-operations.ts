/** What DataSync does in each run of a task. */
import type { DataSyncLocation } from "../../estate/estate";
import type { Authorization, CalledObject } from "../catalogue/authorization";
import { isListed, readSource, type Tasks, writeDestination } from "../catalogue/data-sync";
import type { DataSyncIntent } from "./intents";
import type { Operation } from "./operation";
import type { Scene } from "./scene";

export function dataSyncOperations(intent: DataSyncIntent, scene: Scene): Operation[] {
  const { roleArn, fromArn, toArn, fromPrefix, toPrefix } = intent;
  return [
    ...reading({ roleArn, bucketArn: fromArn, prefix: fromPrefix }, scene),
    ...writing({ roleArn, bucketArn: toArn, prefix: toPrefix }, scene),
  ];
}

/** What the tasks of a location need, whoever wrote them. Nothing, if it is not known which objects they copy. */
export function locationOperations(location: DataSyncLocation, scene: Scene): Operation[] {
  const { prefix, isSource, isDestination } = location;
  if (prefix === undefined) return [];
  const end = { ...location, prefix };
  return [
    ...(isSource ? reading(end, scene, location) : []),
    ...(isDestination ? writing(end, scene, location) : []),
  ];
}

interface End {
  readonly roleArn: string;
  readonly bucketArn: string;
  readonly prefix: string;
}

/** Tasks of s3porter do everything that AWS's page lists. */
const EVERYTHING: Tasks = { copiesTags: true, deletes: true };

function reading(end: End, scene: Scene, tasks = EVERYTHING): Operation[] {
  const objects = scene.stored(end.bucketArn, scene.objectKey(end.bucketArn, end.prefix));
  return operations("DataSync, reading", end, scene, { objects, needs: readSource, tasks });
}

function writing(end: End, scene: Scene, tasks = EVERYTHING): Operation[] {
  const objects = scene.written(end.bucketArn, scene.objectKey(end.bucketArn, end.prefix));
  return operations("DataSync, writing", end, scene, { objects, needs: writeDestination, tasks });
}

function operations(
  title: string,
  { roleArn, bucketArn, prefix }: End,
  scene: Scene,
  { objects, needs, tasks }: Needed,
): Operation[] {
  const actor = scene.actor({ principalArn: roleArn });
  return objects.map((object) =>
    scene.operation(
      actor,
      title,
      [scene.bucket(bucketArn).name],
      needs(object, prefix).filter((each) => isListed(each, tasks)),
    ),
  );
}

interface Needed {
  readonly objects: readonly CalledObject[];
  readonly needs: (object: CalledObject, prefix: string) => Authorization[];
  readonly tasks: Tasks;
}
