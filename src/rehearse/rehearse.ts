import { realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError, UserError } from "../messages/user-error";
import type { TerraformValues } from "../estate/values/terraform-values";
import { accountsOf } from "./accounts";
import { Configuration } from "./configuration";
import { foreseenOverrides } from "./foreseen";
import { forgottenResources } from "./forgotten-resources";
import { checkGiven, type Given, givenValues } from "./given";
import { ignoredChanges } from "./ignored-changes";
import { init } from "./init";
import { firstTest, nextTest } from "./mocks";
import { argument, literal, readModules } from "./modules";
import { isSame, overridesFor, type Overriding } from "./overrides";
import { prepare } from "./prepare";
import { DEFAULT_REGION, type EvaluatedProviders, evaluatedProviders, isSettings } from "./provider-settings";
import { statedRegions } from "./regions";
import { checkRemoteStates } from "./remote-states";
import { rehearsedValues } from "./rehearsed-values";
import { runTest, type VariableOptions } from "./run-test";
import { checkVersion, environment } from "./terraform";
import type { TestFile } from "./test-file";
import { copyModules, type WorkingCopy } from "./working-copy";

export interface RehearseOptions extends VariableOptions, Given {}

/** Names that come from names that come from attributes, in ways that cannot be foreseen, need one run more each. */
const MOST_RUNS = 5;

/**
 * Lets Terraform evaluate a folder as if it applied it. AWS is not asked and nothing is created: Terraform tests a copy of
 * the folder in which every resource gets the attributes that it would have.
 *
 * The first run mocks the providers, which shows the addresses and the names. The second one has the real provider of AWS,
 * which evaluates policy documents, and overrides each resource and each data source that would call AWS. Arguments that come
 * from overridden attributes in a way that cannot be foreseen need another run.
 *
 * @throws UsageError if the options do not fit the folder, or Terraform is too old
 * @throws UserError if Terraform refuses the configuration
 */
export async function rehearse(folder: string, options: RehearseOptions = {}): Promise<TerraformValues> {
  const configuration = readConfiguration(folder);
  const env = environment(process.env);
  await checkVersion({ cwd: configuration.root.folder, env });
  const copy = copyModules(configuration.modules);
  try {
    return await rehearseCopy(configuration, copy, env, options);
  } finally {
    copy.remove();
  }
}

function readConfiguration(folder: string): Configuration {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${folder}: is not a folder`);
  const modules = readModules(realpathSync(resolve(folder)));
  if (modules[0]?.files.length === 0)
    throw new UsageError(
      `${folder} has no file that ends in .tf or .tf.json; name the folder of a root module`,
    );
  return new Configuration(folder, modules);
}

async function rehearseCopy(
  configuration: Configuration,
  copy: WorkingCopy,
  env: NodeJS.ProcessEnv,
  options: RehearseOptions,
): Promise<TerraformValues> {
  checkGiven(options, configuration);
  checkRemoteStates(configuration, options);
  const regions = statedRegions(options, configuration, process.env);
  prepare(configuration, copy, regions);
  const assumed = await init(configuration, copy, env);
  checkRead(configuration);
  const run = (test: TestFile) => runTest(test, configuration.folder, copy, env, options);
  const first = await run(firstTest(configuration, options, regions));
  const evaluated = evaluatedProviders(first, configuration.usedKeys);
  const about = overriding(configuration, evaluated, options);
  let last = first;
  let overrides = foreseenOverrides(first, about);
  for (let runs = 1; runs < MOST_RUNS; runs++) {
    last = await run(nextTest(configuration, last, overrides));
    const next = overridesFor(last, overrides, about);
    if (isSame(next, overrides)) break;
    overrides = next;
  }
  const { resources, assumptions } = rehearsedValues(
    last.filter((instance) => !isSettings(instance)),
    first,
    overrides,
    ({ address }) => configuration.declaration(address)?.providerKey,
    evaluated.defaultTags,
  );
  return {
    from: "rehearsal",
    providers: [...evaluated.providers, ...configuration.unusedKeys.map((key) => ({ key }))],
    resources,
    assumptions: [
      ...assumed,
      ...evaluated.assumptions,
      ...assumptions,
      ...ignoredChanges(configuration),
      ...forgottenResources(configuration),
    ],
  };
}

/** Terraform would run the provisioners of a file that it can read and this program cannot. */
function checkRead({ modules }: Configuration): void {
  for (const { folder, files } of modules) {
    const unread = files.find(({ body }) => body === undefined);
    if (unread !== undefined)
      throw new UserError(
        `${join(folder, unread.name)}: cannot be read, though Terraform can; please report it`,
      );
  }
}

/** What decides the attributes of a resource, besides its arguments. */
function overriding(
  configuration: Configuration,
  { providers }: EvaluatedProviders,
  options: RehearseOptions,
): Overriding {
  const accounts = accountsOf(providers, options.accounts ?? {});
  const regions = new Map(providers.map(({ key, region }) => [key, region]));
  return {
    place: ({ address }) => {
      const key = configuration.declaration(address)?.providerKey ?? "";
      const account = accounts.get(key);
      return account === undefined ? undefined : { account, region: regions.get(key) ?? DEFAULT_REGION };
    },
    set: ({ address }) => givenValues(address, options),
    isLiteral: ({ address }, name) => {
      const block = configuration.declaration(address)?.block;
      return block !== undefined && literal(block, name) !== undefined;
    },
    isArgument: ({ address }, name) => {
      const block = configuration.declaration(address)?.block;
      return block !== undefined && argument(block, name) !== undefined;
    },
  };
}
