/** Where tokens and assertions become credentials of a role, and what to set up there, as lines of the runbook. */
import type * as model from "../topology/model";
import { text, type Text } from "../topology/text";
import type { ServicePlace } from "./service-credentials";

interface FederatedRole {
  readonly roleArn: Text;
  readonly region: Text;
}

export function placeOfTokens(
  { issuer, issuerKind, audiences }: model.TrustedOidc<Text>,
  { roleArn, region }: FederatedRole,
): ServicePlace {
  const [audience = ""] = audiences;
  switch (issuerKind) {
    // https://github.com/aws-actions/configure-aws-credentials
    case "GitHub":
      return {
        place: "in a job of GitHub Actions whose subject the role trusts, after these lines of its workflow",
        setup: [
          "#   permissions: { id-token: write, contents: read }",
          "#   steps:",
          "#     - uses: aws-actions/configure-aws-credentials@v6",
          text`#       with: { role-to-assume: "${roleArn}", aws-region: "${region}", audience: "${audience}" }`,
        ],
      };
    // https://docs.gitlab.com/ci/cloud_services/aws/
    case "GitLab":
      return {
        place: "in a job of GitLab whose subject the role trusts, with this token",
        setup: [
          text`#   id_tokens: { AWS_TOKEN: { aud: "${audience}" } }`,
          'echo "$AWS_TOKEN" > /tmp/aws-token',
          text`export AWS_ROLE_ARN=${roleArn} AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/aws-token`,
        ],
      };
    // https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
    case "HCP Terraform":
      return {
        place:
          "in a run of HCP Terraform whose subject the role trusts, with these variables of the workspace",
        setup: ["#   TFC_AWS_PROVIDER_AUTH=true", text`#   TFC_AWS_RUN_ROLE_ARN=${roleArn}`],
      };
    // https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
    case "EKS":
      return {
        place: "in a pod whose service account the role trusts, after this annotation",
        setup: [
          text`kubectl annotate serviceaccount NAME --namespace NAMESPACE eks.amazonaws.com/role-arn=${roleArn}`,
        ],
      };
    case "other":
      return {
        place: text`with a token of ${issuer} whose subject the role trusts, and with the credentials that are printed`,
        setup: [
          text`aws sts assume-role-with-web-identity --role-arn ${roleArn} --role-session-name s3porter --web-identity-token "$(cat TOKEN_FILE)"`,
        ],
      };
  }
}

export function placeOfAssertions(
  { providerArn }: model.TrustedSaml<Text>,
  { roleArn }: FederatedRole,
): ServicePlace {
  return {
    place: text`with an assertion of ${providerArn}, and with the credentials that are printed`,
    setup: [
      text`aws sts assume-role-with-saml --role-arn ${roleArn} --principal-arn ${providerArn} --saml-assertion file://ASSERTION_FILE`,
    ],
  };
}
