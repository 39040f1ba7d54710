import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hasTopologies } from "../topology/topology-file";
import { type ProofSetting, proofSetting } from "../verify/proof-setting";
import { suggestionFor } from "../messages/wording";
import {
  misspeltSetting,
  unknownAppSetting,
  unknownFolderSetting,
  unreadableConfiguration,
  wrongConfiguration,
} from "./errors";

/** Settings from the environment or, if it has none, from `context` in `cdktf.json`. */
export interface Settings {
  /**
   * The folder of the topologies: `S3PORTER_STACKS`, or `stacks` in the context.
   *
   * @default "stacks"
   */
  readonly stacks: string;
  /**
   * Whether synthesis fails if a stack is not proved: `S3PORTER_PROOF`, or `proof` in the context. With `warn`, the
   * stack is written with a warning.
   *
   * @default "fail"
   */
  readonly proof: ProofSetting;
  /** The app with the stacks, if the folder has no topologies. @default - the stacks are topologies */
  readonly app?: App;
}

/** An app that somebody wrote with the constructs, as `cdktf.json` has it. */
export interface App {
  /** For the shell, such as `npx tsx main.ts`. */
  readonly command: string;
  readonly context: Context;
  /** The folder of `cdktf.json`, in which it runs. */
  readonly folder: string;
  /** The command line that synthesizes it: `cdktn` is that of CDK Terrain. @default "cdktf" */
  readonly cli?: "cdktf" | "cdktn";
  /** What a person has to know if it fails. @default - nothing */
  readonly whenItFails?: string;
}

/**
 * @param project the folder of `cdktf.json`, which is not read if `cdktf` passes the context in `env`
 * @throws UsageError if the context is not valid JSON, or if a setting is misspelt or has an unknown value
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env, project = "."): Settings {
  const context = contextOf(env, project);
  const named = env.S3PORTER_STACKS ?? context.stacks;
  const folder = named ?? DEFAULT_FOLDER;
  if (typeof folder !== "string") throw unknownFolderSetting(folder);
  // A folder of this name can also have the code of an app.
  const isOfTopologies = named !== undefined || hasTopologies(join(project, folder));
  return {
    stacks: folder,
    proof: proofSetting(env, context.proof),
    app: isOfTopologies ? undefined : appOf(project, context),
  };
}

const DEFAULT_FOLDER = "stacks";

/** `s3porter synth` is the app of a project with topologies. */
function appOf(project: string, context: Context): App | undefined {
  const { app: command, terraformModules } = configurationOf(project);
  if (command === undefined) return undefined;
  if (typeof command !== "string" || command.trim() === "")
    throw unknownAppSetting(join(project, "cdktf.json"), command);
  if (/\bs3porter synth\b/.test(command)) return undefined;
  return {
    command,
    // Constructs of modules with a relative path look for them here.
    context: { ...context, cdktfRelativeModules: relativeModules(terraformModules) },
    folder: project,
    ...(usesTerrain(project) && { cli: "cdktn" }),
  };
}

/** Whether a project has packages of CDK Terrain: `cdktn`, `cdktn-cli`. */
function usesTerrain(project: string): boolean {
  const file = join(project, "package.json");
  return existsSync(file) && /"cdktn(-cli)?"\s*:/.test(readFileSync(file, "utf8"));
}

function relativeModules(modules: unknown): readonly unknown[] {
  if (!Array.isArray(modules)) return [];
  const sourceOf = (each: unknown) => (isMapping(each) ? each.source : each);
  return modules.filter((each) => /^\.\.?\//.test(String(sourceOf(each))));
}

type Context = Readonly<Record<string, unknown>>;

const NAMES: readonly (keyof Settings)[] = ["stacks", "proof"];

function contextOf({ CDKTF_CONTEXT_JSON: passedOn }: NodeJS.ProcessEnv, project: string): Context {
  if (passedOn !== undefined) return checked(parse(passedOn, "CDKTF_CONTEXT_JSON"), "CDKTF_CONTEXT_JSON");
  return checked(configurationOf(project).context ?? {}, `"context" in ${join(project, "cdktf.json")}`);
}

function configurationOf(project: string): Context {
  const file = join(project, "cdktf.json");
  if (!existsSync(file)) return {};
  const configuration = parse(readFileSync(file, "utf8"), file);
  if (!isMapping(configuration)) throw wrongConfiguration(file, configuration);
  return configuration;
}

/** The context can have settings of other programs, so only names that look like misspelt settings of s3porter are errors. */
function checked(context: unknown, from: string): Context {
  if (!isMapping(context)) throw wrongConfiguration(from, context);
  for (const name of Object.keys(context)) {
    const meant = NAMES.find((each) => !(each in context) && suggestionFor(name, [each]) !== undefined);
    if (meant !== undefined && !NAMES.includes(name as keyof Settings))
      throw misspeltSetting(from, name, meant);
  }
  return context;
}

function isMapping(value: unknown): value is Context {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(json: string, from: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw unreadableConfiguration(from, (error as Error).message);
  }
}
