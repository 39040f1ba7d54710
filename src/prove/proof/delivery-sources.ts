/** For whom AWS services act that deliver to a bucket or read from it. */
import { accountOf, parseArn } from "../../aws/arn";
import type { Authorization } from "../catalogue/authorization";
import * as delivery from "../catalogue/deliveries";
import { matches, pattern } from "../iam/wildcard";
import { MADE_UP, MEMBER_ACCOUNT, STRANGE_ACCOUNT } from "./actor";
import type { DeliveryIntent, DeliverySourceIntent } from "./intents";

const STRANGE_ORGANIZATION = "o-s3porterproof";

/** One for each account and each ARN. */
export function sourcesOf({ service, bucketArn, sources }: DeliveryIntent): delivery.DeliverySource[] {
  const partition = parseArn(bucketArn)?.partition ?? "";
  return sources.flatMap(({ accountId, organizationId, arns }) => {
    const stated: readonly (string | undefined)[] = arns.length > 0 ? arns : [undefined];
    return stated.map((arn) => {
      const account = accountId ?? accountOf(arn ?? "") ?? MEMBER_ACCOUNT;
      return {
        account,
        arn: delivery.sourceIn(service, partition, account, arn, MADE_UP),
        ...(organizationId !== undefined && { organization: organizationId }),
      };
    });
  });
}

/** The same for others. */
export function strangeTo({ arn, organization }: delivery.DeliverySource): delivery.DeliverySource {
  const { partition, service, region, account = "", resource } = parseArn(arn) ?? {};
  const strangeArn =
    account === ""
      ? `arn:${partition}:${service}:${region}::${MADE_UP}-strange`
      : `arn:${partition}:${service}:${region}:${STRANGE_ACCOUNT}:${resource}`;
  return {
    account: STRANGE_ACCOUNT,
    arn: strangeArn,
    ...(organization !== undefined && { organization: STRANGE_ORGANIZATION }),
  };
}

/** Whether a service acts for whom it was asked to. What its requests do not say can be anything that the rest allows. */
export function isForSource(
  { accountId, organizationId, arns }: DeliverySourceIntent,
  context: Readonly<Record<string, string>>,
): boolean {
  const { "aws:SourceAccount": account, "aws:SourceArn": arn, "aws:SourceOrgID": organization } = context;
  if (arns.length > 0 && !arns.some((each) => matches(pattern(each), arn ?? ""))) return false;
  if (organizationId !== undefined) return organization === organizationId;
  const accounts = [account, accountOf(arn ?? "")].filter((each) => each !== undefined);
  return accounts.length > 0 && accounts.every((each) => each === accountId);
}

/** Whether a request is one of those that the service was asked to do, as far as its resource and its source say. */
export function isDeliveryOf(
  intent: DeliveryIntent,
  { action, resource, context }: Pick<Authorization, "action" | "resource" | "context">,
): boolean {
  const { bucketArn, prefix, service, sources } = intent;
  return sources.some((source) => {
    if (!isForSource(source, context)) return false;
    if (resource === bucketArn || !action.startsWith("s3:")) return true;
    const { accountId } = source;
    // An organization has no list of accounts.
    const folders =
      accountId === undefined
        ? [delivery.hasFolders(service) ? "AWSLogs/" : ""]
        : delivery.foldersOf(service, accountId);
    return folders.some((folder) => resource.startsWith(`${bucketArn}/${prefix}${folder}`));
  });
}

/** The trails whose logs a bucket contains, as patterns of their ARNs. */
export function trailsOf(bucketArn: string, deliveries: readonly DeliveryIntent[]): string[] {
  const partition = parseArn(bucketArn)?.partition ?? "";
  return deliveries
    .filter((each) => each.bucketArn === bucketArn && delivery.namesTrail(each.service))
    .flatMap(({ service, sources }) =>
      sources.flatMap(({ accountId, arns }) =>
        arns.length > 0 ? arns : [delivery.sourcePattern(service, partition, accountId ?? "*")],
      ),
    );
}
