import { Lazy, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { inlined } from "../topology/text";
import { AccessAccount } from "./access-account";
import type { AccessPrincipal } from "./access-principal";
import { claimAddress } from "./addresses";
import type { EncryptedBucket } from "./encrypted-bucket";
import { runbook } from "./runbook";
import { terraformText } from "./terraform-text";

/** The buckets and principals that become outputs. */
export interface OutputsProps {
  /** Buckets whose names, ARNs and key ARNs become outputs. */
  readonly buckets: readonly EncryptedBucket[];
  /**
   * Principals whose ARNs become outputs.
   *
   * @default - none
   */
  readonly principals?: readonly AccessPrincipal[];
}

/**
 * Terraform outputs: `<bucket>_bucket_name`, `<bucket>_bucket_arn`, `<bucket>_key_arn`, `<principal>_role_arn` or
 * `_user_arn`, `<principal>_instance_profile_name` for a role that EC2 instances can have, `<account>_policy` for the administrators of an account with access as a whole, and `runbook`, the
 * commands to run next. Create it before or after the grants.
 *
 * @throws if the stack already has `Outputs`
 */
export class Outputs extends Construct {
  constructor(scope: Construct, id: string, { buckets, principals = [] }: OutputsProps) {
    super(scope, id);
    for (const bucket of buckets) {
      this.add(`${bucket.name}_bucket_name`, bucket.bucketReference, `Name of the ${bucket.name} bucket`);
      this.add(
        `${bucket.name}_bucket_arn`,
        `\${aws_s3_bucket.${bucket.name}.arn}`,
        `ARN of the ${bucket.name} bucket`,
      );
      if (bucket.key)
        this.add(
          `${bucket.name}_key_arn`,
          bucket.key.keyArn,
          `ARN of the KMS key that encrypts the ${bucket.name} bucket`,
        );
    }
    for (const principal of principals) {
      if (AccessAccount.isAccessAccount(principal)) this.addAccount(principal);
      else
        this.add(
          `${principal.name}_${principal.kind}_arn`,
          arn(principal),
          `ARN of the ${principal.name} ${principal.kind}`,
        );
      if (principal.instanceProfileName !== undefined)
        this.add(
          `${principal.name}_instance_profile_name`,
          principal.instanceProfileName,
          `Name of the instance profile that gives EC2 instances the ${principal.name} role`,
        );
    }
    this.add(
      "runbook",
      Lazy.stringValue({ produce: () => terraformText(runbook(buckets, principals)) }),
      "Commands to run next: terraform output -raw runbook",
    );
  }

  private addAccount(account: AccessAccount): void {
    const { name } = account;
    const description = `Policy that administrators of ${name} attach to their roles and users`;
    account.whenGranted((policyJson) => this.add(`${name}_policy`, policyJson, description));
  }

  private add(name: string, value: string, description: string): void {
    claimAddress(new TerraformOutput(this, name, { value, description }), name, "output");
  }
}

function arn({ resourceAddress, model }: AccessPrincipal): string {
  return resourceAddress ? `\${${resourceAddress}.arn}` : terraformText(inlined(model.principalArn));
}
