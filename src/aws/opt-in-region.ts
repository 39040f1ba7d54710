/** Those that were launched before March 20, 2019, and those of partitions whose accounts have all Regions. */
const ALWAYS_ENABLED =
  /^(us-(east|west)-[12]|(ca|eu)-central-1|eu-west-[123]|eu-north-1|ap-south-1|ap-northeast-[123]|ap-southeast-[12]|sa-east-1|(cn|us-gov|eusc)-.*)$/;

/**
 * Whether an account can use a Region only after it has enabled it.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
export function isOptInRegion(region: string): boolean {
  return !ALWAYS_ENABLED.test(region);
}
