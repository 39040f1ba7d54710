import { TwoAccounts } from "../../test/fixtures/stack";
import { AccessAccount } from "./access-account";
import { Account } from "./account";
import { reference } from "../topology/text";
import { runbook } from "./runbook";
import { terraformText } from "./terraform-text";

/** As Terraform has it. */
function printed(...args: Parameters<typeof runbook>): string {
  return terraformText(runbook(...args));
}

/** The commands, without comments and credentials. */
function commands(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("aws s3"));
}

test("credentials come first, a section for each principal that has access", () => {
  const stack = new TwoAccounts();
  const [porter, idle] = [stack.role("porter"), stack.role("idle")];
  const partner = new AccessAccount(stack, "partner", { account: stack.b });
  const source = stack.bucket("source");
  source.grant(porter, ["list"]);
  source.grantRead(partner);
  expect(printed([source], [porter, idle, partner])).toBe(
    [
      ...porter.credentials(),
      "",
      "aws s3 ls s3://acme-source/ --region us-east-1 --profile porter",
      "",
      ...partner.credentials(),
    ].join("\n"),
  );
});

test("who can copy between many buckets has the commands for some of them", () => {
  const stack = new TwoAccounts();
  const etl = stack.role("etl");
  const buckets = Array.from({ length: 60 }, (_, number) => stack.bucket(`b${number}`));
  for (const bucket of buckets) bucket.grantReadWrite(etl);
  const lines = printed(buckets, [etl]).split("\n");
  expect(lines.filter((line) => line.startsWith("aws s3 cp"))).toHaveLength(20);
  expect(lines.at(-1)).toBe("# And so on, for 3520 more pairs of buckets or prefixes.");
});

test("who may do anything in one bucket has a command for each permission", () => {
  const stack = new TwoAccounts();
  const porter = stack.role("porter");
  stack.bucket("source").grant(porter, ["list", "get", "put", "delete"], { prefix: "in/" });
  expect(commands(printed([], [porter]))).toEqual([
    "aws s3 ls s3://acme-source/in/ --region us-east-1 --profile porter",
    "aws s3 cp s3://acme-source/in/KEY ./ --region us-east-1 --profile porter",
    "aws s3 cp ./FILE s3://acme-source/in/ --region us-east-1 --profile porter",
    "aws s3 rm s3://acme-source/in/KEY --region us-east-1 --profile porter",
  ]);
});

test("other permissions have the command of their API operation", () => {
  const stack = new TwoAccounts();
  const porter = stack.role("porter");
  stack
    .bucket("source")
    .grant(
      porter,
      [
        "locate",
        "list_uploads",
        "list_versions",
        "get_version",
        "delete_version",
        "get_annotations",
        "put_annotations",
      ],
      { prefix: "in/" },
    );
  const rest = "--region us-east-1 --profile porter";
  expect(commands(printed([], [porter]))).toEqual([
    `aws s3api get-bucket-location --bucket acme-source ${rest}`,
    `aws s3api list-multipart-uploads --bucket acme-source ${rest}`,
    `aws s3api list-object-versions --bucket acme-source --prefix in/ ${rest}`,
    `aws s3api get-object --bucket acme-source --key in/KEY --version-id VERSION_ID ./FILE ${rest}`,
    `aws s3api delete-object --bucket acme-source --key in/KEY --version-id VERSION_ID ${rest}`,
    `aws s3api list-object-annotations --bucket acme-source --key in/KEY ${rest}`,
    `aws s3api put-object-annotation --bucket acme-source --key in/KEY --annotation-name NAME --annotation-payload ./FILE ${rest}`,
  ]);
});

test("commands on an EC2 instance name no profile", () => {
  const stack = new TwoAccounts();
  const app = stack.role("app", { assumedBy: ["ec2.amazonaws.com"] });
  stack.bucket("source").grant(app, ["list"]);
  expect(printed([], [app])).toBe(
    [
      "# app: run these commands on an EC2 instance with the instance profile app",
      "",
      "aws s3 ls s3://acme-source/ --region us-east-1",
    ].join("\n"),
  );
});

describe("who may read one bucket and write another", () => {
  function copiesWith(permissions: ("list" | "put")[]) {
    const stack = new TwoAccounts();
    const west = new Account(stack, "west", { accountId: "222222222222", region: "us-west-2" });
    const porter = stack.role("porter");
    stack.bucket("source").grantRead(porter, { prefix: "out/" });
    stack.bucket("destination", { account: west }).grant(porter, permissions, { prefix: "in/" });
    return commands(printed([], [porter]));
  }
  const REST = "--source-region us-east-1 --region us-west-2 --profile porter";

  test("can copy", () => {
    expect(copiesWith(["put"])).toEqual([
      `aws s3 cp s3://acme-source/out/ s3://acme-destination/in/ --recursive ${REST}`,
    ]);
  });

  test("can sync too, if the destination may be listed", () => {
    expect(copiesWith(["put", "list"])[1]).toBe(
      `aws s3 sync s3://acme-source/out/ s3://acme-destination/in/ ${REST}`,
    );
  });
});

