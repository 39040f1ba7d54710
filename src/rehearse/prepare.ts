import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { aliasOf, type Configuration } from "./configuration";
import { argument, type Module } from "./modules";
import { DEFAULT_REGION, SETTINGS, settingsOf } from "./provider-settings";
import { type ProviderBlock, providerBlocks } from "./providers";
import { withoutInRequiredProviders } from "./without-effects";
import type { WorkingCopy } from "./working-copy";

/** Lets the provider start without an account. It validates nothing that AWS would have to answer. */
const DUMMY_PROVIDER = {
  access_key: "rehearsal",
  secret_key: "rehearsal",
  max_retries: 1,
  skip_credentials_validation: true,
  skip_metadata_api_check: true,
  skip_region_validation: true,
  skip_requesting_account_id: true,
};

/**
 * Writes the files of the copy that Terraform tests: the modules without effects, every provider of AWS with dummy
 * credentials, and a resource whose input is the settings of the providers, because Terraform has to evaluate them.
 *
 * @param regions by the key of the provider, where the block does not decide it
 */
export function prepare(
  { modules, root, awsProviders, missingKeys }: Configuration,
  copy: WorkingCopy,
  regions: Readonly<Record<string, string>> = {},
): void {
  const write = ({ folder }: Module, name: string, text: string) =>
    writeFileSync(join(copy.copyOf(folder), name), text);
  const byFolder = new Map(modules.map((module) => [module.folder, module]));
  for (const module of byFolder.values()) {
    for (const { name, text } of module.files) write(module, name, text);
    const blocks = providerBlocks(module).filter(({ name }) => name === "aws");
    if (blocks.length > 0)
      write(
        module,
        "s3porter_override.tf.json",
        JSON.stringify({
          provider: { aws: blocks.map((block) => dummyFor(block, module === root ? regions : {})) },
        }),
      );
  }
  for (const { name, text } of root.files)
    write(root, name, withoutInRequiredProviders(name, text, "configuration_aliases"));
  const missing = missingKeys.map((key) => ({
    alias: aliasOf(key),
    region: regions[key] ?? DEFAULT_REGION,
    ...DUMMY_PROVIDER,
  }));
  const settings = Object.fromEntries(awsProviders.map((provider) => [provider.key, settingsOf(provider)]));
  const stated = Object.entries(regions).map(([key, region]) => [key, { ...settings[key], region }]);
  const input = { ...settings, ...Object.fromEntries(stated) };
  write(
    root,
    "s3porter.tf.json",
    JSON.stringify({
      resource: { terraform_data: { [SETTINGS]: { input } } },
      ...(missing.length > 0 ? { provider: { aws: missing } } : {}),
    }),
  );
}

function dummyFor({ key, alias, block }: ProviderBlock, regions: Readonly<Record<string, string>>) {
  const own = argument(block, "region") === undefined ? DEFAULT_REGION : undefined;
  const region = regions[key] ?? own;
  return { alias, ...(region !== undefined && { region }), ...DUMMY_PROVIDER };
}
