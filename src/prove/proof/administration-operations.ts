/** What must be possible whatever was asked for, and who may assume which role. */
import { assumeRole } from "../catalogue/assume-role";
import { administerKey } from "../catalogue/key-administration";
import type { Operation } from "./operation";
import type { Scene } from "./scene";

/** The key's own account keeps it. */
export function keyAdministration(scene: Scene): Operation[] {
  return scene.estate.keys.map(({ arn, address, account }) =>
    scene.operation(scene.administrator(account), "administering the key", [address], administerKey(arn)),
  );
}

export function roleAssumptions(scene: Scene): Operation[] {
  return scene.intents.trusts.flatMap(({ roleArn, trusted, externalId }) => {
    const role = scene.actor({ principalArn: roleArn });
    return trusted.map((principal) =>
      scene.operation(
        scene.trusted(principal),
        "assuming the role",
        [role.name],
        [assumeRole(roleArn, principal.startsWith("arn:") ? externalId : undefined)],
      ),
    );
  });
}
