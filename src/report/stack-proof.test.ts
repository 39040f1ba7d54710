import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { AccessRole, Account, EncryptedBucket, proveStack } from "..";

let outdir: string;
beforeEach(() => (outdir = mkdtempSync(join(tmpdir(), "s3porter-"))));
afterEach(() => {
  rmSync(outdir, { recursive: true });
  delete process.env.S3PORTER_PROOF;
});

/** A role that reads a bucket of another account. */
function copy({
  context,
  bucketName = "acme",
}: { context?: Record<string, string>; bucketName?: string } = {}) {
  const app = new App({ outdir, context });
  const stack = new TerraformStack(app, "copy");
  const account = (id: string, digit: string) =>
    new Account(stack, id, { accountId: digit.repeat(12), region: "us-east-1" });
  const source = new EncryptedBucket(stack, "source", { account: account("a", "1"), bucketName });
  const reader = new AccessRole(stack, "reader", {
    account: account("b", "2"),
    roleName: "Reader",
    assumedBy: ["arn:aws:iam::222222222222:root"],
  });
  source.grantRead(reader);
  return { app, stack, source, reader };
}

const written = () =>
  readdirSync(outdir, { recursive: true }).filter((file) => String(file).endsWith("cdk.tf.json"));
const FORGOTTEN = "locals.source_bucket_policy.Statement.1.Action";

test("a stack that is proved is written", () => {
  const { app, stack, source, reader } = copy();
  expect(proveStack(stack).flaws).toEqual([]);
  source.grantWrite(reader);
  app.synth();
  expect(written()).toHaveLength(1);
});

test("one that is not is not, whenever it was last proved", () => {
  const { app, stack } = copy();
  expect(proveStack(stack).flaws).toEqual([]);
  stack.addOverride(FORGOTTEN, "s3:ListBucketVersions");
  expect(() => app.synth()).toThrow(/copy is not proved: \d+ flaws[^]*S3PORTER_PROOF=warn/);
  expect(written()).toEqual([]);
});

test.each([
  ["the environment", () => void (process.env.S3PORTER_PROOF = "warn"), undefined],
  ["the context", () => undefined, { proof: "warn" }],
])("it is written with a warning if %s says so", (_, set, context) => {
  set();
  const warn = jest.spyOn(console, "error").mockImplementation();
  const { app, stack } = copy({ context });
  stack.addOverride(FORGOTTEN, "s3:ListBucketVersions");
  app.synth();
  expect(warn).toHaveBeenCalledWith(expect.stringMatching(/copy is not proved[^]*WARNING/));
  expect(written()).toHaveLength(1);
  warn.mockRestore();
});

test("one that cannot be proved is not written", () => {
  const { app, stack, reader } = copy();
  const name = new TerraformVariable(stack, "name", { type: "string" }).stringValue;
  new EncryptedBucket(stack, "other", { account: reader.account, bucketName: name }).grantRead(reader);
  expect(() => app.synth()).toThrow(
    /copy cannot be proved: the value of \$\{var\.name\} is known only to Terraform[^]*S3PORTER_PROOF=warn/,
  );
});

test("one with a policy that is attached beside the constructs is not written", () => {
  const { app, stack, reader } = copy();
  const attach = (policyArn: string) =>
    new IamRolePolicyAttachment(stack, policyArn, {
      provider: reader.account.provider,
      role: "Reader",
      policyArn,
    });
  attach("arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy");
  expect(proveStack(stack).flaws).toEqual([]);
  attach("arn:aws:iam::aws:policy/AmazonS3FullAccess");
  expect(() => app.synth()).toThrow(/Reader can do s3:[^]* with the AWS-managed policy[^]*detach the policy/);
});

test("a proof prints and has JSON", () => {
  const proof = proveStack(copy().stack);
  expect(proof.text()).toMatch(/^copy is proved\n/);
  expect(proof.json()).toMatchObject({ stack: "copy", proved: true });
});
