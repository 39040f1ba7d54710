import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ProofSetting, proofSetting } from "../verify/proof-setting";
import { unreadableConfiguration } from "./errors";

/** Settings from the environment or, failing that, from `context` in `cdktf.json`. */
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
}

/**
 * @param project the folder of `cdktf.json`; read only if `cdktf` has not passed its context in `env`
 * @throws UsageError if the context is not valid JSON, or if a setting has an unknown value
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env, project = "."): Settings {
  const context = contextOf(env, project);
  return {
    stacks: env.S3PORTER_STACKS ?? context.stacks ?? "stacks",
    proof: proofSetting(env, context.proof),
  };
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
