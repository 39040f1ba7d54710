import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Lazy, type TerraformResource, TerraformStack } from "cdktf";
import type * as model from "../topology/model";
import type { Text } from "../topology/text";
import type { Account } from "./account";
import { claimAddress, waitFor } from "./addresses";
import { terraformText } from "./terraform-text";

/** The OIDC provider of an account for one issuer. The roles that trust it share it. */
interface Provider {
  /** The Terraform address, if a role of the stack creates the provider. */
  address?: string;
  readonly audiences: Set<string>;
  /** The roles that trust it. */
  readonly roles: Set<TerraformResource>;
}

const providers = new WeakMap<TerraformStack, Map<string, Provider>>();

/** Creates the provider if the trust says so, and lets every role that trusts it wait for it, in whatever order they come. */
export function trustProvider(
  account: Account,
  trusted: model.TrustedOidc<Text>,
  role: TerraformResource,
): void {
  const stack = TerraformStack.of(account);
  const ofStack = providers.get(stack) ?? new Map<string, Provider>();
  providers.set(stack, ofStack);
  const id = `${account.accountId} ${terraformText(trusted.issuer)}`;
  const provider = ofStack.get(id) ?? { audiences: new Set(), roles: new Set() };
  ofStack.set(id, provider);
  provider.roles.add(role);
  for (const audience of trusted.audiences) provider.audiences.add(terraformText(audience));
  if (trusted.createdAs !== undefined)
    provider.address ??= create(account, trusted, trusted.createdAs, provider);
  if (provider.address !== undefined) for (const each of provider.roles) waitFor(each, provider.address);
}

function create(
  account: Account,
  { issuer }: model.TrustedOidc<Text>,
  issuerName: string,
  { audiences }: Provider,
): string {
  const name = `${account.node.id}_${issuerName}`;
  const resource = new IamOpenidConnectProvider(account, `oidc-${issuerName}`, {
    provider: account.provider,
    url: `https://${terraformText(issuer)}`,
    clientIdList: Lazy.listValue({ produce: () => [...audiences].sort() }),
    tags: account.tagsOf(),
  });
  claimAddress(resource, name);
  return `aws_iam_openid_connect_provider.${name}`;
}
