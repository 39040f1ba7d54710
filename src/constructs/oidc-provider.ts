import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Lazy, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type * as model from "../topology/model";
import type { Text } from "../topology/text";
import { type Account, accountsOf } from "./account";
import { claimAddress } from "./addresses";
import { terraformText } from "./terraform-text";

/** The OIDC provider of an account for one issuer. The roles that trust it share it. */
export class OidcProvider extends Construct {
  /** The provider for a trust, which the first role that asks for it creates. */
  static in(account: Account, trusted: model.TrustedOidc<Text>, name: string): OidcProvider {
    const id = `oidc-${name}`;
    const alike = accountsOf(TerraformStack.of(account)).filter(
      ({ accountId }) => accountId === account.accountId,
    );
    const before = alike.flatMap(({ node }) => (node.tryFindChild(id) as OidcProvider | undefined) ?? []);
    const provider = before[0] ?? new OidcProvider(account, id, trusted, `${account.node.id}_${name}`);
    for (const audience of trusted.audiences) provider.audiences.add(terraformText(audience));
    return provider;
  }

  /** The Terraform address. */
  readonly address: string;
  private readonly audiences = new Set<string>();

  private constructor(account: Account, id: string, { issuer }: model.TrustedOidc<Text>, name: string) {
    super(account, id);
    const resource = new IamOpenidConnectProvider(this, "provider", {
      provider: account.provider,
      url: `https://${terraformText(issuer)}`,
      clientIdList: Lazy.listValue({ produce: () => [...this.audiences].sort() }),
      tags: account.tagsOf(),
    });
    claimAddress(resource, name);
    this.address = `aws_iam_openid_connect_provider.${name}`;
  }
}
