/**
 * Every question of the proofs of the stacks, put to an IAM engine that is not ours: about roles, users, tokens, services,
 * members of organizations and the people of permission sets. Random topologies have the rest.
 */
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import type { Estate } from "../../src/estate/estate";
import type { Documents } from "../../src/prove/evaluator/decision";
import { evaluate } from "../../src/prove/evaluator/evaluate";
import { explainChain } from "../../src/prove/evaluator/explain";
import { resourcePoliciesOf } from "../../src/prove/iam/documents";
import type { Question } from "../../src/prove/proof/operation";
import { prove } from "../../src/prove/prove";
import { readTopologies } from "../../src/topology/folder";
import { intentsOf } from "../../src/topology/intents";
import { resolve } from "../../src/topology/resolve";
import { Dice } from "../evaluator/dice";
import type { RandomCase } from "../evaluator/random-case";
import { simulate, verdictOf } from "../evaluator/simulator";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { estateFor } from "../support/provable";
import { allAreTried, runs } from "../support/runs";

const topologies = readTopologies(join(__dirname, "../../stacks"));

test.each(topologies)("$name", async ({ name, topology }) => {
  const golden = readFileSync(join(__dirname, "../golden", `${name}.tf.json`), "utf8");
  const { estate, questions } = questionsOf(intentsOf(resolve(topology)), JSON.parse(golden));
  expect(questions.length).toBeGreaterThan(20);
  await expectAgreement(estate, questions);
});

test("random topologies", async () => {
  const dice = new Dice(20_261_127);
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(arbitraryTopology, async (topology) => {
      const model = resolve(topology);
      const { estate, questions } = questionsOf(
        intentsOf(model),
        topologyTerraform("stack", model).terraform,
      );
      const some = dice.some(questions, 20);
      for (const { actor } of some) kinds.add(actor.caller.kind);
      await expectAgreement(estate, some);
    }),
    { numRuns: runs(1_000, 20) },
  );
  if (allAreTried())
    expect([...kinds].sort()).toEqual(["anonymous", "federated", "service", "session", "user"]);
});

function questionsOf(intents: ReturnType<typeof intentsOf>, terraform: unknown) {
  const estate = estateFor(intents, terraform);
  const { operations } = prove(intents, estate);
  return { estate, questions: [...new Set(operations.flatMap((operation) => operation.questions))] };
}

async function expectAgreement(estate: Estate, questions: readonly Question[]): Promise<void> {
  const resources = new Map(resourcePoliciesOf(estate).map((policy) => [policy.arn, policy]));
  for (const { actor, authorization } of questions) {
    const { action, resource, owner, context } = authorization;
    const policy = resources.get(action.startsWith("s3:") ? (resource.split("/")[0] ?? "") : resource);
    const documents: Documents = {
      identity: actor.identity,
      boundary: actor.boundary,
      resource: {
        name: resource,
        account: owner,
        ...(policy?.document && { document: policy.document.raw }),
      },
    };
    const request = { action, resource, caller: actor.caller, context: { ...context, ...actor.context } };
    const asked: RandomCase = { request, documents };
    const decision = evaluate(request, documents);
    const other = await simulate(asked);
    if (verdictOf(decision) !== other)
      throw new Error(
        `${other} by iam-simulate, but ${explainChain(decision)}\n${JSON.stringify(asked, undefined, 2)}`,
      );
  }
}