test("what a shell would not take for one word is quoted", () => {
  const stack = new TwoAccounts();
  const porter = stack.role("porter");
  stack.bucket("source").grant(porter, ["list", "get"], { prefix: "it's $HOME;/" });
  expect(commands(printed([], [porter]))).toEqual([
    "aws s3 ls 's3://acme-source/it'\\''s $HOME;/' --region us-east-1 --profile porter",
    "aws s3 cp 's3://acme-source/it'\\''s $HOME;/KEY' ./ --region us-east-1 --profile porter",
  ]);
});

test("a replication can be seen to work, at both ends with the profile of their account", () => {
  const stack = new TwoAccounts();
  const account = new Account(stack, "west", {
    accountId: "333333333333",
    region: "us-west-2",
    profile: "west ${admin}",
  });
  const [source, destination] = [stack.bucket("source"), stack.bucket("destination", { account })];
  source.replicateTo(destination, { prefix: "a b/" });
  expect(printed([source, destination], []).split("\n")).toEqual([
    "# Check the replication from s3://acme-source/a b/ to s3://acme-destination/a b/:",
    "echo hello > hello.txt",
    "aws s3 cp hello.txt 's3://acme-source/a b/hello.txt' --region us-east-1",
    "# Prints PENDING, then COMPLETED. FAILED means that a permission is missing or a key cannot be used:",
    "aws s3api head-object --bucket acme-source --key 'a b/hello.txt' --query ReplicationStatus --output text --region us-east-1",
    "# Prints REPLICA:",
    "aws s3api head-object --bucket acme-destination --key 'a b/hello.txt' --query ReplicationStatus --output text --region us-west-2 --profile 'west $${admin}'",
    "# Existing objects are not replicated: copy them, or run S3 Batch Replication.",
    "# Nobody hears when replication fails later: give it an alarm that tells an SNS topic.",
  ]);
});

test("a replication with an alarm does not ask for one, and neither does one that is off", () => {
  const stack = new TwoAccounts();
  const source = stack.bucket("source");
  const [destination, other] = [stack.bucket("destination"), stack.bucket("other")];
  source.replicateTo(destination, { alarmTopicArn: "arn:aws:sns:us-east-1:111111111111:on-call" });
  source.replicateTo(other, { enabled: false });
  expect(printed([source, destination, other], [])).not.toContain("Nobody hears");
});

test("a chain says whose objects end in its middle, and two buckets that replicate to each other do not", () => {
  const stack = new TwoAccounts();
  const [one, two, three] = [stack.bucket("one"), stack.bucket("two"), stack.bucket("three")];
  one.replicateTo(two);
  two.replicateTo(one);
  two.replicateTo(three);
  expect(
    printed([one, two, three], [])
      .split("\n")
      .filter((line) => line.includes("replicas")),
  ).toEqual([
    "# S3 does not replicate replicas: objects of s3://acme-one/ do not arrive in s3://acme-three/ through s3://acme-two/.",
  ]);
});

test("what the caller of a module says is quoted by Terraform, unless a shell takes it for a word", () => {
  const stack = new TwoAccounts();
  const porter = stack.role("porter");
  const source = stack.bucket("source", { bucketName: reference("var.source_bucket_name") });
  source.grant(porter, ["list"], { prefix: reference("var.prefix", { isWord: false }) });
  stack
    .bucket("destination", { bucketName: reference("var.name") })
    .grant(porter, ["delete"], { prefix: "it's/" });
  expect(commands(printed([], [porter]))).toEqual([
    `aws s3 ls 's3://\${var.source_bucket_name}/\${replace(var.prefix, "'", "'\\\\''")}' --region us-east-1 --profile porter`,
    "aws s3 rm 's3://${var.name}/it'\\''s/KEY' --region us-east-1 --profile porter",
  ]);
});

test("a bucket that accepts some networks only is said to, unless the principal is excepted", () => {
  const stack = new TwoAccounts();
  const [porter, admin] = [stack.role("porter"), stack.role("admin")];
  const lake = stack.bucket("lake", { restrictTo: { sourceIps: ["203.0.113.0/24"], except: [admin] } });
  lake.grantRead(porter);
  lake.grantRead(admin);
  const note = "# Run the commands for s3://acme-lake from one of the networks that the bucket accepts.";
  expect(printed([], [porter]).split("\n")).toContain(note);
  expect(printed([], [admin]).split("\n")).not.toContain(note);
});
