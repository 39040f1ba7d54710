/** That no runbook tells anyone to do what the proof of the same stack refuses. */
import fc from "fast-check";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { nameOf } from "../../src/aws/arn";
import { explain } from "../support/explained";
import { isAllowed } from "../../src/verify/explain/explanation";
import { caseOf } from "../../src/verify/topology";
import type { Model } from "../../src/topology/model";
import type { Actor } from "../../src/prove/proof/actor";
import type { Operation } from "../../src/prove/proof/operation";
import { succeeds } from "../../src/prove/proof/answers";
import { intentsOf } from "../../src/topology/intents";
import { representativeOf } from "../../src/prove/proof/permission-sets";
import { resolve } from "../../src/topology/resolve";
import type { Topology } from "../../src/topology/topology";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { proofOf } from "../support/provable";
import { runs } from "../support/runs";
import { readTopologies } from "../../src/topology/folder";
import { loadTopology } from "../../src/topology/load";
import { join } from "node:path";
import { REPOSITORY } from "../support/repository";

/** A section of `~/.aws/config` in a runbook. */
interface Profile {
  readonly name: string;
  readonly roleArn: string;
  readonly sourceProfile?: string;
  readonly credentialSource?: string;
}

function expectRightRunbook(topology: Topology): void {
  const model = resolve(topology);
  const { terraform } = topologyTerraform("stack", model);
  const { runbook } = (terraform as { output: { runbook: { value: string } } }).output;
  const proof = proofOf(intentsOf(model), terraform);
  expect(proof.flaws).toEqual([]);
  const profiles = profilesIn(runbook.value);
  const created = model.principals.flatMap((principal) =>
    principal.kind === "role" && !principal.existing ? [principal.principalArn] : [],
  );
  const assumptions = proof.operations.filter(
    (operation) =>
      operation.title === "assuming the role" &&
      operation.expected === "allowed" &&
      succeeds(operation, proof.decisions),
  );
  // Who can assume an existing role is not known.
  for (const profile of profiles.filter(({ roleArn }) => created.includes(roleArn))) {
    const callers = assumptions
      .filter(({ on }) => on.includes(nameOf(profile.roleArn)))
      .map(({ actor }: Operation) => actor)
      .filter(({ caller }) => caller.kind !== "service");
    const begins = model.principals.find(({ name }) => name === profile.sourceProfile);
    const accounts = topologyAccountsWith(topology, profile.sourceProfile);
    const isPossible = (actor: Actor) =>
      profile.sourceProfile === "default" ||
      (begins ? actor.arn === begins.principalArn : accounts.includes(actor.account ?? ""));
    const isAsked = (actor: Actor) =>
      profile.credentialSource === undefined ? isPossible(actor) : actor.caller.kind === "session";
    expect([profile, callers.filter(isAsked).length > 0]).toEqual([profile, true]);
    if (begins) expect(knownProfiles(topology, runbook.value)).toContain(begins.name);
  }
  expect(circular(profiles)).toEqual([]);
  for (const name of profilesUsedIn(runbook.value))
    expect(knownProfiles(topology, runbook.value)).toContain(name);
  expectAllowedCommands(model, terraform as object, runbook.value);
}

/** What a person puts in place of a placeholder. */
const VALUES: Readonly<Record<string, string>> = {
  "aws:PrincipalTag/team": "blue",
  "aws:PrincipalTag/kubernetes-namespace": "shop",
  "aws:PrincipalOrgID": "o-abcde12345",
  "aws:SourceIdentity": "ann",
  "aws:userid": "AROAEXAMPLE:ann",
  "cognito-identity.amazonaws.com:sub": "eu-west-1:ann",
  "ec2:SourceInstanceARN": "arn:aws:ec2:eu-west-1:111111111111:instance/i-1",
  "lambda:SourceFunctionArn": "arn:aws:lambda:eu-west-1:111111111111:function:f",
};

