import { TwoAccounts } from "../../test/fixtures/stack";
import { Outputs } from "../constructs/outputs";
import { AccessAccount } from "../constructs/access-account";
import { proofOfStack } from "./stack";

test("a stack of constructs is proved", () => {
  const stack = new TwoAccounts();
  const [source, destination] = [stack.bucket("source"), stack.bucket("destination", { account: stack.b })];
  const porter = stack.role("porter", { tags: { Team: "blue" } });
  source.grantRead(porter, { prefix: "in/${aws:PrincipalTag/team}/" });
  destination.grantWrite(porter);
  source.replicateTo(destination);
  const { flaws, operations } = proofOfStack(stack);
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
  const documents = () => proofOfStack(stack).grants.map(({ document }) => document);
  expect(documents()).not.toContain("policy offered to account 222222222222");
  new Outputs(stack, "outputs", { buckets: [source], principals: [partner] });
  expect(documents()).toContain("policy offered to account 222222222222");
});

test("a policy that somebody changed by hand is not", () => {
  const stack = new TwoAccounts();
  stack.bucket("source").grantRead(stack.role("porter"));
  stack.addOverride("locals.source_bucket_policy.Statement.1.Action", "s3:ListBucketVersions");
  expect(proofOfStack(stack).flaws[0]).toMatchObject({
    part: "complete",
    addresses: ["aws_s3_bucket_policy.source"],
  });
});
