import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import type { Construct } from "constructs";
import { policyArnProblem } from "../aws/arn";
import { iamNameProblem, iamPathProblem } from "../aws/iam-name";
import { INLINE_USER_POLICY, MANAGED_POLICY } from "../aws/policy-limits";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import { text, type Text } from "../topology/text";
import {
  AccessPrincipal,
  type ExistingPrincipalProps,
  type NewPrincipalProps,
  pathArgument,
} from "./access-principal";
import type { Account } from "./account";
import { claimAddress } from "./addresses";
import { newUserPolicyName } from "./policy-name";
import { optionalText, terraformText } from "./terraform-text";
import { validate, validateTags } from "./validate";

/** What an existing user is like. */
export interface ExistingUserProps extends ExistingPrincipalProps {
  /** The user's name without its path, 64 characters at most. */
  readonly userName: Text;
}

/** What a new user is like. */
export interface AccessUserProps extends NewPrincipalProps {
  /** The user's name without its path, 64 characters at most. */
  readonly userName: Text;
}

abstract class User<
  Model extends model.NewUser<Text> | model.ExistingUser<Text>,
> extends AccessPrincipal<Model> {
  /** The user's name without its path, as text for Terraform. */
  readonly userName: string;

  constructor(scope: Construct, account: Account, user: Model, resourceAddress?: string) {
    super(scope, account, user, resourceAddress);
    validate(this, "userName", user.userName, iamNameProblem);
    validate(this, "path", user.path, iamPathProblem);
    this.userName = terraformText(user.userName);
  }

  /** @internal */
  override credentials(): Text[] {
    const { userName, account } = this.model;
    const admin = account.profile ? ` --profile ${account.profile}` : "";
    return [
      text`# ${userName}: with an access key of the user (aws iam create-access-key --user-name ${userName}${admin})`,
      `aws configure --profile ${this.name}`,
    ];
  }
}

class ExistingUser extends User<model.ExistingUser<Text>> {
  /** @internal */
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
export class AccessUser extends User<model.NewUser<Text>> {
  /**
   * A user that exists already: an inline policy is attached to it, and nothing else of it is touched.
   *
   * @throws if its name or its path is malformed
   */
  static fromUserName(scope: Construct, id: string, props: ExistingUserProps): AccessPrincipal {
    return new ExistingUser(
      scope,
      props.account,
      defaults.existingUser({ ...props, name: id, account: props.account.model }),
    );
  }

  constructor(scope: Construct, id: string, props: AccessUserProps) {
    const user = defaults.newUser({ ...props, name: id, account: props.account.model });
    super(scope, props.account, user, `aws_iam_user.${id}`);
    validate(this, "permissionsBoundary", user.permissionsBoundary, policyArnProblem);
    validateTags(this, user.tags);
    const resource = new IamUser(this, "user", {
      provider: this.account.provider,
      name: this.userName,
      path: pathArgument(user.path),
      permissionsBoundary: optionalText(user.permissionsBoundary),
      tags: this.account.tagsOf(user.tags),
    });
    claimAddress(resource, id);
  }

  /**
   * A managed policy, because all inline policies of a user together can have 2,048 characters.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   *
   * @internal
   */
  protected override attachPolicy(): void {
    const { provider } = this.account;
    const policy = new IamPolicy(this, "policy", {
      provider,
      name: newUserPolicyName(this.userName),
      policy: this.identityPolicyJson(MANAGED_POLICY),
      tags: this.account.tagsOf(),
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
