import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { isReference, type Reference, type Text } from "../topology/text";
import { iamTagKeyProblem, iamTagValueProblem } from "../aws/iam-tag";
import { trustedPrincipalProblem } from "../aws/arn";
import { issuerProblem } from "../aws/oidc-issuer";
import { subjectProblem } from "../aws/oidc-subject";
import { samlAudienceProblem, samlProviderArnProblem } from "../aws/saml";
import { sourceArnProblem } from "../aws/service-source";
import { accountIdProblem } from "../aws/account-id";
import type { Trusted } from "../topology/model";
import { invalidProperty, noAudience, wrongType } from "./errors";

/**
 * Applies a check of `src/aws` to a property. Skips properties that are not set, and Terraform expressions, whose values are
 * not known here.
 *
 * @throws UsageError if the check finds a problem
 */
export function validate(
  scope: IConstruct,
  property: string,
  value: Text | undefined,
  problemOf: (value: string) => string | undefined,
): void {
  if (typeof value !== "string") return;
  const problem = problemOf(value);
  if (problem !== undefined && !Token.isUnresolved(value))
    throw invalidProperty(scope.node.path, property, value, problem);
}

/** Checks someone who can assume a role. */
export function validateTrusted(scope: IConstruct, trusted: Trusted<Text>): void {
  switch (trusted.kind) {
    case "principal":
      return;
    case "arn":
      return validate(scope, "assumedBy", trusted.arn, trustedPrincipalProblem);
    case "service":
      validate(scope, "assumedBy", trusted.service, trustedPrincipalProblem);
      validate(scope, "sourceAccount", trusted.sourceAccount, accountIdProblem);
      validate(scope, "sourceArn", trusted.sourceArn, sourceArnProblem);
      return;
    case "oidc": {
      const { issuer, subjects } = trusted;
      validate(scope, "issuer", issuer, issuerProblem);
      if (typeof issuer !== "string") return;
      for (const subject of subjects)
        validate(scope, "subjects", subject, (text) => subjectProblem(issuer, text));
      return;
    }
    case "saml":
      validate(scope, "providerArn", trusted.providerArn, samlProviderArnProblem);
      if (trusted.audiences.length === 0) throw noAudience(scope.node.path);
      for (const audience of trusted.audiences) validate(scope, "audiences", audience, samlAudienceProblem);
  }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export function validateSessionDuration(scope: IConstruct, seconds: number | undefined): void {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds >= 3600 && seconds <= 43_200)) return;
  throw wrongType(scope.node.path, "maxSessionDuration", seconds, "a whole number from 3600 to 43200");
}

/** Checks the tags of a role or a user. */
export function validateTags(scope: IConstruct, tags: Readonly<Record<string, string>> | Reference): void {
  if (isReference(tags)) return;
  for (const [key, value] of Object.entries(tags)) {
    validate(scope, "tags", key, iamTagKeyProblem);
    validate(scope, "tags", value, iamTagValueProblem);
  }
}
