import { isAccountRoot, parseArn } from "../aws/arn";
import type { Handover } from "../estate/estate";
import { list } from "../messages/wording";
import { isPermissionSet, permissionSetOf } from "./proof/permission-sets";

/** What a proof takes as given, as the end of a sentence that begins with "given that". */
export function givenBy({ account, principalArns }: Handover): string {
  const permissionSets = principalArns.flatMap((arn) => permissionSetOf(arn) ?? []);
  const receivers = principalArns
    .filter((arn) => !isPermissionSet(arn))
    .map((arn) => {
      const { type = "", resource = "" } = parseArn(arn) ?? {};
      return isAccountRoot(arn) ? "roles and users of their choice" : `${type} ${resource.split("/").at(-1)}`;
    });
  const name = `account ${account.alias} (${account.id})`;
  return list(
    [
      ...(receivers.length > 0
        ? [`the administrators of ${name} attach what they are handed over, to ${list(receivers, "and")}`]
        : []),
      ...(permissionSets.length > 0
        ? [
            `the administrators of IAM Identity Center put what they are handed over for ${name} into the permission ${permissionSets.length === 1 ? "set" : "sets"} ${list(permissionSets, "and")}`,
          ]
        : []),
    ],
    "and",
  );
}
