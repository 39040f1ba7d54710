import type { AwsResources } from "./aws-resources";
import type { OidcProvider } from "./estate";

export function readOidcProviders(aws: AwsResources): OidcProvider[] {
  return aws.resources("aws_iam_openid_connect_provider").flatMap((resource): OidcProvider[] => {
    const account = aws.account(resource);
    const arguments_ = aws.arguments(resource);
    const url = arguments_.text("url");
    const arn = aws.computed(resource, "arn");
    if (account === undefined || url === undefined || arn === undefined) return [];
    const audiences = arguments_.texts("client_id_list");
    return [{ address: resource.address, account, arn, issuer: withoutScheme(url), audiences }];
  });
}

/** `https://token.actions.githubusercontent.com` → `token.actions.githubusercontent.com`, as IAM writes it in ARNs. */
export function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, "").replace(/\/$/, "");
}
