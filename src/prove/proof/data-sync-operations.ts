/** What DataSync does in each run of a task. */
import { readSource, writeDestination } from "../catalogue/data-sync";
import type { DataSyncIntent } from "./intents";
import type { Operation } from "./operation";
import type { Scene } from "./scene";

export function dataSyncOperations(intent: DataSyncIntent, scene: Scene): Operation[] {
  const { roleArn, fromArn, toArn, fromPrefix, toPrefix } = intent;
  const actor = scene.actor({ principalArn: roleArn });
  const [from, to] = [scene.bucket(fromArn).name, scene.bucket(toArn).name];
  return [
    ...scene
      .stored(fromArn, scene.objectKey(fromArn, fromPrefix))
      .map((object) => scene.operation(actor, "DataSync, reading", [from], readSource(object, fromPrefix))),
    ...scene
      .written(toArn, scene.objectKey(toArn, toPrefix))
      .map((object) => scene.operation(actor, "DataSync, writing", [to], writeDestination(object, toPrefix))),
  ];
}
