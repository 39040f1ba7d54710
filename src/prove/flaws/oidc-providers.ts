import type { Flaw } from "../flaw";
import type { Scene } from "../proof/scene";

/**
 * A token needs a provider of IAM that accepts its audience. Whether a provider that is not created here exists is not known.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export function oidcProviders({
  intents: { trusts },
  estate: { oidcProviders: created = [], principals },
}: Scene): Flaw[] {
  const byArn = new Map(created.map((provider) => [provider.arn, provider]));
  return trusts.flatMap(({ roleArn, federated = [] }) =>
    federated.flatMap(({ providerArn, audiences }): Flaw[] => {
      const provider = byArn.get(providerArn);
      const missing = audiences.filter((audience) => provider && !provider.audiences.includes(audience));
      if (!provider || missing.length === 0) return [];
      const role = principals.find(({ arn }) => arn === roleArn);
      return [
        {
          part: "complete",
          problem: `the OIDC provider for ${provider.issuer} does not accept tokens with the audience ${missing.join(", ")}, with which the role ${role?.name ?? roleArn} must be assumed`,
          addresses: [provider.address],
          because: [],
          repair: `add ${missing.map((audience) => JSON.stringify(audience)).join(", ")} to client_id_list of ${provider.address}`,
          source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
        },
      ];
    }),
  );
}
