/** SAML providers of IAM. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html */

export function samlProviderArnProblem(value: string): string | undefined {
  if (/^arn:aws[a-z-]*:iam::\d{12}:saml-provider\/[\w.-]{1,128}$/.test(value)) return undefined;
  return 'must be the ARN of a SAML provider, such as "arn:aws:iam::111122223333:saml-provider/Okta"';
}

/**
 * The URL at which people sign in to the console, which is the recipient of their assertions. Undefined in partitions for which
 * AWS does not document it.
 * https://docs.aws.amazon.com/general/latest/gr/signin-service.html
 */
export function signInUrl(partition: string): string | undefined {
  return SIGN_IN_URLS[partition];
}

const SIGN_IN_URLS: Readonly<Record<string, string>> = {
  aws: "https://signin.aws.amazon.com/saml",
  "aws-cn": "https://signin.amazonaws.cn/saml",
  "aws-us-gov": "https://signin.amazonaws-us-gov.com/saml",
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_saml-aud */
export function samlAudienceProblem(value: string): string | undefined {
  if (/^https:\/\/[a-z0-9.-]+\/[\w./-]*$/.test(value)) return undefined;
  return 'must be the URL of a sign-in endpoint, such as "https://eu-west-1.signin.aws.amazon.com/saml"';
}
