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

describe("stacks that create the same thing", () => {
  /** A stack with a bucket and a role. */
  function lake(app: App, id: string, { digit = "1", bucketName = `acme-${id}`, region = "us-east-1" } = {}) {
    const stack = new TerraformStack(app, id);
    const account = new Account(stack, "a", { accountId: digit.repeat(12), region });
    const lake = new EncryptedBucket(stack, "lake", { account, bucketName });
    const etl = new AccessRole(stack, "etl", {
      account,
      roleName: "Etl",
      assumedBy: ["lambda.amazonaws.com"],
    });
    lake.grantRead(etl);
    return { stack, account };
  }

  test("are not written, and each is told where the other does", () => {
    const app = new App({ outdir });
    lake(app, "one", { bucketName: "acme-lake" });
    lake(app, "other", { digit: "2", bucketName: "acme-lake" });
    expect(() => app.synth()).toThrow(
      /one\/lake: bucket "acme-lake" is also in other\/lake, but only one stack can create it; choose another name\n\nThe stack was not written/,
    );
    expect(written()).toEqual([]);
  });

  test("are told how to refer to a role", () => {
    const app = new App({ outdir });
    lake(app, "one");
    lake(app, "other");
    expect(() => app.synth()).toThrow(
      /role "Etl" of account 111111111111 is also in other\/etl, .*; refer to it with AccessRole\.fromRoleName in one/,
    );
    expect(written()).toEqual([]);
    app.node.tryRemoveChild("other");
    app.synth();
    expect(written()).toHaveLength(1);
  });

  test("are written with a warning if the proof is only to warn", () => {
    process.env.S3PORTER_PROOF = "warn";
    const warn = jest.spyOn(console, "error").mockImplementation();
    const app = new App({ outdir });
    lake(app, "one", { bucketName: "acme-lake" });
    lake(app, "other", { digit: "2", bucketName: "acme-lake" });
    app.synth();
    expect(written()).toHaveLength(2);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("is also in"));
    warn.mockRestore();
  });

  test("but not if it is in another account or partition, or exists already", () => {
    const app = new App({ outdir });
    lake(app, "one", { bucketName: "acme-lake" });
    const { stack, account } = lake(app, "china", {
      ...{ digit: "2", bucketName: "acme-lake", region: "cn-north-1" },
    });
    EncryptedBucket.fromBucketName(stack, "existing", {
      ...{ account, bucketName: "acme-elsewhere", encryption: "AES256", policy: "handover" },
    });
    const other = lake(app, "other", { digit: "3" });
    EncryptedBucket.fromBucketName(other.stack, "existing", {
      ...{ account: other.account, bucketName: "acme-elsewhere", encryption: "AES256", policy: "handover" },
    });
    app.synth();
    expect(written()).toHaveLength(3);
  });
});
