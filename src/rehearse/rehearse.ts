import { existsSync, realpathSync, rmSync, statSync, writeFileSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError, UserError } from "../messages/user-error";
import { didYouMean } from "../messages/wording";
import type { ProviderValues, TerraformValues } from "../estate/values/terraform-values";
import { MADE_UP_ACCOUNT } from "../estate/values/accounts";
import { accountsOf } from "./accounts";
import { type Diagnostic, diagnosticsError, initError } from "./diagnostics";
import { identityOf } from "./identities";
import { argument, literal, type Module, readModules } from "./modules";
import { type Overrides, type Overriding, isSame, overridesFor, type Values } from "./overrides";
import {
  configurationAliases,
  type Declared,
  declaredIn,
  type ProviderBlock,
  providerBlocks,
} from "./providers";
import { rehearsedValues } from "./rehearsed-values";
import { type Instance, isState, readState, withoutIndices } from "./state";
import { checkVersion, environment, runTerraform, withoutNetwork } from "./terraform";
import { type MockedProvider, renderTestFile, type TestFile } from "./test-file";
import { withoutInRequiredProviders } from "./without-effects";
import { copyModules, type WorkingCopy } from "./working-copy";

export interface RehearseOptions {
  /** Values of variables, by name. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Paths of `.tfvars` files. */
  readonly variableFiles?: readonly string[];
  /** The accounts of the providers, by key: `aws`, `aws.destination`. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** Values of attributes of data sources: `data.aws_s3_bucket.logs.region`. */
  readonly set?: Readonly<Record<string, unknown>>;
}

/**
 * Lets Terraform evaluate a folder as if it applied it. AWS is not asked and nothing is created: Terraform tests a copy of
 * the folder in which every resource gets the attributes that it would have.
 *
 * The first run mocks the providers, which shows the addresses and the names. The second one has the real provider of AWS,
 * which evaluates policy documents, and overrides each resource and each data source that would call AWS. Names that come
 * from overridden attributes need another run.
 *
 * @throws UserError if Terraform refuses the configuration
 */
