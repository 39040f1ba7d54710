import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { unknownProofSetting, unreadableConfiguration } from "./errors";

/** What the environment, or else the `context` of `cdktf.json`, says. */
export interface Settings {
  /**
   * The folder of the topologies: `S3PORTER_STACKS`, or `stacks` of the context.
   *
   * @default "stacks"
   */
  readonly stacks: string;
  /**
   * What becomes of a stack that is not proved when it is synthesized: `S3PORTER_PROOF`, or `proof` of the context.
   * With `warn` it is written all the same.
   *
   * @default "fail"
   */
  readonly proof: "fail" | "warn";
}

/**
 * @param project where `cdktf.json` is; to the app, `cdktf` passes its context on
 * @throws UsageError if the context is no JSON, or if there is no such setting
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env, project = "."): Settings {
  const context = contextOf(env, project);
  const proof = env.S3PORTER_PROOF ?? context.proof ?? "fail";
  if (proof !== "fail" && proof !== "warn") throw unknownProofSetting(proof);
  return { stacks: env.S3PORTER_STACKS ?? context.stacks ?? "stacks", proof };
}

type Context = Partial<Record<keyof Settings, string>>;

function contextOf({ CDKTF_CONTEXT_JSON: passedOn }: NodeJS.ProcessEnv, project: string): Context {
  if (passedOn !== undefined) return parse<Context>(passedOn, "CDKTF_CONTEXT_JSON");
  const file = join(project, "cdktf.json");
  if (!existsSync(file)) return {};
  return parse<{ readonly context?: Context }>(readFileSync(file, "utf8"), file).context ?? {};
}

function parse<T>(json: string, from: string): T {
  try {
    return JSON.parse(json) as T;
  } catch (error) {
    throw unreadableConfiguration(from, (error as Error).message);
  }
}
