/** The regions of providers, as far as their blocks do not decide them. */
import type { Configuration } from "./configuration";
import type { Given } from "./given";
import { argument } from "./modules";

/**
 * By the key of the provider: what the user says, or what the provider reads from the environment. A caller configures
 * the providers that it passes, so the environment says nothing about those.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#environment-variables
 */
export function statedRegions(
  { regions = {} }: Given,
  { awsProviders, missingKeys }: Configuration,
  { AWS_REGION, AWS_DEFAULT_REGION }: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  const ofEnvironment = AWS_REGION || AWS_DEFAULT_REGION;
  if (!ofEnvironment) return regions;
  const silent = awsProviders.filter(({ block }) => argument(block, "region") === undefined);
  const keys = [...silent.map(({ key }) => key), ...missingKeys.filter((key) => key === "aws")];
  return { ...Object.fromEntries(keys.map((key) => [key, ofEnvironment])), ...regions };
}
