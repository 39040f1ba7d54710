import { unknownProofSetting } from "./errors";

/** Whether a stack that is not proved is not written, or is written with a warning. */
export type ProofSetting = "fail" | "warn";

/**
 * Reads the setting from `S3PORTER_PROOF` or, failing that, from `proof` in the context.
 *
 * @throws UsageError if it has another value
 */
export function proofSetting(env: NodeJS.ProcessEnv, inContext: unknown): ProofSetting {
  const setting = env.S3PORTER_PROOF ?? inContext ?? "fail";
  if (setting !== "fail" && setting !== "warn") throw unknownProofSetting(setting);
  return setting;
}
