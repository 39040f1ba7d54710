/** That no runbook tells anyone to assume a role in a way that the proof of the same stack refuses. */
import fc from "fast-check";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { nameOf } from "../../src/aws/arn";
import type { Operation } from "../../src/prove/proof/operation";
import { succeeds } from "../../src/prove/proof/answers";
import { intentsOf } from "../../src/topology/intents";
import { resolve } from "../../src/topology/resolve";
import type { Topology } from "../../src/topology/topology";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { proofOf } from "../support/provable";
import { runs } from "../support/runs";
import { readTopologies } from "../../src/topology/load";
import { join } from "node:path";
import { REPOSITORY } from "../support/repository";

/** A section of `~/.aws/config` in a runbook. */
interface Profile {
  readonly name: string;
  readonly roleArn: string;
  readonly sourceProfile: string;
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
    const accounts = topologyAccountsWith(topology, profile.sourceProfile);
    const isPossible = callers.some(({ account = "" }) => accounts.includes(account));
    expect([profile, isPossible || (profile.sourceProfile === "default" && callers.length > 0)]).toEqual([
      profile,
      true,
    ]);
  }
  for (const name of profilesUsedIn(runbook.value))
    expect(knownProfiles(topology, runbook.value)).toContain(name);
}

function profilesIn(runbook: string): Profile[] {
  return runbook.split(/\n(?=\[profile )/).flatMap((section) => {
    const [, name, roleArn, sourceProfile] =
      /^\[profile ([\w-]+)\]\nrole_arn = (\S+)\nsource_profile = (\S+)/.exec(section) ?? [];
    return name && roleArn && sourceProfile ? [{ name, roleArn, sourceProfile }] : [];
  });
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

function topologyAccountsWith({ accounts }: Topology, sourceProfile: string): string[] {
  return Object.values(accounts)
    .filter(({ profile = "default" }) => profile === sourceProfile)
    .map(({ id }) => id);
}

test.each(readTopologies(join(REPOSITORY, "stacks")))("the runbook of $name", ({ topology }) => {
  expectRightRunbook(topology);
});

test("random runbooks", () => {
  fc.assert(fc.property(arbitraryTopology, expectRightRunbook), { numRuns: runs(100) });
});
