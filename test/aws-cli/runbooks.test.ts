/** That the AWS CLI takes the commands of jobs and tasks: it knows every option and parameter. It sends nothing. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import type { Topology } from "../../src";
import { environment } from "../support/environment";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";
import { readTopology } from "../support/topologies";

const ACCOUNT = 'accounts: { data: { id: "111111111111", region: us-east-1, profile: data-admin } }';
const JOB = `principals:
  job: { account: data, role: acme-job, assumed_by: [batchoperations.s3.amazonaws.com] }`;

const TOPOLOGIES: readonly (readonly [string, Topology])[] = [
  ["batch-copy", readTopology("batch-copy")],
  ["batch-replication", readTopology("batch-replication")],
  ["datasync", readTopology("datasync")],
  [
    "a job that re-encrypts, with prefixes",
    loadTopology(`${ACCOUNT}
buckets:
  lake: { account: data, name: acme-lake }
  jobs: { account: data, name: acme-jobs }
${JOB}
access:
  - { principal: job, bucket: lake, allow: [get, get_version, update_encryption, generate_manifest], prefix: "of 'a'/" }
  - { principal: job, bucket: jobs, allow: [get, get_version, put], prefix: desk/ }
`),
  ],
  [
    "a job that copies what S3 lists",
    loadTopology(`${ACCOUNT}
buckets:
  lake: { account: data, name: acme-lake }
  copy: { account: data, name: acme-copy }
  jobs: { account: data, name: acme-jobs }
${JOB}
access:
  - { principal: job, bucket: lake, allow: [list, get, generate_manifest], prefix: out/ }
  - { principal: job, bucket: copy, allow: write, prefix: in/ }
  - { principal: job, bucket: jobs, allow: [get, get_version, put] }
`),
  ],
];

/** What Terraform puts in place of its references. */
const ARNS: Readonly<Record<string, string>> = {
  aws_kms_key: "arn:aws:kms:us-east-1:111111111111:key/12345678-90ab-cdef-1234-567890abcdef",
  aws_datasync_task: "arn:aws:datasync:us-east-1:222222222222:task/task-0123456789abcdef0",
};

/** Those of the services themselves, which the CLI checks. */
function commandsOf(topology: Topology): string[] {
  const { terraform } = topologyTerraform("stack", resolve(topology));
  const { runbook } = (terraform as { output: { runbook: { value: string } } }).output;
  return runbook.value
    .replaceAll(/\$\{(aws_\w+)\.\w+\.arn\}/g, (_, type: string) => ARNS[type] ?? "")
    .replaceAll(/([$%])\1\{/g, "$1{")
    .split("\n")
    .filter((line) => /^aws (s3api|s3control|datasync) /.test(line))
    .map((line) => line.split(" | ")[0] ?? "");
}

let folder: ReturnType<typeof temporaryFolder>;

beforeAll(() => (folder = temporaryFolder()));
afterAll(() => folder.remove());

/** Only checks a command. The sample of a job that the CLI prints as `output` does not pass its own checks. */
async function check(command: string): Promise<unknown> {
  const config = join(folder.path, "config");
  writeFileSync(
    config,
    ["data", "source", "destination"].map((name) => `[profile ${name}-admin]\n`).join(""),
  );
  const skeleton = command.startsWith("aws s3control describe-job ") ? "input" : "output";
  const env = environment({ AWS_CONFIG_FILE: config });
  return run("sh", ["-c", `${command} --generate-cli-skeleton ${skeleton}`], { cwd: folder.path, env });
}

test.each(TOPOLOGIES)("the commands of %s", async (_, topology) => {
  const commands = commandsOf(topology);
  expect(commands.length).toBeGreaterThan(1);
  for (const command of commands) await check(command);
});

test("a parameter that S3 does not know would be found", async () => {
  const [command = ""] = commandsOf(readTopology("batch-replication"));
  await expect(check(command.replace('"ReportScope"', '"Scope"'))).rejects.toThrow(
    'Unknown parameter in Report: "Scope"',
  );
});
