/** That no runbook tells anyone to assume a role in a way that the proof of the same stack refuses. */
import fc from "fast-check";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { nameOf } from "../../src/aws/arn";
import type { Actor } from "../../src/prove/proof/actor";
import type { Operation } from "../../src/prove/proof/operation";
import { succeeds } from "../../src/prove/proof/answers";
import { intentsOf } from "../../src/topology/intents";
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

test("random runbooks", () => {
  fc.assert(fc.property(arbitraryTopology, expectRightRunbook), { numRuns: runs(100) });
});
