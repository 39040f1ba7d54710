import { TwoAccounts } from "../../test/fixtures/stack";
import { reference } from "../topology/text";
import { EncryptionKey } from "./encryption-key";
import { modelOf } from "./model-of";

test("the key that a bucket brings and the role that it replicates with are its own", () => {
  const stack = new TwoAccounts();
  const [source, copy] = [stack.bucket("source"), stack.bucket("copy", { account: stack.b })];
  const archive = new EncryptionKey(stack, "archive", { account: stack.a });
  source.addOtherKey(archive);
  source.replicateTo(copy);
  stack.role("porter");
  const { keys, principals, buckets, replications } = modelOf(stack);
  expect(keys).toEqual([archive.model]);
  expect(principals.map(({ name }) => name)).toEqual(["porter"]);
  expect(buckets).toMatchObject([
    { name: "source", encryption: { kind: "own key" }, otherKeys: [archive.model], versioned: true },
    { name: "copy", encryption: { kind: "own key" }, otherKeys: [], versioned: true },
  ]);
  expect(replications).toMatchObject([{ role: { name: "source_replication" } }]);
});

test("what is granted later is in a later model", () => {
  const stack = new TwoAccounts();
  const source = stack.bucket("source");
  const porter = stack.role("porter");
  expect(modelOf(stack).access).toEqual([]);
  source.grantRead(porter, { prefix: "home/${aws:PrincipalTag/team}/" });
  expect(modelOf(stack).access).toEqual([
    {
      principal: porter.model,
      bucket: source.model,
      permissions: ["list", "get"],
      prefix: "home/${aws:PrincipalTag/team}/",
    },
  ]);
});

test("access and replications are in the order of the calls", () => {
  const stack = new TwoAccounts();
  const [source, copy, backup] = [stack.bucket("source"), stack.bucket("copy"), stack.bucket("backup")];
  const porter = stack.role("porter");
  copy.grantWrite(porter);
  source.grantRead(porter);
  copy.grant(porter, ["list"]);
  copy.replicateTo(backup);
  source.replicateTo(copy);
  const { access, replications } = modelOf(stack);
  expect(access.map(({ bucket }) => bucket.name)).toEqual(["copy", "source", "copy"]);
  expect(replications.map(({ from }) => from.name)).toEqual(["copy", "source"]);
});

test("a text that Terraform alone knows is refused", () => {
  const stack = new TwoAccounts();
  stack.bucket("source", { bucketName: reference("var.name") });
  expect(() => modelOf(stack)).toThrow(
    new Error(
      "the value of ${var.name} is known only to Terraform, but s3porter needs it to model and prove the stack; use a string instead",
    ),
  );
});