export async function rehearse(folder: string, options: RehearseOptions = {}): Promise<TerraformValues> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${folder}: is not a folder`);
  const root = realpathSync(resolve(folder));
  const modules = readModules(root);
  if (modules[0]?.files.length === 0)
    throw new UsageError(
      `${folder} has no file that ends in .tf or .tf.json; name the folder of a root module`,
    );
  const env = environment(process.env);
  await checkVersion({ cwd: root, env });
  const copy = copyModules(modules);
  try {
    return await new Rehearsal(folder, modules, copy, env, options).run();
  } finally {
    copy.remove();
  }
}

/** Data sources that the provider computes from their arguments, without a call. */
const EVALUATED = new Set([
  "aws_arn",
  "aws_billing_service_account",
  "aws_cloudtrail_service_account",
  "aws_default_tags",
  "aws_elb_service_account",
  "aws_iam_policy_document",
  "aws_partition",
  "aws_redshift_service_account",
  "aws_region",
  "aws_service",
  "aws_service_principal",
  "cloudinit_config",
  "local_file",
  "local_sensitive_file",
  "template_cloudinit_config",
  "template_file",
]);

/** Their account and region do not matter, and often they have no provider. */
function isAlikeEverywhere(type: string): boolean {
  return EVALUATED.has(type) && type !== "aws_region";
}

const TEST_FILE = "s3porter.tftest.json";
const SETTINGS = "s3porter_settings";
const DEFAULT_REGION = "us-east-1";
/** Names that come from names that come from overridden attributes need one run more each. */
const MOST_RUNS = 5;

const DUMMY_PROVIDER = {
  access_key: "rehearsal",
  secret_key: "rehearsal",
  max_retries: 1,
  skip_credentials_validation: true,
  skip_metadata_api_check: true,
  skip_region_validation: true,
  skip_requesting_account_id: true,
};

class Rehearsal {
  private readonly declared: readonly Declared[];
  private readonly byAddress: ReadonlyMap<string, Declared>;
  private readonly root: Module;
  /** The provider configurations of AWS that resources or data sources use. */
  private readonly keys: readonly string[];
  private readonly assumptions: string[] = [];

  constructor(
    private readonly folder: string,
    private readonly modules: readonly Module[],
    private readonly copy: WorkingCopy,
    private readonly env: NodeJS.ProcessEnv,
    private readonly options: RehearseOptions,
  ) {
    this.root = modules[0] as Module;
    this.declared = declaredIn(modules);
    this.byAddress = new Map(this.declared.map((each) => [each.address, each]));
    const used = this.declared
      .filter(
        ({ mode, type, provider }) => provider === "aws" && (mode === "managed" || !isAlikeEverywhere(type)),
      )
      .map(({ providerKey }) => providerKey);
    this.keys = [...new Set(used)].sort();
  }

  async run(): Promise<TerraformValues> {
    this.checkSet();
    this.checkAccounts();
    this.prepare();
    await this.init();
    this.checkRead();
    const first = await this.test(this.firstTest());
    const providers = this.providersIn(first);
    const about = this.overriding(providers);
    let last = first;
    let overrides: Overrides = overridesFor(first, undefined, about);
    for (let run = 1; run < MOST_RUNS; run++) {
      last = await this.test(this.nextTest(last, overrides));
      const next = overridesFor(last, overrides, about);
      if (isSame(next, overrides)) break;
      overrides = next;
    }
    const isOurs = ({ address }: Instance) => address !== `terraform_data.${SETTINGS}`;
    const { resources, assumptions } = rehearsedValues(
      last.filter(isOurs),
      first,
      overrides,
      ({ address }) => this.byAddress.get(withoutIndices(address))?.providerKey,
    );
    return {
      from: "rehearsal",
      providers: [...providers, ...this.unusedKeys().map((key) => ({ key }))],
      resources,
      assumptions: [...this.assumptions, ...assumptions],
    };
  }

  private checkSet(): void {
    const addresses = this.declared.filter(({ mode }) => mode === "data").map(({ address }) => address);
    for (const key of Object.keys(this.options.set ?? {})) {
      const named = withoutIndices(key);
      if (addresses.some((address) => named.startsWith(`${address}.`))) continue;
      const suggestion = didYouMean(named.replace(/\.[^.]*$/, ""), addresses);
      throw new UsageError(`--set ${key}: ${this.folder} has no such data source${suggestion}`);
    }
  }

  private checkAccounts(): void {
    const known = [...new Set([...this.keysInRoot(), ...this.keys])];
    for (const key of Object.keys(this.options.accounts ?? {})) {
      if (known.includes(key)) continue;
      throw new UsageError(
        `--account ${key}: ${this.folder} has no such provider; it has ${known.sort().join(", ")}`,
      );
    }
  }

  /** Of providers that the configuration names and no resource uses. */
  private unusedKeys(): string[] {
    return this.keysInRoot().filter((key) => !this.keys.includes(key));
  }

  private prepare(): void {
    const written = new Set<string>();
    for (const module of this.modules) {
      if (written.has(module.folder)) continue;
      written.add(module.folder);
      for (const { name, text } of module.files) this.write(module, name, text);
      const blocks = providerBlocks(module).filter(({ name }) => name === "aws");
      if (blocks.length > 0)
        this.write(
          module,
          "s3porter_override.tf.json",
          JSON.stringify({ provider: { aws: blocks.map(dummyFor) } }),
        );
    }
    for (const { name, text } of this.root.files)
      this.write(this.root, name, withoutInRequiredProviders(name, text, "configuration_aliases"));
    const missing = this.missingKeys().map((key) => ({
      alias: aliasOf(key),
      region: DEFAULT_REGION,
      ...DUMMY_PROVIDER,
    }));
    const settings = Object.fromEntries(
      this.rootProviders().map((provider) => [provider.key, settingsOf(provider)]),
    );
    this.write(
      this.root,
      "s3porter.tf.json",
      JSON.stringify({
        resource: { terraform_data: { [SETTINGS]: { input: settings } } },
        ...(missing.length > 0 ? { provider: { aws: missing } } : {}),
      }),
    );
  }

  private write({ folder }: Module, name: string, text: string): void {
    writeFileSync(join(this.copy.copyOf(folder), name), text);
  }

  private rootProviders(): ProviderBlock[] {
    return providerBlocks(this.root).filter(({ name }) => name === "aws");
  }

  /** The provider configurations that the root module does not have: the default one, or those that a caller would pass. */
  private missingKeys(): string[] {
    const own = this.rootProviders().map(({ key }) => key);
    return this.keysInRoot().filter((key) => !own.includes(key));
  }

  private keysInRoot(): string[] {
    const used = this.declared
      .filter(({ provider }) => provider === "aws")
      .map(({ providerKey }) => providerKey);
    const all = [...used, ...this.rootProviders().map(({ key }) => key), ...configurationAliases(this.root)];
    return [...new Set(all)].filter((key) => /^aws(\.[^:]*)?$/.test(key));
  }

  /** With the plugins of the folder, otherwise as the user's settings say, finally in any version. */
  private async init(): Promise<void> {
    const lock = join(this.copy.root, ".terraform.lock.hcl");
    const plugins = join(this.root.folder, ".terraform/providers");
    if (existsSync(plugins) && (await this.initialize(`-plugin-dir=${plugins}`)) === undefined) return;
    if ((await this.initialize()) === undefined) return;
    rmSync(lock, { force: true });
    for (const module of this.modules) {
      for (const { name } of module.files) {
        const path = join(this.copy.copyOf(module.folder), name);
        writeFileSync(path, withoutInRequiredProviders(name, readFileSync(path, "utf8"), "version"));
      }
    }
    const problem = await this.initialize();
    if (problem !== undefined) throw initError(this.copy.inOriginal(problem), this.folder);
    const [, version] =
      /hashicorp\/aws"\s*\{\s*version\s*=\s*"([^"]+)"/.exec(readFileSync(lock, "utf8")) ?? [];
    if (version !== undefined)
      this.assumptions.push(
        `hashicorp/aws is ${version}, because the versions that ${this.folder} asks for are not installed`,
      );
  }

  /** @returns what went wrong */
  private async initialize(...options: string[]): Promise<string | undefined> {
    const args = ["init", "-input=false", "-no-color", ...options];
    const { exitCode, stderr } = await runTerraform(args, { cwd: this.copy.root, env: this.env });
    return exitCode === 0 ? undefined : stderr;
  }

  /** What Terraform reads and this program does not would keep its provisioners. */
  private checkRead(): void {
    for (const { folder, files } of this.modules) {
      const unread = files.find(({ body }) => body === undefined);
      if (unread !== undefined)
        throw new UserError(
          `${join(folder, unread.name)}: cannot be read, though Terraform can; please report it`,
        );
    }
  }

  private async test(file: TestFile): Promise<Instance[]> {
    writeFileSync(join(this.copy.root, TEST_FILE), renderTestFile(file));
    const { variables = {}, variableFiles = [] } = this.options;
    const args = [
      ...variableFiles.map((path) => `-var-file=${resolve(path)}`),
      ...Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`),
    ];
    const { stdout, stderr } = await runTerraform(["test", "-json", "-verbose", "-no-color", ...args], {
      cwd: this.copy.root,
      env: withoutNetwork(this.env),
      // What follows is the teardown, which has nothing to destroy.
      isLast: isState,
    });
    const lines = stdout.split("\n");
    const instances = readState(lines);
    if (instances !== undefined) return instances;
    const diagnostics = lines
      .filter((line) => line.includes('"type":"diagnostic"'))
      .map((line): Diagnostic => JSON.parse(this.copy.inOriginal(line)).diagnostic);
    if (diagnostics.length === 0)
      throw new UserError(`${this.folder}: terraform test fails: ${this.copy.inOriginal(stderr).trim()}`);
    throw diagnosticsError(diagnostics, this.folder);
  }

  /** Everything is mocked, so that addresses need not be known. */
  private firstTest(): TestFile {
    const mocked = this.mockedProviders();
    const aws = this.keysInRoot().map((key): MockedProvider => ({
      name: "aws",
      alias: aliasOf(key),
      ...this.defaultsOf(key),
    }));
    // Only a provider of the root module can be mocked. A module with providers of its own has no indices.
    const nested = this.declared.filter(
      ({ providerKey, provider }) => provider === "aws" && providerKey.includes(":"),
    );
    const set = this.declared.filter(({ mode, address }) => mode === "data" && !isEmpty(this.setOf(address)));
    const overrideOf = ({ address, providerKey, ...each }: Declared) => ({
      target: address,
      values: {
        ...identityOf({ ...each, address, get: () => undefined }, this.likelyPlace(providerKey)),
        ...this.setOf(address),
      },
    });
    return {
      mocked: [...mocked, ...aws],
      resources: nested.filter(({ mode }) => mode === "managed").map(overrideOf),
      data: [
        ...new Set([...nested.filter(({ mode, type }) => mode === "data" && !EVALUATED.has(type)), ...set]),
      ].map(overrideOf),
    };
  }

  /** ARNs of the right form, because the provider checks those in arguments. */
  private defaultsOf(key: string): Pick<MockedProvider, "resources" | "data"> {
    const place = this.likelyPlace(key);
    const of = (mode: Declared["mode"], isGiven: (name: string) => boolean) =>
      Object.fromEntries(
        this.declared
          .filter((each) => each.mode === mode && each.providerKey === key)
          .map(({ type }) => {
            const identity = Object.entries(
              identityOf({ address: type, mode, type, get: () => undefined }, place),
            );
            return [type, Object.fromEntries(identity.filter(([name]) => isGiven(name)))];
          }),
      );
    return { resources: of("managed", (name) => name.endsWith("arn")), data: of("data", () => true) };
  }

  /** Before Terraform has evaluated the settings of the provider. */
  private likelyPlace(key: string) {
    const block = this.rootProviders().find((provider) => provider.key === key)?.block;
    const region = (block && literal(block, "region")) ?? DEFAULT_REGION;
    const allowed = /^\["(\d{12})"\]$/.exec(
      (block && argument(block, "allowed_account_ids")?.expression) ?? "",
    )?.[1];
    return { account: this.options.accounts?.[key] ?? allowed ?? MADE_UP_ACCOUNT, region };
  }

  private nextTest(instances: readonly Instance[], overrides: Overrides): TestFile {
    const of = (wanted: Instance["mode"]) =>
      instances
        .filter(({ mode, address }) => mode === wanted && overrides.has(address))
        .map(({ address }) => ({ target: address, values: overrides.get(address) ?? {} }));
    return { mocked: this.mockedProviders(), resources: of("managed"), data: of("data") };
  }

  /** Providers other than AWS can run programs and reach the network. */
  private mockedProviders(): MockedProvider[] {
    const others = this.declared.filter(({ provider }) => provider !== "aws" && provider !== "terraform");
    const isHarmless = (name: string) =>
      others.every(
        ({ provider, mode, type }) => provider !== name || (mode === "data" && EVALUATED.has(type)),
      );
    const used = others.map(({ providerKey }) => providerKey.split(":").at(-1) as string);
    const configured = providerBlocks(this.root)
      .filter(({ name }) => name !== "aws")
      .map(({ key }) => key);
    const keys = [...new Set([...used, ...configured])];
    return keys
      .map((key) => ({ name: key.split(".", 1)[0] as string, alias: aliasOf(key) }))
      .filter(({ name }) => !others.some(({ provider }) => provider === name) || !isHarmless(name));
  }

  private providersIn(first: readonly Instance[]): ProviderValues[] {
    const settings = first.find(({ address }) => address === `terraform_data.${SETTINGS}`)?.values.input;
    const evaluated = (settings ?? {}) as Readonly<Record<string, Settings>>;
    return this.keys.map((key) => {
      const { region, allowed_account_ids, role_arn } = evaluated[key] ?? {};
      if (region === undefined || region === null)
        this.assumptions.push(
          `the region of the provider ${key} is ${DEFAULT_REGION}, because its configuration says none`,
        );
      return {
        key,
        region: region ?? DEFAULT_REGION,
        ...(allowed_account_ids ? { allowedAccountIds: allowed_account_ids } : {}),
        ...(role_arn ? { assumedRoleArn: role_arn } : {}),
      };
    });
  }

  private overriding(providers: readonly ProviderValues[]): Overriding {
    const given = this.options.accounts ?? {};
    const accounts = accountsOf(providers, given);
    const regions = new Map(providers.map(({ key, region = DEFAULT_REGION }) => [key, region]));
    const of = ({ address }: Instance) => this.byAddress.get(withoutIndices(address));
    return {
      isEvaluated: ({ mode, type }) => mode === "data" && EVALUATED.has(type),
      place: (instance) => {
        const key = of(instance)?.providerKey ?? "";
        const account = accounts.get(key);
        return account === undefined ? undefined : { account, region: regions.get(key) ?? DEFAULT_REGION };
      },
      set: ({ address }) => this.setOf(address),
      isLiteral: (instance, name) => {
        const block = of(instance)?.block;
        return block !== undefined && literal(block, name) !== undefined;
      },
    };
  }

  /** What the user says about a data source, with or without its indices. */
  private setOf(address: string): Values {
    const values: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(this.options.set ?? {})) {
      const prefix = [address, withoutIndices(address)].find((each) => key.startsWith(`${each}.`));
      if (prefix !== undefined) assign(values, key.slice(prefix.length + 1).split("."), value);
    }
    return values;
  }
}

