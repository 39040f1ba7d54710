import { isAccountRoot, parseArn } from "../aws/arn";
import type { Handover } from "../estate/estate";
import { list } from "../messages/wording";

/** What a proof takes as given, as the end of a sentence that begins with "given that". */
export function givenBy({ account, principalArns }: Handover): string {
  const receivers = principalArns.map((arn) => {
    const { type = "", resource = "" } = parseArn(arn) ?? {};
    return isAccountRoot(arn) ? "roles and users of their choice" : `${type} ${resource.split("/").at(-1)}`;
  });
  return `the administrators of account ${account.alias} (${account.id}) attach what they are handed over, to ${list(receivers, "and")}`;
}
