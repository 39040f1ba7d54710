/** Data sources that the provider computes from their arguments, without a call. */
const EVALUATED = new Set([
  "aws_arn",
  "aws_billing_service_account",
  "aws_cloudfront_log_delivery_canonical_user_id",
  "aws_cloudtrail_service_account",
  "aws_default_tags",
  "aws_elb_service_account",
  "aws_iam_policy_document",
  "aws_partition",
  "aws_redshift_service_account",
  "aws_region",
  "aws_service",
  "aws_service_principal",
  "cloudinit_config",
  "local_file",
  "local_sensitive_file",
  "template_cloudinit_config",
  "template_file",
]);

interface Kind {
  readonly mode: "managed" | "data";
  readonly type: string;
}

/** Whether Terraform may evaluate it, because it is computed on this machine alone. */
export function isEvaluated({ mode, type }: Kind): boolean {
  return mode === "data" && EVALUATED.has(type);
}

/** Whether it has an account and a region. What does not often has no provider either. */
export function hasPlace(kind: Kind): boolean {
  return !isEvaluated(kind) || kind.type === "aws_region";
}