interface Settings {
  readonly region?: string | null;
  readonly allowed_account_ids?: readonly string[] | null;
  readonly role_arn?: string | null;
}

/** Expressions for Terraform to evaluate, each null where it cannot be. */
function settingsOf({ block }: ProviderBlock): Readonly<Record<string, string>> {
  const role = block.body.blocks.find(({ type }) => type === "assume_role");
  const expressions = {
    region: argument(block, "region"),
    allowed_account_ids: argument(block, "allowed_account_ids"),
    role_arn: role && argument(role, "role_arn"),
  };
  return Object.fromEntries(
    Object.entries(expressions).flatMap(([name, found]) =>
      found === undefined ? [] : [[name, `\${try(${found.expression}, null)}`]],
    ),
  );
}

function dummyFor({ alias, block }: ProviderBlock) {
  const region = argument(block, "region") === undefined ? { region: DEFAULT_REGION } : {};
  return { alias, ...region, ...DUMMY_PROVIDER };
}

function aliasOf(key: string): string | undefined {
  return key.split(".")[1];
}

function assign(
  values: Record<string, unknown>,
  [name = "", ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    values[name] = value;
    return;
  }
  const nested = (values[name] ??= {}) as Record<string, unknown>;
  assign(nested, rest, value);
}

function isEmpty(values: Values): boolean {
  return Object.keys(values).length === 0;
}
