/** Who can assume a role besides roles and users: tokens of an OIDC provider, people of a SAML provider, and services. */
import type * as model from "../topology/model";
import * as defaults from "../topology/defaults";
import type { Text } from "../topology/text";
import { requiredList, requiredText } from "./unchecked-types";

/** Someone who can be named in `assumedBy`, as `OpenIdConnectPrincipal`, `SamlPrincipal` and `ServicePrincipal`. */
export interface IAssumeRolePrincipal {
  /**
   * The principal in the model of a role.
   *
   * @param owner the account of the role
   */
  trustedIn(owner: model.Account<Text>): model.Trusted<Text>;
}

export function isAssumeRolePrincipal(candidate: unknown): candidate is IAssumeRolePrincipal {
  return typeof (candidate as Partial<IAssumeRolePrincipal>).trustedIn === "function";
}

/** The properties of an `OpenIdConnectPrincipal`. */
export interface OpenIdConnectPrincipalProps {
  /** The issuer of the tokens, such as `token.actions.githubusercontent.com`, with or without `https://`. */
  readonly issuer: string;
  /**
   * The `sub` of the tokens, such as `repo:acme/site:ref:refs/heads/main`. Can contain wildcards after the part that tells
   * your workloads from those of others.
   */
  readonly subjects: readonly string[];
  /**
   * The `aud` of the tokens.
   *
   * @default - `sts.amazonaws.com`; `https://<issuer>` for GitLab; `aws.workload.identity` for HCP Terraform
   */
  readonly audiences?: readonly string[];
  /**
   * Whether the stack creates the OIDC provider in the account of the role. An account has one for each issuer, which its
   * roles share.
   *
   * @default false
   */
  readonly createProvider?: boolean;
}

/**
 * Whoever has a token of an OIDC provider: GitHub Actions, GitLab, HCP Terraform, service accounts of EKS.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
 */
export class OpenIdConnectPrincipal implements IAssumeRolePrincipal {
  constructor(private readonly props: OpenIdConnectPrincipalProps) {
    requiredText("OpenIdConnectPrincipal", "issuer", props.issuer);
    requiredList("OpenIdConnectPrincipal", "subjects", props.subjects);
  }

  trustedIn(owner: model.Account<Text>): model.Trusted<Text> {
    return defaults.trustedOidc(owner, this.props, this.props.createProvider);
  }
}

/** The properties of a `SamlPrincipal`. */
export interface SamlPrincipalProps {
  /** The ARN of the SAML provider, in the account of the role. */
  readonly providerArn: Text;
  /**
   * The URLs that receive the assertions.
   *
   * @default - the sign-in URL of the partition
   */
  readonly audiences?: readonly Text[];
}

/**
 * People who a SAML provider authenticates.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_saml.html
 */
export class SamlPrincipal implements IAssumeRolePrincipal {
  constructor(private readonly props: SamlPrincipalProps) {}

  trustedIn(owner: model.Account<Text>): model.Trusted<Text> {
    return defaults.trustedSaml(owner, this.props);
  }
}

/** The options of a `ServicePrincipal`. */
export interface ServicePrincipalOptions {
  /**
   * The id of the account for which the service must assume the role.
   *
   * @default - any
   */
  readonly sourceAccount?: Text;
  /**
   * The ARN of what the service must assume the role for, which can contain wildcards.
   *
   * @default - any
   */
  readonly sourceArn?: Text;
}

/**
 * A service that assumes a role only for an account or a resource. Without options, its name is enough in `assumedBy`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export class ServicePrincipal implements IAssumeRolePrincipal {
  constructor(
    private readonly service: string,
    private readonly options: ServicePrincipalOptions = {},
  ) {}

  trustedIn(): model.Trusted<Text> {
    return defaults.trustedService({ ...this.options, service: this.service });
  }
}
