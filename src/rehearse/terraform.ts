import { spawn } from "node:child_process";
import { devNull } from "node:os";
import { UsageError } from "../messages/user-error";
import { atTheLatestAtExit } from "./cleanup";

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** A short text after which nothing is needed, so that Terraform need not go on. */
  readonly until?: RegExp;
}

const LONGEST_END = 200;

/** Runs Terraform to its end, or to the last text that is needed. */
export function runTerraform(args: readonly string[], { cwd, env, until }: RunOptions): Promise<Ran> {
  return new Promise((fulfil, reject) => {
    // In a process group of its own, to be ended together with the providers that it starts.
    const child = spawn("terraform", args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const kill = atTheLatestAtExit(() => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    });
    let stdout = "";
    let stderr = "";
    // The text can begin in one part and end in the next. To search all text so far each time would take megabytes each time.
    let end = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      end = end.slice(-LONGEST_END) + text;
      if (until?.test(end)) kill();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", (error: NodeJS.ErrnoException) => {
      kill();
      reject(error.code === "ENOENT" ? new UsageError(NOT_INSTALLED) : error);
    });
    child.on("close", (code) => {
      kill();
      fulfil({ exitCode: code ?? 1, stdout, stderr });
    });
  });
}

const LEAST_VERSION = "1.7";
const NOT_INSTALLED = `a folder is checked with Terraform ${LEAST_VERSION} or newer, which is not installed: https://developer.hashicorp.com/terraform/install`;

/** The first version with mocked providers. */
export async function checkVersion(options: RunOptions): Promise<void> {
  const { stdout } = await runTerraform(["version", "-json"], options);
  const problem = versionProblem(stdout);
  if (problem !== undefined) throw new UsageError(problem);
}

/** @param json what `terraform version -json` prints */
export function versionProblem(json: string): string | undefined {
  const [, version = "", major, minor] = /"terraform_version":\s*"((\d+)\.(\d+)[^"]*)"/.exec(json) ?? [];
  if (Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 7)) return undefined;
  const found = version === "" ? "found no version" : `found ${version}`;
  return `a folder is checked with Terraform ${LEAST_VERSION} or newer, ${found}; upgrade it: https://developer.hashicorp.com/terraform/install`;
}

/** Of the user's own settings, those that say where plugins are. */
const KEPT = [
  "TF_CLI_CONFIG_FILE",
  "TF_PLUGIN_CACHE_DIR",
  "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE",
  "TF_TOKEN_",
];

/** The environment of the user, without any way to an AWS account and without options for other runs of Terraform. */
export function environment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(
    ([name]) =>
      !/^AWS_/i.test(name) &&
      (!name.startsWith("TF_") || name.startsWith("TF_VAR_") || KEPT.some((each) => name.startsWith(each))),
  );
  const pluginDirs = own.TF_CLI_ARGS_init?.match(/-plugin-dir=\S+/g) ?? [];
  return {
    ...Object.fromEntries(kept),
    ...(pluginDirs.length > 0 ? { TF_CLI_ARGS_init: pluginDirs.join(" ") } : {}),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    // The AWS provider allocates hundreds of megabytes of schemas at each start and keeps them: collecting is wasted time.
    GOGC: own.GOGC ?? "400",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
  };
}

/** Port 9 discards everything: whatever a provider still sends fails at once. */
const NOWHERE = "http://127.0.0.1:9";

export function withoutNetwork(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => name.toLowerCase() !== "no_proxy")),
    ...Object.fromEntries(proxies.map((name) => [name, NOWHERE])),
  };
}
