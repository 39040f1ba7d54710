import { type ChangeableTerraform, flawsOfChanged } from "../../../test/fixtures/changed-stack";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the arguments are the provider's
type Rule = Record<string, any>;

function ruleOf({ resource }: ChangeableTerraform): Rule {
  const { rule } = resource.aws_s3_bucket_replication_configuration?.source as { rule: Rule[] };
  return rule[0] as Rule;
}

test.each<[string, (rule: Rule) => void, string]>([
  ["disabled", (rule) => (rule.status = "Disabled"), "is not enabled"],
  ["with a prefix", (rule) => (rule.filter = { prefix: "logs/" }), "has the wrong filter"],
  [
    "without delete markers",
    (rule) => (rule.delete_marker_replication = { status: "Disabled" }),
    "does not replicate delete markers",
  ],
  [
    "with the source's key",
    (rule) => (rule.destination.encryption_configuration.replica_kms_key_id = "${aws_kms_key.source.arn}"),
    "encrypts replicas with arn:aws:kms:us-east-1:111111111111:key/",
  ],
])("a rule %s", (_, change, problem) => {
  const flaws = flawsOfChanged("replication", (terraform) => change(ruleOf(terraform)));
  expect(flaws.find(({ addresses }) => addresses[0]?.includes("replication_configuration"))).toMatchObject({
    part: "complete",
    problem: expect.stringContaining(
      `the replication rule from acme-replication-source to acme-replication-destination ${problem}`,
    ),
  });
});

test("a rule that nobody asked for", () => {
  const flaws = flawsOfChanged("copy-with-role", ({ resource }) => {
    resource.aws_s3_bucket_replication_configuration = {
      source: {
        provider: "aws.source",
        bucket: "${aws_s3_bucket.source.id}",
        role: "${aws_iam_role.porter.arn}",
        rule: [
          {
            id: "x",
            status: "Enabled",
            filter: { prefix: "" },
            destination: { bucket: "arn:aws:s3:::acme-destination" },
          },
        ],
      },
    };
  });
  expect(flaws).toContainEqual(
    expect.objectContaining({
      part: "nothing else",
      problem: "the replication rule from acme-source to acme-destination was not asked for",
      repair: "remove it from aws_s3_bucket_replication_configuration.source, or ask for it",
    }),
  );
});

test("no rule at all", () => {
  const [flaw] = flawsOfChanged("replication", ({ resource }) => {
    delete resource.aws_s3_bucket_replication_configuration;
  });
  expect(flaw).toMatchObject({
    part: "complete",
    problem:
      "the Terraform has no replication rule from arn:aws:s3:::acme-replication-source to arn:aws:s3:::acme-replication-destination, which was asked for",
  });
});
