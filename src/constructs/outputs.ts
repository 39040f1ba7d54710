import { Lazy, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { inlined } from "../topology/text";
import { AccessAccount } from "./access-account";
import { AccessOrganization } from "./access-organization";
import { AccessPermissionSet } from "./access-permission-set";
import type { AccessPrincipal } from "./access-principal";
import { claimAddress } from "./addresses";
import type { EncryptedBucket } from "./encrypted-bucket";
import type { DataSyncTask } from "./data-sync-task";
import { runbook } from "./runbook";
import { terraformText } from "./terraform-text";

/** The properties of `Outputs`. */
export interface OutputsProps {
  /** The buckets to print the names, ARNs and key ARNs of. */
  readonly buckets: readonly EncryptedBucket[];
  /**
   * The principals to print the ARNs and the runbook of.
   *
   * @default - none
   */
  readonly principals?: readonly AccessPrincipal[];
  /**
   * The DataSync tasks to print the runbook of.
   *
   * @default - none
   */
  readonly dataSyncTasks?: readonly DataSyncTask[];
}

/**
 * Terraform outputs, with the ids of the constructs in their names. Create them before or after the grants.
 *
 * - `<bucket>_bucket_name`, `<bucket>_bucket_arn` and `<bucket>_key_arn` for a bucket
 * - `<principal>_role_arn` or `<principal>_user_arn` for a role or user
 * - `<principal>_role_arn_pattern` for a permission set
 * - `<principal>_instance_profile_name` for a new role that `ec2.amazonaws.com` can assume
 * - `<principal>_policy` for an `AccessAccount`: the policy that its administrators attach to their roles and users
 * - `runbook`: the commands to run after the deployment
 *
 * @throws UsageError if the stack already has `Outputs`
 */
export class Outputs extends Construct {
  constructor(scope: Construct, id: string, { buckets, principals = [], dataSyncTasks = [] }: OutputsProps) {
    super(scope, id);
    for (const bucket of buckets) {
      this.add(`${bucket.name}_bucket_name`, bucket.bucketReference, `Name of the ${bucket.name} bucket`);
      this.add(
        `${bucket.name}_bucket_arn`,
        bucket.isExisting ? bucket.bucketArn : `\${aws_s3_bucket.${bucket.name}.arn}`,
        `ARN of the ${bucket.name} bucket`,
      );
      if (bucket.key)
        this.add(
          `${bucket.name}_key_arn`,
          bucket.key.keyReference,
          `ARN of the KMS key that encrypts the ${bucket.name} bucket`,
        );
    }
    for (const principal of principals) {
      if (AccessAccount.isAccessAccount(principal)) this.addAccount(principal);
      // The output of its hand-over has the policy.
      else if (AccessOrganization.isAccessOrganization(principal)) continue;
      else if (AccessPermissionSet.isAccessPermissionSet(principal))
        this.add(
          `${principal.name}_role_arn_pattern`,
          arn(principal),
          `Pattern of the ARNs of the roles of the permission set ${principal.name}`,
        );
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
      Lazy.stringValue({ produce: () => terraformText(runbook(buckets, principals, dataSyncTasks)) }),
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
