/** What buckets must refuse besides, whatever policies allow: tried by users who can do everything in their accounts. */
import * as api from "../catalogue/api-calls";
import type { Authorization, CalledObject } from "../catalogue/authorization";
import type { LimitIntent } from "./intents";
import type { Keys } from "./limits";
import type { Operation } from "./operation";
import { OBJECT } from "./prefix";
import type { Scene } from "./scene";

export function refusedByLimit({ bucketArn, sseC, minimumTls }: LimitIntent, scene: Scene): Operation[] {
  const { name, account } = scene.bucket(bucketArn);
  const [object] = scene.written(bucketArn, OBJECT) as [CalledObject];
  const administrator = scene.administrator(account);
  const refused = (title: string, authorizations: readonly Authorization[], having?: Keys) =>
    scene.operation(
      administrator,
      title,
      [name],
      authorizations.filter(({ action }) => action.startsWith("s3:")),
      { expected: "refused", having },
    );
  return [
    ...(sseC
      ? api
          .encryptingCalls(object, { kind: "customer" })
          .map(({ call, authorization }) => refused(`${call} with SSE-C`, [authorization]))
      : []),
    ...(minimumTls === undefined ? [] : OLDER_TLS.filter((version) => version < minimumTls)).flatMap(
      (version) => {
        const having = { "s3:TlsVersion": version };
        return [
          refused(`ls with TLS ${version}`, api.listObjectsV2(object.bucket, ""), having),
          refused(`GET with TLS ${version}`, api.getObject(object), having),
        ];
      },
    ),
  ];
}

const OLDER_TLS = ["1.1", "1.2"];
