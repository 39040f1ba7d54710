/** Replication that this project got wrong once, or that people get wrong, and what is said of it. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import type { Model } from "../../src/topology/model";
import { resolve } from "../../src/topology/resolve";
import type { ChangeableTerraform } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";

function modelWith(text: string): Model {
  return resolve(
    loadTopology(`
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
${text}`),
  );
}

function synthesized(model: Model): ChangeableTerraform {
  return JSON.parse(JSON.stringify(topologyTerraform("stack", model).terraform)) as ChangeableTerraform;
}

/** The problems of a topology's Terraform after a change. */
function problemsOf(model: Model, change: (terraform: ChangeableTerraform) => void = () => undefined) {
  const terraform = synthesized(model);
  change(terraform);
  return proofOf(intentsOf(model), terraform).flaws.map(({ part, problem }) => `${part}: ${problem}`);
}

/** Adds the statements with these Sids from the Terraform of another topology. */
function addStatements(to: ChangeableTerraform, from: ChangeableTerraform, local: string, sids: RegExp) {
  const statements = from.locals[local]?.Statement.filter(({ Sid }) => sids.test(Sid ?? "")) ?? [];
  expect(statements).not.toEqual([]);
  to.locals[local]?.Statement.push(...statements);
}

describe("from an SSE-S3 bucket to one with a key", () => {
  const from = (source: string, destination = "") =>
    modelWith(`buckets:
  src: { account: data, name: acme-src${source} }
  dst: { account: apps, name: acme-dst${destination} }
replication:
  - { from: src, to: dst }
`);
  const model = from(", encryption: AES256");

  test("the role needs no key, because replicas keep the encryption of their source", () => {
    expect(problemsOf(model)).toEqual([]);
    expect(JSON.stringify(synthesized(model).locals.src_replication_identity_policy)).not.toContain("kms:");
    expect(synthesized(model).locals.dst_key_policy?.Statement.map(({ Sid }) => Sid)).toEqual([
      "EnableIAMPolicies",
    ]);
  });

  test("the destination's key is superfluous", () => {
    const problems = problemsOf(model, (terraform) => {
      const underKey = synthesized(from(""));
      addStatements(terraform, underKey, "dst_key_policy", /^Encrypt/);
      addStatements(terraform, underKey, "src_replication_identity_policy", /^Encrypt/);
    });
    for (const action of ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"])
      expect(problems).toEqual(
        expect.arrayContaining([
          expect.stringMatching(`^minimal: ${action} in statement EncryptDst of .* is superfluous`),
          expect.stringMatching(
            `^minimal: ${action} in statement EncryptDstForSrcReplication of .* is superfluous`,
          ),
        ]),
      );
  });

  test("a destination that requires its key denies the replicas", () => {
    const problems = problemsOf(model, (terraform) => {
      addStatements(
        terraform,
        synthesized(from("", ", require_key: true")),
        "dst_bucket_policy",
        /^DenyOther/,
      );
    });
    expect(problems).toContainEqual(
      expect.stringMatching(
        /^complete: acme-src-replication lacks permission for replication .*s3:ReplicateObject on arn:aws:s3:::acme-dst\/.* is not allowed/,
      ),
    );
  });

  test("objects under another key still need both keys", () => {
    const mixed = modelWith(`buckets:
  old: { account: data, name: acme-old }
  src: { account: data, name: acme-src, encryption: AES256, other_keys: [old] }
  dst: { account: apps, name: acme-dst }
replication:
  - { from: src, to: dst }
`);
    expect(problemsOf(mixed)).toEqual([]);
    expect(JSON.stringify(synthesized(mixed).locals.src_replication_identity_policy)).toContain(
      "kms:Encrypt",
    );
  });
});

describe("under a key of the rule", () => {
  const underKey = (rule: string) =>
    modelWith(`keys:
  archive: { account: apps }
buckets:
  src: { account: data, name: acme-src }
  dst: { account: apps, name: acme-dst, other_keys: [archive] }
replication:
  - { from: src, to: dst${rule} }
`);
  const model = underKey(", key: archive");
  type Rule = { destination: { encryption_configuration: { replica_kms_key_id: string } } };
  const setKey = ({ resource }: ChangeableTerraform, name: string) => {
    const { rule } = resource.aws_s3_bucket_replication_configuration?.src as unknown as { rule: Rule[] };
    for (const { destination } of rule)
      destination.encryption_configuration.replica_kms_key_id = `\${aws_kms_key.${name}.arn}`;
  };

  test("it is proved as it is written", () => {
    expect(problemsOf(model)).toEqual([]);
  });

  test("a rule with the key of the bucket", () => {
    expect(problemsOf(model, (terraform) => setKey(terraform, "dst"))).toContainEqual(
      expect.stringMatching(
        /^complete: the replication rule from acme-src to acme-dst encrypts replicas with .*, but .* was asked for$/,
      ),
    );
  });

  test("a rule with another key than that of the bucket, which was not asked for", () => {
    expect(problemsOf(underKey(""), (terraform) => setKey(terraform, "archive"))).toContainEqual(
      expect.stringMatching(/^complete: the replication rule .*, but the destination bucket uses /),
    );
  });

  test("a role that can use the key of the bucket alone", () => {
    const problems = problemsOf(model, ({ locals }) => {
      for (const { Statement } of [locals.src_replication_identity_policy, locals.archive_key_policy] as {
        Statement: { Sid?: string }[];
      }[])
        Statement.splice(
          0,
          Statement.length,
          ...Statement.filter(({ Sid }) => !Sid?.includes("UnderArchive")),
        );
    });
    expect(problems).toContainEqual(
      expect.stringMatching(/^complete: acme-src-replication lacks permission for replication .*kms:Encrypt/),
    );
  });

  test("a key that lets the role do more than it needs", () => {
    const problems = problemsOf(model, ({ locals }) => {
      for (const statement of locals.dst_key_policy?.Statement ?? [])
        if (statement.Sid === "EncryptDstForSrcReplication")
          statement.Action = ["kms:Encrypt", "kms:GenerateDataKey"];
    });
    expect(problems).toContainEqual(
      expect.stringMatching(
        /^minimal: kms:Encrypt in statement EncryptDstForSrcReplication of .* is superfluous/,
      ),
    );
  });
});

describe("with settings", () => {
  const model = modelWith(`buckets:
  src: { account: data, name: acme-src }
  dst: { account: apps, name: acme-dst }
replication:
  - { from: src, to: dst, prefix: in/, tags: { copy: "yes" }, storage_class: STANDARD_IA, time_control: true, priority: 4 }
  - { from: src, to: dst, prefix: out/, enabled: false }
  - { from: dst, to: src, replica_modifications: true }
`);
  type Rule = Record<string, unknown> & { destination: Record<string, unknown> };
  const problems = (change: (rule: Rule, other: Rule) => void, from = "src") =>
    problemsOf(model, ({ resource }) => {
      const { rule } = resource.aws_s3_bucket_replication_configuration?.[from] as unknown as {
        rule: Rule[];
      };
      change(rule[0] as Rule, rule[1] as Rule);
    });
  const TO = "complete: the replication rule from acme-src to acme-dst";

  test("they are as asked for", () => {
    expect(problems(() => undefined)).toEqual([]);
  });

  test.each<[string, (rule: Rule, other: Rule) => void, string]>([
    [
      "another tag",
      (rule) => (rule.filter = { and: { prefix: "in/", tags: { copy: "no" } } }),
      "has the wrong filter",
    ],
    [
      "one more tag",
      (rule) => (rule.filter = { and: { prefix: "in/", tags: { copy: "yes", a: "b" } } }),
      "has the wrong filter",
    ],
    ["no tag", (rule) => (rule.filter = { prefix: "in/" }), "has the wrong filter"],
    [
      "another class",
      ({ destination }) => (destination.storage_class = "GLACIER"),
      "stores replicas in GLACIER",
    ],
    [
      "no class",
      ({ destination }) => delete destination.storage_class,
      "stores replicas in the class of their objects",
    ],
    ["no time control", ({ destination }) => delete destination.replication_time, "has no time control"],
    ["another priority", (rule) => (rule.priority = 3), "has the priority 3"],
    ["an enabled rule", (_, other) => (other.status = "Enabled"), "is enabled, which was not asked for"],
    ["no metrics", (_, other) => delete other.destination.metrics, "has no metrics"],
  ])("%s", (_, change, problem) => {
    expect(problems(change)).toContain(`${TO} ${problem}`);
  });

  test("changes of replicas that stay", () => {
    const change = (rule: Rule) =>
      delete (rule.source_selection_criteria as Record<string, unknown>).replica_modifications;
    expect(problems(change, "dst")).toEqual([
      "complete: the replication rule from acme-dst to acme-src has no replica modification sync",
    ]);
  });
});

describe("of several prefixes to one bucket", () => {
  const model = modelWith(`buckets:
  src: { account: data, name: acme-src }
  dst: { account: apps, name: acme-dst }
replication:
  - { from: src, to: dst, prefix: "finance/" }
  - { from: src, to: dst, prefix: "legal/", delete_markers: true }
`);
  interface Rule {
    id: string;
    priority: number;
    filter: { prefix: string };
    delete_marker_replication: { status: string };
  }
  const rulesOf = ({ resource }: ChangeableTerraform) =>
    resource.aws_s3_bucket_replication_configuration?.src as { rule: Rule[] };

  test("every rule is proved", () => {
    expect(problemsOf(model)).toEqual([]);
  });

  test("a rule that is missing", () => {
    const problems = problemsOf(model, (terraform) => rulesOf(terraform).rule.splice(1));
    expect(problems).toEqual([
      'complete: no replication rule from acme-src to acme-dst covers objects whose keys begin with "legal/"',
    ]);
  });

  test("a rule for other objects than were asked for", () => {
    const problems = problemsOf(model, (terraform) => {
      const [rule] = rulesOf(terraform).rule;
      if (rule) rule.filter.prefix = "sales/";
    });
    expect(problems).toEqual([
      "complete: the replication rule from acme-src to acme-dst has the wrong filter",
    ]);
  });

  test("a rule too many", () => {
    const problems = problemsOf(model, (terraform) => {
      const { rule: rules } = rulesOf(terraform);
      rules.push({ ...(rules[0] as Rule), id: "dst/sales/", priority: 3, filter: { prefix: "sales/" } });
    });
    expect(problems).toEqual([
      "nothing else: the replication rule from acme-src to acme-dst was not asked for",
    ]);
  });

  test("delete markers by the wrong rule", () => {
    const problems = problemsOf(model, (terraform) => {
      for (const rule of rulesOf(terraform).rule) rule.delete_marker_replication.status = "Enabled";
    });
    expect(problems).toEqual([
      "complete: the replication rule from acme-src to acme-dst replicates delete markers, which was not asked for",
    ]);
  });

  test("two rules with one id and one priority", () => {
    const problems = problemsOf(model, (terraform) => {
      for (const rule of rulesOf(terraform).rule) Object.assign(rule, { id: "dst", priority: 1 });
    });
    expect(problems).toEqual([
      expect.stringContaining("another rule also has the priority 1, which S3 rejects"),
      expect.stringContaining("another rule also has the id dst, which S3 rejects"),
    ]);
  });

  test("a role that replicates one of the prefixes alone", () => {
    const problems = problemsOf(model, ({ locals }) => {
      for (const statement of locals.src_replication_identity_policy?.Statement ?? [])
        if (statement.Sid === "GetVersionsSrc") statement.Resource = "arn:aws:s3:::acme-src/finance/*";
    });
    expect(problems).toContainEqual(
      expect.stringMatching(
        /^complete: acme-src-replication lacks permission for replication .*acme-src\/legal\/a\/b/,
      ),
    );
  });

  test("a role that replicates more than the prefixes", () => {
    const problems = problemsOf(model, ({ locals }) => {
      for (const statement of locals.src_replication_identity_policy?.Statement ?? [])
        if (statement.Sid === "GetVersionsSrc") statement.Resource = "arn:aws:s3:::acme-src/*";
    });
    expect(problems).toContainEqual(expect.stringMatching(/^nothing else: /));
  });
});

test.each([
  ["logs", "logs"],
  ["logs/a", "logs"],
  ["logs", "logs/a"],
])("two rules for the same objects, %s and %s, are granted once", (one, other) => {
  const model = modelWith(`
buckets:
  from: { account: data, name: acme-from, bucket_key_enabled: false }
  to: { account: apps, name: acme-to, bucket_key_enabled: false }
replication:
  - { from: from, to: to, prefix: ${one}, tags: { copy: "yes" }, priority: 1 }
  - { from: from, to: to, prefix: ${other}, delete_markers: true, priority: 2, minimal_kms: true }
`);
  expect(problemsOf(model)).toEqual([]);
});

describe("alarms", () => {
  const model = resolve(
    loadTopology(`
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  data_in_virginia: { id: "111111111111", region: us-east-1 }
  apps: { id: "222222222222", region: us-east-1 }
buckets:
  src:
    account: data
    name: acme-src
    replication_alarms:
      topic: ["arn:aws:sns:eu-west-1:111111111111:on-call", "arn:aws:sns:us-east-1:111111111111:on-call"]
      events: true
  dst: { account: apps, name: acme-dst }
replication:
  - { from: src, to: dst, time_control: true }
`),
  );
  const FAILED =
    "complete: no alarm tells arn:aws:sns:eu-west-1:111111111111:on-call when replicas from acme-src to acme-dst fail";
  const LATE =
    "complete: no alarm tells arn:aws:sns:us-east-1:111111111111:on-call when replicas from acme-src to acme-dst are late";
  const EVENTS =
    "complete: S3 does not tell arn:aws:sns:eu-west-1:111111111111:on-call which objects of acme-src it fails to replicate";

  type Alarms = Record<"src_to_dst_failed" | "src_to_dst_late", Record<string, unknown>>;
  const alarms = ({ resource }: ChangeableTerraform) =>
    resource.aws_cloudwatch_metric_alarm as unknown as Alarms;
  const notified = ({ resource }: ChangeableTerraform) =>
    resource.aws_s3_bucket_notification as unknown as { src: { topic: Record<string, unknown>[] } };

  test("are proved as they are written", () => {
    expect(problemsOf(model)).toEqual([]);
  });

  test.each<[string, (terraform: ChangeableTerraform) => unknown, string[]]>([
    ["no alarm", ({ resource }) => delete resource.aws_cloudwatch_metric_alarm, [FAILED, LATE]],
    [
      "another rule",
      (tf) => Object.assign(alarms(tf).src_to_dst_failed.dimensions as object, { RuleId: "x" }),
      [FAILED],
    ],
    [
      "the dimension of other metrics of S3",
      (tf) => (alarms(tf).src_to_dst_failed.dimensions = { BucketName: "acme-src" }),
      [FAILED],
    ],
    ["a threshold of 1", (tf) => (alarms(tf).src_to_dst_failed.threshold = 1), [FAILED]],
    ["the average", (tf) => (alarms(tf).src_to_dst_late.statistic = "Average"), [LATE]],
    [
      "missing data that ends the alarm",
      (tf) => (alarms(tf).src_to_dst_failed.treat_missing_data = "notBreaching"),
      [FAILED],
    ],
    ["no actions", (tf) => (alarms(tf).src_to_dst_failed.actions_enabled = false), [FAILED]],
    ["the region of the source", (tf) => (alarms(tf).src_to_dst_late.provider = "aws.data"), [LATE]],
    ["the account of the destination", (tf) => (alarms(tf).src_to_dst_late.provider = "aws.apps"), [LATE]],
    ["another topic", (tf) => (alarms(tf).src_to_dst_late.alarm_actions = []), [LATE]],
    ["no events", ({ resource }) => delete resource.aws_s3_bucket_notification, [EVENTS]],
    [
      "other events",
      (tf) => Object.assign(notified(tf).src.topic[0] as object, { events: ["s3:ObjectCreated:*"] }),
      [EVENTS],
    ],
  ])("with %s, nobody hears of it", (_, change, problems) => {
    expect(problemsOf(model, change)).toEqual(problems);
  });
});
