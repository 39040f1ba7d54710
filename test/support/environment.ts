import { devNull } from "node:os";
import { ANYBODY } from "./aws-clients";
import { PLUGINS } from "./provider-plugins";

/**
 * The AWS provider makes hundreds of megabytes of schemas at each start, which nobody needs to tidy up while there is memory.
 */
export const WITHOUT_COLLECTING = { GOGC: "off", GOMEMLIMIT: "700MiB" };

/** The environment of Terraform and CDKTF: the caller's, without any way to a real AWS account. */
export function environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"))),
    AWS_ACCESS_KEY_ID: ANYBODY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ANYBODY.secretAccessKey,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    ...WITHOUT_COLLECTING,
    TF_CLI_ARGS_init: `-plugin-dir=${PLUGINS}`,
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    ...extra,
  };
}
