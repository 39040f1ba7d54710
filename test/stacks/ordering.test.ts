import { readStackJson, synthesizeHere } from "../support/synthesize";
import { temporaryFolder } from "../support/temporary-folder";
import { readTopology } from "../support/topologies";

const folder = temporaryFolder();

beforeAll(() => {
  const roles = readTopology("copy-with-role");
  const byArn = Object.entries(roles.principals ?? {}).map(([name, role]) => [
    name,
    { ...role, granted_as: "arn" },
  ]);
  synthesizeHere("replication", readTopology("replication"), folder.path);
  synthesizeHere("granted-as-arn", { ...roles, principals: Object.fromEntries(byArn) }, folder.path);
});

afterAll(() => folder.remove());

function waitsFor(stack: string, type: string, name: string): readonly string[] | undefined {
  return readStackJson(folder.path, stack).resource[type]?.[name]?.depends_on;
}

it("configures replication after versioning at both ends and after every policy", () => {
  expect(waitsFor("replication", "aws_s3_bucket_replication_configuration", "source")).toEqual([
    "aws_iam_role_policy.source_replication",
    "aws_s3_bucket_policy.destination",
    "aws_s3_bucket_versioning.destination",
    "aws_s3_bucket_versioning.source",
  ]);
});

it.each(["aws_s3_bucket_policy", "aws_kms_key"])(
  "creates a role before the %s that names it by its ARN",
  (type) => {
    expect(waitsFor("granted-as-arn", type, "source")).toContain("aws_iam_role.porter");
  },
);
