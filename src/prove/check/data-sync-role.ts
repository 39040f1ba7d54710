/** Whether DataSync can assume a role. */
import { accountOf } from "../../aws/arn";
import type { DataSyncUse, Principal } from "../../estate/estate";
import { assumeRoleAsService } from "../catalogue/assume-role";
import type { Authorization } from "../catalogue/authorization";
import { DATA_SYNC } from "../catalogue/data-sync";
import { serviceActor } from "../proof/actor";
import type { DescribedLocation, Failure } from "./description";
import type { EstateJudge } from "./estate-judge";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
export function foreignRole(
  { address, account, roleArn }: DataSyncUse,
  use: DescribedLocation["use"],
): Failure {
  const what = use === "report" ? "task" : "location";
  return {
    what: "passing the role",
    problem: `the role is in account ${accountOf(roleArn)}, but a role can be passed to DataSync only in its own account, and the ${what} is in ${account.id}`,
    missing: [],
    addresses: [address],
  };
}

export const DATA_SYNC_SERVICE = { actor: serviceActor(DATA_SYNC), tagsAreKnown: true };

/**
 * AWS says only that DataSync sends both keys, so any location or task of the account counts that the trust policy names.
 * https://docs.aws.amazon.com/datasync/latest/userguide/cross-service-confused-deputy-prevention.html
 */
export function assumingOf(
  { account, region, roleArn }: DataSyncUse,
  role: Principal | undefined,
  judge: EstateJudge,
): readonly Authorization[] {
  const own = `arn:${account.partition}:datasync:${region}:${account.id}:`;
  const named = JSON.stringify(role?.trustPolicy?.document ?? {}).match(/arn:[^"]*:datasync:[^"]*/g) ?? [];
  const isOwn = (arn: string) =>
    account.regionIsMadeUp ? accountOf(arn) === account.id : arn.startsWith(own);
  const sources = [`${own}location/loc-0`, ...named.filter(isOwn)];
  const [first = [], ...others] = sources.map((sourceArn) =>
    assumeRoleAsService(roleArn, DATA_SYNC, {
      "aws:SourceAccount": account.id,
      "aws:SourceArn": sourceArn,
    }),
  );
  const isAllowed = (each: Authorization) => judge.judge(DATA_SYNC_SERVICE, each).decision?.allowed === true;
  return [first, ...others].find((each) => each.every(isAllowed)) ?? first;
}
