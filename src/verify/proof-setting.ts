import { unknownProofSetting } from "./errors";

/** What happens if a stack is not proved: synthesis fails, or writes the stack with a warning. */
export type ProofSetting = "fail" | "warn";

/**
 * Reads the setting from `S3PORTER_PROOF` or, if that is not set, from `proof` in the context.
 *
 * @throws UsageError if the value is neither `fail` nor `warn`
 */
export function proofSetting(env: NodeJS.ProcessEnv, inContext: unknown): ProofSetting {
  const setting = env.S3PORTER_PROOF ?? inContext ?? "fail";
  if (setting !== "fail" && setting !== "warn") throw unknownProofSetting(setting);
  return setting;
}
