/** That the proof notices what is wrong with the policies of random topologies. */
import { App } from "cdktf";
import fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TopologyStack } from "../../src/constructs/topology-stack";
import type { RawStatement } from "../../src/estate/policy-document";
import type { Intents } from "../../src/prove/proof/intents";
import { intentsOf } from "../../src/topology/intents";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { exhaustiveSweep } from "../support/exhaustive-sweep";
import { estateFor, proofOf } from "../support/provable";
import { runs } from "../support/runs";
import { type PolicyMutant, policyMutants, type Terraform } from "./policy-mutants";
import { widerMutants } from "./wider-mutants";
import { resolve } from "../../src/topology/resolve";

const outdir = mkdtempSync(join(tmpdir(), "s3porter-"));
afterAll(() => rmSync(outdir, { recursive: true }));

const synthesized = arbitraryTopology.map((topology) => {
  const stack = new TopologyStack(new App({ outdir }), "stack", resolve(topology));
  stack.prepareStack();
  const terraform = JSON.parse(JSON.stringify(stack.toTerraform())) as Terraform;
  return {
    intents: intentsOf(resolve(topology)),
    terraform: { ...terraform, locals: terraform.locals ?? {} },
  };
});

/** One mutant of each of so many topologies. */
const RUNS = runs(400, 20);

test("whatever is left out is noticed", () => {
  let tried = 0;
  fc.assert(
    fc.property(synthesized, fc.nat(), ({ intents, terraform }, nat) => {
      const mutants = policyMutants(terraform).filter(
        (mutant) => !isSaidAgain(mutant, terraform) && !isGivenToAll(mutant, intents),
      );
      const mutant = mutants[nat % mutants.length];
      if (!mutant) return;
      tried++;
      const { document, statement, what } = mutant;
      expect([document, statement, what, flawsOf(intents, mutant.terraform)]).not.toEqual([
        document,
        statement,
        what,
        0,
      ]);
    }),
    { numRuns: RUNS },
  );
  console.info(`${tried} random mutants with less, all noticed`);
});

test("whatever is allowed besides is noticed", () => {
  let tried = 0;
  fc.assert(
    fc.property(synthesized, fc.nat(), ({ intents, terraform }, nat) => {
      const mutants = widerMutants(terraform);
      const mutant = mutants[nat % mutants.length];
      if (!mutant) return;
      tried++;
      const { document, statement, what } = mutant;
      expect([document, statement, what, flawsOf(intents, mutant.terraform)]).not.toEqual([
        document,
        statement,
        what,
        0,
      ]);
    }),
    { numRuns: RUNS },
  );
  console.info(`${tried} random mutants with more, all noticed`);
});

test("nothing is found by asking everything about everybody that the sweep does not find", () => {
  fc.assert(
    fc.property(synthesized, fc.nat(), ({ intents, terraform }, nat) => {
      const mutants = widerMutants(terraform);
      const wider = mutants[nat % mutants.length]?.terraform ?? terraform;
      const asked = exhaustiveSweep(intents, estateFor(intents, wider));
      // Two of five have something to find: others are drawn for the rest.
      fc.pre(asked.length > 0);
      const parts = proofOf(withoutEarlier(intents), wider).flaws.map(({ part }) => part);
      expect([asked[0], parts]).toEqual([asked[0], expect.arrayContaining(["nothing else"])]);
    }),
    { numRuns: runs(20, 4) },
  );
});

/** As if nothing had been allowed before. Without any earlier policy, the proof would take that of a key as given. */
function withoutEarlier({ existingBuckets, existingKeys, ownStatements: _, ...intents }: Intents): Intents {
  const emptied = ({ earlier }: { readonly earlier?: object }) =>
    earlier && { earlier: { ...earlier, Statement: [] } };
  return {
    ...intents,
    ...(existingBuckets && {
      existingBuckets: existingBuckets.map((each) => ({ ...each, ...emptied(each) })),
    }),
    ...(existingKeys && { existingKeys: existingKeys.map((each) => ({ ...each, ...emptied(each) })) }),
  };
}

function flawsOf(intents: ReturnType<typeof intentsOf>, terraform: Terraform): number {
  return proofOf(intents, terraform).flaws.length;
}

/** A value of a condition that another statement of the document has for the same actions: leaving it out changes nothing. */
function isSaidAgain({ kind, what, document, statement }: PolicyMutant, { locals }: Terraform): boolean {
  // The list also has the root of this account, whose administrators can give a user the same.
  const [, ownRoot] = /^principal (arn:[\w-]+:iam::\d+:)(?!root$)/.exec(what) ?? [];
  if (ownRoot !== undefined) {
    const named = locals[document]?.Statement.find(({ Sid }) => Sid === statement)?.Principal;
    return JSON.stringify(named).includes(`"${ownRoot}root"`);
  }
  // A path begins with the id of its organization. S3 wants the id besides, so that the policy is not public.
  if (what === "condition StringEquals aws:PrincipalOrgID") {
    const changed = locals[document]?.Statement.find(({ Sid }) => Sid === statement);
    return JSON.stringify(changed?.Condition ?? {}).includes("aws:PrincipalOrgPaths");
  }
  if (kind !== "value") return false;
  const [, value = "", key = ""] = /^value (.*) of (\S+)$/s.exec(what) ?? [];
  const statements = locals[document]?.Statement ?? [];
  const changed = statements.find(({ Sid }) => Sid === statement);
  const valuesOf = ({ Condition = {} }: RawStatement) =>
    Object.values(Condition).flatMap((keys) => [keys[key] ?? []].flat());
  return statements.some(
    (other) =>
      other !== changed &&
      valuesOf(other).includes(value) &&
      [changed?.Action ?? []].flat().some((action) => [other.Action ?? []].flat().includes(action)) &&
      JSON.stringify([other.Resource, other.Principal]) ===
        JSON.stringify([changed?.Resource, changed?.Principal]),
  );
}

/** The prefix of a listing by somebody whose account was given more of the bucket: its administrators may pass that on. */
function isGivenToAll({ what }: PolicyMutant, { access }: ReturnType<typeof intentsOf>): boolean {
  const account = (arn: string) => arn.split(":")[4];
  return (
    /^condition \w+ s3:prefix$/.test(what) &&
    access.some(
      (whole) =>
        whole.principalArn.endsWith(":root") &&
        access.some(
          (edge) =>
            edge.bucketArn === whole.bucketArn &&
            edge.prefix !== whole.prefix &&
            account(edge.principalArn) === account(whole.principalArn),
        ),
    )
  );
}
