/**
 * Why some callers can never meet a condition on `aws:MultiFactorAuthPresent`, each as the end of a sentence.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export const WITHOUT_MFA = {
  service: "services do not sign in with MFA",
  federated:
    "tokens and assertions do not say whether someone signed in with MFA; require it in the identity provider",
  role: "sessions of a role do not say whether someone signed in with MFA; require it where users assume the first role of the chain",
} as const;
