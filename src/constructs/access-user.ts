import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import type { Construct } from "constructs";
import { policyArnProblem } from "../aws/arn";
import { iamNameProblem, iamPathProblem } from "../aws/iam-name";
import { INLINE_USER_POLICY, MANAGED_POLICY } from "../aws/policy-limits";
import * as model from "../topology/model";
import {
  AccessPrincipal,
  type ExistingPrincipalProps,
  type NewPrincipalProps,
  pathArgument,
} from "./access-principal";
import type { Account } from "./account";
import { claimAddress } from "./addresses";
import { newUserPolicyName } from "./policy-name";
import { validate } from "./validate";

/** What an existing user is like. */
export interface ExistingUserProps extends ExistingPrincipalProps {
  /** The user's name without its path, 64 characters at most. */
  readonly userName: string;
}

/** What a new user is like. */
export interface AccessUserProps extends NewPrincipalProps {
  /** The user's name without its path, 64 characters at most. */
  readonly userName: string;
}

abstract class User<Model extends model.NewUser | model.ExistingUser> extends AccessPrincipal<Model> {
  /** The user's name without its path. */
  readonly userName: string;

  constructor(scope: Construct, account: Account, user: Model, resourceAddress?: string) {
    super(scope, account, user, resourceAddress);
    validate(this, "userName", user.userName, iamNameProblem);
    validate(this, "path", user.path, iamPathProblem);
    this.userName = user.userName;
  }

  override credentials(): string[] {
    const admin = this.account.profile ? ` --profile ${this.account.profile}` : "";
    return [
      `# ${this.userName}: with an access key of the user (aws iam create-access-key --user-name ${this.userName}${admin})`,
      `aws configure --profile ${this.name}`,
    ];
  }
}

class ExistingUser extends User<model.ExistingUser> {
  protected override attachPolicy(): void {
    const policy = new IamUserPolicy(this, "policy", {
      provider: this.account.provider,
      name: this.existingPrincipalPolicyName,
      user: this.userName,
      policy: this.identityPolicyJson(INLINE_USER_POLICY),
    });
    claimAddress(policy, this.name);
  }
}

/**
 * A new IAM user that buckets can be granted to. Users have keys that do not expire: prefer an `AccessRole`.
 *
 * @throws if its name, its path or an ARN is malformed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users.html
 */
export class AccessUser extends User<model.NewUser> {
  /**
   * A user that exists already: an inline policy is attached to it, and nothing else of it is touched.
   *
   * @throws if its name or its path is malformed
   */
  static fromUserName(scope: Construct, id: string, props: ExistingUserProps): AccessPrincipal {
    return new ExistingUser(
      scope,
      props.account,
      model.existingUser({ ...props, name: id, account: props.account.model }),
    );
  }

  constructor(scope: Construct, id: string, props: AccessUserProps) {
    const user = model.newUser({ ...props, name: id, account: props.account.model });
    super(scope, props.account, user, `aws_iam_user.${id}`);
    validate(this, "permissionsBoundary", user.permissionsBoundary, policyArnProblem);
    const resource = new IamUser(this, "user", {
      provider: this.account.provider,
      name: user.userName,
      path: pathArgument(user.path),
      permissionsBoundary: user.permissionsBoundary,
    });
    claimAddress(resource, id);
  }

  /**
   * A managed policy, for all inline policies of a user together have 2,048 characters.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   */
  protected override attachPolicy(): void {
    const { provider } = this.account;
    const policy = new IamPolicy(this, "policy", {
      provider,
      name: newUserPolicyName(this.userName),
      policy: this.identityPolicyJson(MANAGED_POLICY),
    });
    claimAddress(policy, this.name);
    const attachment = new IamUserPolicyAttachment(this, "policy-attachment", {
      provider,
      user: `\${${this.resourceAddress}.name}`,
      policyArn: `\${aws_iam_policy.${this.name}.arn}`,
    });
    claimAddress(attachment, this.name);
  }
}