/** Every command for a principal works as it is printed, if each placeholder is replaced by the value that is explained. */
function expectAllowedCommands(model: Model, terraform: object, runbook: string): void {
  const printed = runbook.replaceAll(/([$%])\1\{/g, "$1{").split("\n");
  const stack = caseOf(model, terraform);
  const context = Object.entries(VALUES).map(([name, value]) => `${name}=${value}`);
  let principal: Model["principals"][number] | undefined;
  for (const line of printed) {
    const title = /^# ([\w-]+): |^# Check the replication|^# Create a job|^# DataSync copies/.exec(line);
    if (title) principal = model.principals.find((each) => titleOf(each) === (title[1] ?? ""));
    const as = principal?.name;
    const values = {
      ...VALUES,
      ...(principal && { "aws:PrincipalArn": representativeOf(principal.principalArn) }),
    };
    if (line.startsWith("#")) continue;
    // Terraform knows the key and the task.
    expect(line.replaceAll(/\$\{aws_(kms_key|kms_replica_key|datasync_task)\.\w+\.arn\}/g, "")).not.toContain(
      "${",
    );
    for (const [placeholder, name = ""] of line.matchAll(PLACEHOLDER)) {
      expect(Object.keys(values)).toContain(name);
      expect(printed.filter((each) => each.startsWith(`# Replace ${placeholder} with `))).not.toEqual([]);
    }
    if (as === undefined) continue;
    const words = wordsOf(line).map((word) =>
      word.replaceAll(PLACEHOLDER, (_, name: keyof typeof values) => values[name] ?? ""),
    );
    for (const { ask, on } of questionsOf(words))
      expect([line, ask, on, isAllowed(explain({ as, do: ask, on, context }, model, stack))]).toEqual([
        line,
        ask,
        on,
        true,
      ]);
  }
}

const PLACEHOLDER = /<([^<>]+)>/g;

function titleOf(principal: Model["principals"][number]): string | undefined {
  if (principal.kind === "account" || principal.kind === "organization") return undefined;
  if (principal.kind === "permission set") return principal.permissionSetName;
  return principal.kind === "role" ? principal.roleName : principal.userName;
}

/** As a shell splits them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) =>
    word.replaceAll(
      /'([^']*)'|\\(.)/g,
      (_, quoted: string | undefined, escaped: string) => quoted ?? escaped,
    ),
  );
}

/** What a command does, as questions to `explain`. */
function questionsOf(words: readonly string[]): { ask: string; on: string }[] {
  const [program, service, operation = "", source = "", destination = ""] = words;
  const option = (name: string) => words[words.indexOf(name) + 1] ?? "";
  if (program !== "aws" || (service !== "s3" && service !== "s3api")) return [];
  if (service === "s3api") {
    const key = words.includes("--key")
      ? option("--key")
      : words.includes("--prefix")
        ? option("--prefix")
        : "";
    const version = words.includes("--version-id") ? " --version-id V" : "";
    return [{ ask: `aws s3api ${operation}${version}`, on: `s3://${option("--bucket")}/${key}` }];
  }
  if (operation === "ls") return [{ ask: "aws s3 ls", on: source }];
  if (operation === "rm") return [{ ask: "aws s3 rm", on: source }];
  if (destination === "./") return [{ ask: "aws s3 cp, downloading", on: source }];
  if (source === "./FILE") return [{ ask: "aws s3 cp, uploading", on: `${destination}FILE` }];
  return [
    { ask: "aws s3 ls", on: source },
    { ask: "GET", on: `${source}KEY` },
    { ask: "PUT", on: `${destination}KEY` },
    ...(operation === "sync" ? [{ ask: "aws s3 ls", on: destination }] : []),
  ];
}

/** Profiles that begin with themselves, which the AWS CLI refuses. */
function circular(profiles: readonly Profile[]): string[] {
  const sources = new Map(profiles.map(({ name, sourceProfile }) => [name, sourceProfile]));
  return [...sources.keys()].filter((name) => {
    let source = sources.get(name);
    for (let step = 0; step < profiles.length && source !== name; step++) source = sources.get(source ?? "");
    return source === name;
  });
}

function profilesIn(runbook: string): Profile[] {
  const profile =
    /^\[profile ([\w-]+)\]\nrole_arn = (\S+)\n(?:source_profile = (\S+)|credential_source = (\w+))$/gm;
  return [...runbook.matchAll(profile)].map(
    ([, name = "", roleArn = "", sourceProfile, credentialSource]): Profile => ({
      name,
      roleArn,
      ...(sourceProfile !== undefined && { sourceProfile }),
      ...(credentialSource !== undefined && { credentialSource }),
    }),
  );
}

function profilesUsedIn(runbook: string): string[] {
  return [...runbook.matchAll(/ --profile ([\w-]+)$/gm)].map(([, name = ""]) => name);
}

function knownProfiles({ accounts }: Topology, runbook: string): string[] {
  const configured = [...runbook.matchAll(/^\[profile ([\w-]+)\]|^aws configure --profile ([\w-]+)$/gm)];
  return [
    ...configured.map(([, role, user]) => role ?? user ?? ""),
    ...Object.values(accounts).flatMap(({ profile }) => profile ?? []),
  ];
}

function topologyAccountsWith({ accounts }: Topology, sourceProfile?: string): string[] {
  return Object.values(accounts)
    .filter(({ profile = "default" }) => profile === sourceProfile)
    .map(({ id }) => id);
}

test.each(readTopologies(join(REPOSITORY, "stacks")))("the runbook of $name", ({ topology }) => {
  expectRightRunbook(topology);
});

test("every kind of profile is tried", () => {
  const text = `
accounts:
  a: { id: "111111111111", region: us-east-1, profile: a-admin }
  b: { id: "222222222222", region: us-east-1 }
buckets:
  source: { account: a, name: acme-source }
principals:
  ann: { account: a, user: Ann }
  app: { account: b, role: App, assumed_by: [ec2.amazonaws.com] }
  pod: { account: b, role: Pod, assumed_by: [pods.eks.amazonaws.com] }
  vendor: { account: a, role: Vendor, assumed_by: ["arn:aws:iam::444444444444:role/vendor", vendor], external_id: acme-42 }
  reader: { account: a, role: Reader, assumed_by: [app] }
  lister: { account: a, role: Lister, assumed_by: [reader, ann] }
  writer: { account: b, role: Writer, assumed_by: [lister] }
  puller: { account: b, role: Puller, assumed_by: [pod] }
access:
${["ann", "app", "pod", "vendor", "reader", "lister", "writer", "puller"]
  .map((principal) => `  - { principal: ${principal}, bucket: source, allow: list }`)
  .join("\n")}
`;
  const topology = loadTopology(text);
  expectRightRunbook(topology);
  const { terraform } = topologyTerraform("stack", resolve(topology));
  const { runbook } = (terraform as { output: { runbook: { value: string } } }).output;
  const lines = runbook.value.split("\n");
  expect(
    profilesIn(runbook.value).map(({ name, sourceProfile, credentialSource }) => [
      name,
      sourceProfile,
      credentialSource,
    ]),
  ).toEqual([
    ["lister", "ann", undefined],
    ["reader", undefined, "Ec2InstanceMetadata"],
    ["vendor", "default", undefined],
    ["writer", "lister", undefined],
  ]);
  expect(lines).toContain("# App: run these commands on an EC2 instance with the instance profile App");
  expect(lines).toContain(
    "# Puller: assume the role in a pod whose service account has a Pod Identity association with arn:aws:iam::222222222222:role/Pod, and run these commands with the credentials that are printed",
  );
});

test("prefixes with policy variables", () => {
  const text = `
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
buckets:
  home: { account: data, name: acme-home }
  copy: { account: data, name: acme-copy }
principals:
  team: { account: apps, role: Team, assumed_by: ["arn:aws:iam::222222222222:root"], session_tags: [team, cost], external_id: acme-42 }
  blue: { account: apps, role: Blue, assumed_by: ["arn:aws:iam::222222222222:root"], tags: { team: blue } }
  session: { account: apps, role: Session, assumed_by: ["arn:aws:iam::222222222222:root", team] }
  later: { account: apps, role: Later, assumed_by: [team] }
  ann: { account: apps, user: Ann }
  bob: { account: apps, user: Bob, existing: true, path: /people/ }
  pod: { account: apps, role: Pod, assumed_by: [pods.eks.amazonaws.com, lambda.amazonaws.com, "arn:aws:iam::222222222222:root"] }
  chained: { account: data, role: Chained, assumed_by: [pod, ann, "arn:aws:iam::222222222222:user/eve"] }
  machine: { account: apps, role: Machine, assumed_by: [ec2.amazonaws.com, "arn:aws:iam::222222222222:root"] }
  build:
    account: apps
    role: Build
    assumed_by: [{ oidc: token.actions.githubusercontent.com, subjects: ["repo:acme/site:environment:prod"] }, ec2.amazonaws.com]
    session_tags: [team]
access:
  - { principal: build, bucket: home, allow: list, prefix: "builds/\${aws:PrincipalTag/team}/" }
  - { principal: team, bucket: home, allow: [read_write, delete], prefix: "teams/\${aws:PrincipalTag/team}/" }
  - { principal: blue, bucket: home, allow: read, prefix: "\${aws:PrincipalTag/team}" }
  - { principal: session, bucket: home, allow: read_write, prefix: "of/\${aws:userid}/\${aws:PrincipalAccount}/" }
  - { principal: later, bucket: home, allow: list, prefix: "\${aws:PrincipalType}/" }
  - { principal: ann, bucket: home, allow: read_write, prefix: "home/\${aws:username}/" }
  - { principal: bob, bucket: home, allow: read, prefix: "home/\${aws:username}/" }
  - { principal: bob, bucket: copy, allow: [write, list], prefix: "of/\${aws:PrincipalArn}/" }
  - { principal: pod, bucket: home, allow: [list_versions, get_version, locate], prefix: "ns/\${aws:PrincipalTag/kubernetes-namespace}/" }
  - { principal: chained, bucket: home, allow: list, prefix: "of/\${aws:PrincipalTag/kubernetes-namespace}/" }
  - { principal: machine, bucket: home, allow: list, prefix: "\${ec2:SourceInstanceARN}/" }
`;
  const topology = loadTopology(text);
  expectRightRunbook(topology);
  const { terraform } = topologyTerraform("stack", resolve(topology));
  const { runbook } = (terraform as { output: { runbook: { value: string } } }).output;
  const lines = runbook.value.split("\n");
  const first = lines.findIndex((line) => line.startsWith("# Team:"));
  expect(lines.slice(first, first + 8)).toEqual([
    "# Team: assume the role as a principal that can, and run these commands with the credentials that are printed",
    "aws sts assume-role --role-arn arn:aws:iam::222222222222:role/Team --role-session-name s3porter --external-id acme-42 --tags 'Key=team,Value=<aws:PrincipalTag/team>'",
    "",
    "# Replace <aws:PrincipalTag/team> with the value of your tag team.",
    "aws s3 ls 's3://acme-home/teams/<aws:PrincipalTag/team>/' --region eu-west-1",
    "aws s3 cp 's3://acme-home/teams/<aws:PrincipalTag/team>/KEY' ./ --region eu-west-1",
    "aws s3 cp ./FILE 's3://acme-home/teams/<aws:PrincipalTag/team>/' --region eu-west-1",
    "aws s3 rm 's3://acme-home/teams/<aws:PrincipalTag/team>/KEY' --region eu-west-1",
  ]);
  const build = lines.findIndex((line) => line.startsWith("# Build:"));
  expect(lines.slice(build, build + 2)).toEqual([
    "# Build: run these commands in a job of GitHub Actions whose subject the role trusts, after these lines of its workflow",
    "# The token must pass the tag team.",
  ]);
  expect(lines.filter((line) => /^# (Pod|Chained|Machine):/.test(line))).toEqual([
    "# Chained: assume the role in a pod whose service account has a Pod Identity association with arn:aws:iam::222222222222:role/Pod, and run these commands with the credentials that are printed",
    "# Machine: run these commands on an EC2 instance with the instance profile Machine",
    "# Pod: run these commands in a pod whose service account has a Pod Identity association with arn:aws:iam::222222222222:role/Pod",
  ]);
});

test("a placeholder that only the credentials have is explained", () => {
  expectRightRunbook(
    loadTopology(`accounts: { a: { id: "111111111111", region: us-east-1 } }
buckets: { lake: { account: a, name: acme-lake }, out: { account: a, name: acme-out, key: lake } }
principals:
  team: { account: a, role: Team, session_tags: [team], assumed_by: ["arn:aws:iam::111111111111:user/ann"] }
access:
  - { principal: team, bucket: lake, allow: read }
  - { principal: team, bucket: out, allow: write }
  - { principal: team, bucket: lake, allow: put, prefix: "of/\${aws:PrincipalTag/team}/" }
`),
  );
});

test("a runbook says what stands for the variables of a prefix also where it creates a job", () => {
  expectRightRunbook(
    loadTopology(`accounts:
  data: { id: "111111111111", region: us-east-1 }
buckets:
  lake: { account: data, name: acme-lake }
principals:
  jobs: { account: data, role: jobs, assumed_by: [batchoperations.s3.amazonaws.com, ec2.amazonaws.com] }
access:
  - { principal: jobs, bucket: lake, allow: [initiate_replication, generate_manifest], prefix: "of/\${aws:PrincipalOrgID}/" }
`),
  );
});

test("random runbooks", () => {
  fc.assert(fc.property(arbitraryTopology, expectRightRunbook), { numRuns: runs(100) });
});
