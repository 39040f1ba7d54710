import { IamUser } from "@cdktf/provider-aws/lib/iam-user";
import { IamUserPolicy } from "@cdktf/provider-aws/lib/iam-user-policy";
import { IamUserPolicyAttachment } from "@cdktf/provider-aws/lib/iam-user-policy-attachment";
import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { policyArnProblem } from "../aws/arn";
import { iamNameProblem, iamPathProblem } from "../aws/iam-name";
import { INLINE_USER_POLICY, type PolicyLimit } from "../aws/policy-limits";
import * as defaults from "../topology/defaults";
import type * as model from "../topology/model";
import { text, type Text } from "../topology/text";
import {
  type AccessPrincipal,
  type ExistingPrincipalProps,
  type NewPrincipalProps,
  pathArgument,
} from "./access-principal";
import { Account } from "./account";
import { claimAddress } from "./addresses";
import { ownStatements, pathIn } from "./own-statements";
import { newUserPolicyName } from "./policy-name";
import { handedOverLines } from "./role-credentials";
import { RoleOrUser } from "./role-or-user";
import { optionalText, terraformText } from "./terraform-text";
import { requiredText } from "./unchecked-types";
import { validate, validateTags } from "./validate";

/** The properties of an existing user. */
export interface ExistingUserProps extends ExistingPrincipalProps {
  /** The user's name without its path, 64 characters at most. */
  readonly userName: Text;
}

/** The properties of a new user. */
export interface AccessUserProps extends NewPrincipalProps {
  /** The user's name without its path, 64 characters at most. */
  readonly userName: Text;
}

export abstract class User<
  Model extends model.NewUser<Text> | model.ExistingUser<Text>,
> extends RoleOrUser<Model> {
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
      ...(account.managed ? [] : handedOverLines(account)),
      text`# ${userName}: create an access key (aws iam create-access-key --user-name ${userName}${admin}), and enter it here:`,
      `aws configure --profile ${this.name}`,
    ];
  }

  /** @internal */
  protected override get iamName(): string {
    return this.userName;
  }

  /** @internal */
  protected override attachInline(policyJson: string): TerraformResource {
    return new IamUserPolicy(this, "policy", {
      provider: this.account.provider,
      name: this.sharedPolicyName(1),
      user: this.userReference,
      policy: policyJson,
    });
  }

  /** @internal */
  protected override attachManaged(id: string, policyArn: string): TerraformResource {
    return new IamUserPolicyAttachment(this, id, {
      provider: this.account.provider,
      user: this.userReference,
      policyArn,
    });
  }

  private get userReference(): string {
    return this.resourceAddress ? `\${${this.resourceAddress}.name}` : this.userName;
  }
}

class ExistingUser extends User<model.ExistingUser<Text>> {
  /** @internal */
  protected override readonly inlineLimit = INLINE_USER_POLICY;

  constructor(scope: Construct, account: Account, user: model.ExistingUser<Text>) {
    super(scope, account, user);
    this.attachOwn();
  }

  /** @internal */
  protected override managedPolicyName(number: number): string {
    return this.sharedPolicyName(number);
  }
}

/**
 * A new IAM user that can be granted access to buckets. The access keys of a user do not expire, so prefer an
 * `AccessRole`.
 *
 * @throws UsageError if the name, the path, a tag or an ARN is malformed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users.html
 */
export class AccessUser extends User<model.NewUser<Text>> {
  /**
   * New users get no inline policy, because all inline policies of a user together can have only 2,048 characters.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   *
   * @internal
   */
  protected override readonly inlineLimit?: PolicyLimit;

  /**
   * A user that already exists. The stack only adds policies to it.
   *
   * @throws UsageError if the name or the path is malformed
   */
  static fromUserName(scope: Construct, id: string, props: ExistingUserProps): AccessPrincipal {
    const path = pathIn(scope, id);
    const account = Account.required(path, props.account);
    requiredText(path, "userName", props.userName);
    return new ExistingUser(
      scope,
      account,
      defaults.existingUser({
        ...props,
        name: id,
        account: account.model,
        statements: ownStatements(pathIn(scope, id), props.statements, "identity"),
      }),
    );
  }

  constructor(scope: Construct, id: string, props: AccessUserProps) {
    const path = pathIn(scope, id);
    const account = Account.required(path, props.account);
    requiredText(path, "userName", props.userName);
    const user = defaults.newUser({
      ...props,
      name: id,
      account: account.model,
      statements: ownStatements(pathIn(scope, id), props.statements, "identity"),
    });
    super(scope, account, user, `aws_iam_user.${id}`);
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
    this.node.defaultChild = resource;
    this.attachOwn();
  }

  /** @internal */
  protected override managedPolicyName(number: number): string {
    return newUserPolicyName(this.userName, number);
  }
}
