import { App } from "cdktf";
import fc from "fast-check";
import { newApp, TwoAccounts } from "../../test/fixtures/stack";
import { arbitraryTopology } from "../../test/fixtures/arbitrary-topology";
import { Outputs } from "../constructs/outputs";
import { AccessAccount } from "../constructs/access-account";
import { TopologyStack } from "../constructs/topology-stack";
import { intentsOfStack, proveStack } from "./stack";
import type { Intents } from "../prove/proof/intents";
import { intentsOf } from "../topology/intents";

test("a stack of constructs is proved", () => {
  const stack = new TwoAccounts();
  const [source, destination] = [stack.bucket("source"), stack.bucket("destination", { account: stack.b })];
  const porter = stack.role("porter");
  source.grantRead(porter, { prefix: "in/${aws:PrincipalTag/team}/" });
  destination.grantWrite(porter);
  source.replicateTo(destination);
  const { flaws, operations } = proveStack(stack);
  expect(flaws).toEqual([]);
  expect(operations.map(({ title }) => title)).toEqual(
    expect.arrayContaining(["aws s3 cp --recursive", "replication", "assuming the role"]),
  );
});

test("what an account is offered is proved where it is an output", () => {
  const stack = new TwoAccounts();
  const source = stack.bucket("source");
  const partner = new AccessAccount(stack, "partner", { account: stack.b });
  source.grantRead(partner);
  const documents = () => proveStack(stack).grants.map(({ document }) => document);
  expect(documents()).not.toContain("policy that account 222222222222 is offered");
  new Outputs(stack, "outputs", { buckets: [source], principals: [partner] });
  expect(documents()).toContain("policy that account 222222222222 is offered");
});

test("a policy that somebody changed by hand is not", () => {
  const stack = new TwoAccounts();
  stack.bucket("source").grantRead(stack.role("porter"));
  stack.addOverride("locals.source_bucket_policy.Statement.1.Action", "s3:ListBucketVersions");
  expect(proveStack(stack).flaws[0]).toMatchObject({
    part: "complete",
    addresses: ["aws_s3_bucket_policy.source"],
  });
});

test("constructs ask for the same as the topology that they were made from", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      const stack = new TopologyStack(newApp() satisfies App, "stack", topology);
      stack.prepareStack();
      const intents = intentsOfStack(stack, stack.toTerraform());
      expect(sorted(intents)).toEqual(sorted(intentsOf(topology)));
    }),
    { numRuns: 100 },
  );
});

/** In no particular order, and with permissions by themselves. */
function sorted(intents: Intents): Record<keyof Intents, string[]> {
  const lines = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).sort();
  return Object.fromEntries(Object.entries(intents).map(([name, list]) => [name, lines(list)])) as Record<
    keyof Intents,
    string[]
  >;
}
