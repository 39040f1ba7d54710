import { MADE_UP_ACCOUNT } from "../estate/values/accounts";
import type { ProviderValues } from "../estate/values/terraform-values";
import type { Place } from "./identities";
import { argument, literal } from "./modules";
import type { ProviderBlock } from "./providers";
import type { Instance } from "./state";

/** The resource of the copy whose input is the settings of the providers, by key. */
export const SETTINGS = "s3porter_settings";
/** Stands for a region that is not known. */
export const DEFAULT_REGION = "us-east-1";

interface Settings {
  readonly region?: string | null;
  readonly allowed_account_ids?: readonly string[] | null;
  readonly role_arn?: string | null;
  readonly default_tags?: Tags | null;
}

export type Tags = Readonly<Record<string, string>>;

/** Expressions for Terraform to evaluate, each null where it cannot be. */
export function settingsOf({ block }: ProviderBlock): Readonly<Record<string, string>> {
  const blockOf = (wanted: string) => block.body.blocks.find(({ type }) => type === wanted);
  const [role, tags] = [blockOf("assume_role"), blockOf("default_tags")];
  const expressions = {
    region: argument(block, "region"),
    allowed_account_ids: argument(block, "allowed_account_ids"),
    role_arn: role && argument(role, "role_arn"),
    default_tags: tags && argument(tags, "tags"),
  };
  return Object.fromEntries(
    Object.entries(expressions).flatMap(([name, found]) =>
      found === undefined ? [] : [[name, `\${try(${found.expression}, null)}`]],
    ),
  );
}

/** Whether this program added it to the configuration. */
export function isSettings({ address }: Instance): boolean {
  return address === `terraform_data.${SETTINGS}`;
}

export interface EvaluatedProviders {
  readonly providers: readonly (ProviderValues & { readonly region: string })[];
  readonly assumptions: readonly string[];
  /** What each provider adds to the tags of its resources, by key. */
  readonly defaultTags: ReadonlyMap<string, Tags>;
}

/** The settings of providers as Terraform evaluated them. */
export function evaluatedProviders(
  instances: readonly Instance[],
  keys: readonly string[],
): EvaluatedProviders {
  const settings = instances.find(isSettings)?.values.input;
  const evaluated = (settings ?? {}) as Readonly<Record<string, Settings>>;
  const providers = keys.map((key) => {
    const { region, allowed_account_ids, role_arn } = evaluated[key] ?? {};
    return {
      key,
      region: region ?? DEFAULT_REGION,
      ...((region ?? undefined) === undefined ? { regionIsMadeUp: true as const } : {}),
      ...(allowed_account_ids ? { allowedAccountIds: allowed_account_ids } : {}),
      ...(role_arn ? { assumedRoleArn: role_arn } : {}),
    };
  });
  const withoutRegion = keys.filter((key) => (evaluated[key]?.region ?? undefined) === undefined);
  const assumptions = withoutRegion.map(
    (key) =>
      `the region of the provider ${key} is not known, so ${DEFAULT_REGION} stands for it; give it with --region ${key}=<region>`,
  );
  const defaultTags = new Map(keys.map((key) => [key, evaluated[key]?.default_tags ?? {}]));
  return { providers, assumptions, defaultTags };
}

/** Where a provider probably is, as far as its block says before Terraform has evaluated it. */
export function likelyPlace(
  provider: ProviderBlock | undefined,
  account: string | undefined,
  stated?: string,
): Place {
  const block = provider?.block;
  const region = stated ?? (block && literal(block, "region")) ?? DEFAULT_REGION;
  const allowed = /^\["(\d{12})"\]$/.exec(
    (block && argument(block, "allowed_account_ids")?.expression) ?? "",
  )?.[1];
  return { account: account ?? allowed ?? MADE_UP_ACCOUNT, region };
}
