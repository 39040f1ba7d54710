import { summary, terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import type { TerraformResource } from "cdktf";
import { Account } from "./account";
import { waitFor } from "./addresses";
import { EncryptedBucket } from "./encrypted-bucket";
import type { ReplicationProps } from "./replication-source";

const CONFIGURATION = "aws_s3_bucket_replication_configuration";

/** The first rule of a replication from account `a` to account `b`. */
function ruleWith(props: ReplicationProps) {
  const stack = new TwoAccounts();
  stack.bucket("source").replicateTo(stack.bucket("destination", { account: stack.b }), props);
  return terraformOf(stack).resource[CONFIGURATION]?.source?.rule[0];
}

test("a bucket replicates everything but delete markers, under the key of the other account", () => {
  expect(ruleWith({})).toEqual({
    id: "destination",
    priority: 1,
    status: "Enabled",
    filter: { prefix: "" },
    delete_marker_replication: { status: "Disabled" },
    source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
    destination: {
      account: "222222222222",
      bucket: "arn:aws:s3:::acme-destination",
      encryption_configuration: { replica_kms_key_id: "${aws_kms_key.destination.arn}" },
      metrics: { status: "Enabled" },
    },
  });
});

test.each<[ReplicationProps, object]>([
  [{ deleteMarkers: true }, { delete_marker_replication: { status: "Enabled" } }],
  [{ prefix: 'in/"%{x}"/' }, { filter: { prefix: 'in/"%%{x}"/' } }],
])("a replication with %j says so in its rule", (props, expected) => {
  expect(ruleWith(props)).toMatchObject(expected);
});

test("replication waits for versioning at both ends, and for the policies of role and destination", () => {
  const stack = new TwoAccounts();
  stack.bucket("source").replicateTo(stack.bucket("destination", { account: stack.b }));
  const { resource } = terraformOf(stack);
  expect(Object.keys(resource.aws_s3_bucket_versioning ?? {}).sort()).toEqual(["destination", "source"]);
  expect(resource[CONFIGURATION]?.source).toMatchObject({
    provider: "aws.a",
    bucket: "${aws_s3_bucket.source.id}",
    role: "${aws_iam_role.source_replication.arn}",
    depends_on: [
      "aws_iam_role_policy.source_replication",
      "aws_s3_bucket_policy.destination",
      "aws_s3_bucket_versioning.destination",
      "aws_s3_bucket_versioning.source",
    ],
  });
});

test("what an app adds to the dependencies of the configuration stays", () => {
  const stack = new TwoAccounts();
  const lake = stack.bucket("lake");
  const replicateTo = (id: string) => lake.replicateTo(stack.bucket(id, { account: stack.b }));
  replicateTo("first");
  const configuration = lake.node.findChild("replication").node.findChild("configuration");
  waitFor(configuration as TerraformResource, "null_resource.own");
  replicateTo("second");
  const { aws_s3_bucket_replication_configuration: written } = terraformOf(stack).resource;
  expect(written?.lake?.depends_on).toEqual(
    expect.arrayContaining([
      "aws_s3_bucket_policy.first",
      "aws_s3_bucket_policy.second",
      "null_resource.own",
    ]),
  );
});

test("objects under another key than the default are replicated too, whenever that is said", () => {
  const stack = new TwoAccounts();
  const source = stack.bucket("source", { encryption: "AES256" });
  source.replicateTo(stack.bucket("destination", { account: stack.b }));
  source.addOtherKey(stack.bucket("archive"));
  expect(terraformOf(stack).resource[CONFIGURATION]?.source?.rule[0]).toMatchObject({
    source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
    destination: { encryption_configuration: { replica_kms_key_id: "${aws_kms_key.destination.arn}" } },
  });
});

test("the role belongs to the source's account, S3 alone assumes it, and it is named after the bucket", () => {
  const stack = new TwoAccounts();
  stack.bucket("source").replicateTo(stack.bucket("destination", { account: stack.b }));
  const { locals, resource } = terraformOf(stack);
  expect(resource.aws_iam_role?.source_replication).toMatchObject({
    provider: "aws.a",
    name: "acme-source-replication",
  });
  expect(locals.source_replication_trust_policy?.Statement).toMatchObject([
    { Principal: { Service: "s3.amazonaws.com" } },
  ]);
});

test.each<[ReplicationProps, string]>([
  [{}, "kms:Decrypt kms:Encrypt kms:GenerateDataKey"],
  [{ minimalKms: true }, "kms:Encrypt"],
])("a replication with %j grants %s on the replica's key, to the role and from the key", (props, actions) => {
  const stack = new TwoAccounts();
  const bucketKeyEnabled = !props.minimalKms;
  const destination = stack.bucket("destination", { account: stack.b, bucketKeyEnabled });
  stack.bucket("source", { bucketKeyEnabled }).replicateTo(destination, props);
  const { locals } = terraformOf(stack);
  expect(summary(locals.source_replication_identity_policy).at(-1)).toBe(`EncryptDestination: ${actions}`);
  expect(summary(locals.destination_key_policy).at(-1)).toBe(
    `EncryptDestinationForSourceReplication: ${actions}`,
  );
});

describe("a key of the rule", () => {
  const replicating = (destinationProps: object = {}, props: ReplicationProps = {}) => {
    const stack = new TwoAccounts();
    const archive = stack.bucket("archive", { account: stack.b });
    const destination = stack.bucket("destination", { account: stack.b, ...destinationProps });
    destination.addOtherKey(archive);
    stack.bucket("source").replicateTo(destination, { key: archive.key, ...props });
    return terraformOf(stack);
  };

  test("encrypts the replicas, except those of unencrypted objects", () => {
    const { locals, resource } = replicating();
    expect(resource[CONFIGURATION]?.source?.rule[0]).toMatchObject({
      destination: { encryption_configuration: { replica_kms_key_id: "${aws_kms_key.archive.arn}" } },
    });
    expect(summary(locals.source_replication_identity_policy).slice(-2)).toEqual([
      "EncryptDestination: kms:GenerateDataKey",
      "EncryptDestinationUnderArchive: kms:Decrypt kms:Encrypt",
    ]);
    expect(summary(locals.destination_key_policy).at(-1)).toBe(
      "EncryptDestinationForSourceReplication: kms:GenerateDataKey",
    );
    expect(summary(locals.archive_key_policy).at(-1)).toBe(
      "EncryptDestinationUnderArchiveForSourceReplication: kms:Decrypt kms:Encrypt",
    );
  });

  test("encrypts replicas in a bucket without a key", () => {
    const { locals } = replicating({ encryption: "AES256" });
    expect(summary(locals.source_replication_identity_policy).at(-1)).toBe(
      "EncryptDestinationUnderArchive: kms:Decrypt kms:Encrypt",
    );
  });

  test("is that of the destination if it lends it", () => {
    const stack = new TwoAccounts();
    const destination = stack.bucket("destination", { account: stack.b });
    stack.bucket("source").replicateTo(destination, { key: destination.key });
    const { locals } = terraformOf(stack);
    expect(summary(locals.source_replication_identity_policy).at(-1)).toBe(
      "EncryptDestination: kms:Decrypt kms:Encrypt kms:GenerateDataKey",
    );
  });

  test("is refused where the replicas would be of no use", () => {
    const stack = new TwoAccounts();
    const [archive, plain] = [stack.bucket("archive"), stack.bucket("plain", { encryption: "AES256" })];
    const [open, strict] = [stack.bucket("open"), stack.bucket("strict", { requireKey: true })];
    const source = stack.bucket("source");
    expect(() => source.replicateTo(open, { key: archive.key })).toThrow(
      "the key of the replicas is not one of the other keys of test/open, so who reads it could not decrypt them; call addOtherKey of test/open",
    );
    for (const bucket of [open, strict]) bucket.addOtherKey(archive);
    expect(() => source.replicateTo(strict, { key: archive.key })).toThrow(
      "test/strict denies objects under another key than its own, and so the replicas",
    );
    expect(() => plain.replicateTo(open, { key: archive.key })).toThrow(
      "test/plain is encrypted with AES256, and replicas keep the encryption of their source, so no key encrypts them",
    );
  });
});

test("the least of KMS is refused where a Bucket Key takes more", () => {
  const stack = new TwoAccounts();
  const source = stack.bucket("source", { bucketKeyEnabled: false });
  expect(() => source.replicateTo(stack.bucket("destination"), { minimalKms: true })).toThrow(
    new Error(
      "test/source: minimalKms grants kms:Encrypt alone, but a Bucket Key also needs kms:Decrypt; set bucketKeyEnabled of test/source and test/destination to false, or leave out minimalKms",
    ),
  );
});

test("destinations share one configuration and one role, with rules in the order of their names", () => {
  const stack = new TwoAccounts();
  const source = stack.bucket("source");
  for (const name of ["third", "first", "second"]) {
    source.replicateTo(stack.bucket(name, { account: stack.b }), { roleName: "Replicator" });
  }
  const { resource } = terraformOf(stack);
  expect(Object.keys(resource[CONFIGURATION] ?? {})).toEqual(["source"]);
  expect(
    resource[CONFIGURATION]?.source?.rule.map(({ id, priority }: Record<string, unknown>) => [id, priority]),
  ).toEqual([
    ["first", 1],
    ["second", 2],
    ["third", 3],
  ]);
  expect(resource.aws_iam_role).toMatchObject({ source_replication: { name: "Replicator" } });
});

describe("the settings of a rule", () => {
  test.each<[string, ReplicationProps, object]>([
    ["a prefix", { prefix: "in/" }, { prefix: "in/" }],
    ["a tag", { tags: { copy: "yes" } }, { tag: { key: "copy", value: "yes" } }],
    ["two tags", { tags: { copy: "yes", team: "a" } }, { and: { tags: { copy: "yes", team: "a" } } }],
    [
      "a prefix and a tag",
      { prefix: "in/", tags: { copy: "yes" } },
      { and: { prefix: "in/", tags: { copy: "yes" } } },
    ],
  ])("it filters by %s", (_, props, filter) => {
    expect(ruleWith(props).filter).toEqual(filter);
  });

  test("everything at once", () => {
    const rule = ruleWith({
      enabled: false,
      priority: 7,
      storageClass: "STANDARD_IA",
      replicaModifications: true,
      timeControl: true,
    });
    expect(rule).toMatchObject({
      priority: 7,
      status: "Disabled",
      source_selection_criteria: {
        replica_modifications: { status: "Enabled" },
        sse_kms_encrypted_objects: { status: "Enabled" },
      },
      destination: {
        storage_class: "STANDARD_IA",
        metrics: { status: "Enabled", event_threshold: { minutes: 15 } },
        replication_time: { status: "Enabled", time: { minutes: 15 } },
      },
    });
  });

  test("metrics can be off", () => {
    expect(ruleWith({ metrics: false }).destination).not.toHaveProperty("metrics");
  });

  test("rules with the same ends can differ in tags, or overlap with priorities; the others get those that are left", () => {
    const stack = new TwoAccounts();
    const [source, destination] = [stack.bucket("source"), stack.bucket("destination")];
    source.replicateTo(destination, { tags: { team: "a" } });
    source.replicateTo(destination, { tags: { team: "b" } });
    source.replicateTo(stack.bucket("other"), { priority: 2 });
    source.replicateTo(stack.bucket("third"), { priority: 9 });
    source.replicateTo(stack.bucket("third2"), { prefix: "in/", priority: 10 });
    const rules = terraformOf(stack).resource[CONFIGURATION]?.source?.rule as Record<string, unknown>[];
    expect(rules.map(({ id, priority }) => [id, priority])).toEqual([
      ["destination/?team=a", 1],
      ["destination/?team=b", 3],
      ["other", 2],
      ["third", 9],
      ["third2/in/", 10],
    ]);
  });
});

test("several prefixes have a rule each, with ids that do not depend on each other", () => {
  const rulesOf = (prefixes: readonly string[]) => {
    const stack = new TwoAccounts();
    const [source, destination] = [stack.bucket("source"), stack.bucket("destination")];
    for (const prefix of prefixes) source.replicateTo(destination, { prefix });
    source.replicateTo(stack.bucket("other"));
    const rules = terraformOf(stack).resource[CONFIGURATION]?.source?.rule as Record<string, unknown>[];
    return rules.map(({ id, priority, filter }) => [id, priority, (filter as { prefix: string }).prefix]);
  };
  const expected = [
    ["destination/finance/", 1, "finance/"],
    ["destination/legal/", 2, "legal/"],
    ["other", 3, ""],
  ];
  expect(rulesOf(["finance/", "legal/"])).toEqual(expected);
  expect(rulesOf(["legal/", "finance/"])).toEqual(expected);
  expect(rulesOf(["legal/"])).toEqual([
    ["destination/legal/", 1, "legal/"],
    ["other", 2, ""],
  ]);
});

test("the ids of rules with long prefixes are different and short enough for S3", () => {
  const stack = new TwoAccounts();
  const [source, destination] = [stack.bucket("source"), stack.bucket("destination")];
  for (const end of ["a/", "b/"]) source.replicateTo(destination, { prefix: `${"x".repeat(300)}${end}` });
  const rules = terraformOf(stack).resource[CONFIGURATION]?.source?.rule as { id: string }[];
  expect(rules.map(({ id }) => id.length)).toEqual([255, 255]);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(2);
});

test("within one account the destination's account is not stated, and its policies grant nothing", () => {
  const stack = new TwoAccounts();
  stack.bucket("source").replicateTo(stack.bucket("destination"));
  const { locals, resource } = terraformOf(stack);
  expect(resource[CONFIGURATION]?.source?.rule[0].destination).toEqual({
    bucket: "arn:aws:s3:::acme-destination",
    encryption_configuration: { replica_kms_key_id: "${aws_kms_key.destination.arn}" },
    metrics: { status: "Enabled" },
  });
  expect(summary(locals.destination_bucket_policy)).toEqual(["DenyInsecureTransport: s3:*"]);
});

test("a bucket without a key selects no encrypted objects and names no key for replicas", () => {
  const stack = new TwoAccounts();
  stack.bucket("source", { encryption: "AES256" }).replicateTo(stack.bucket("destination"));
  const rule = terraformOf(stack).resource[CONFIGURATION]?.source?.rule[0];
  expect(rule).not.toHaveProperty("source_selection_criteria");
  expect(rule.destination).toEqual({
    bucket: "arn:aws:s3:::acme-destination",
    metrics: { status: "Enabled" },
  });
});

test("buckets can replicate to each other", () => {
  const stack = new TwoAccounts();
  const [one, two] = [stack.bucket("one"), stack.bucket("two", { account: stack.b })];
  one.replicateTo(two);
  two.replicateTo(one);
  const { resource } = terraformOf(stack);
  expect(Object.keys(resource[CONFIGURATION] ?? {})).toEqual(["one", "two"]);
  expect(Object.keys(resource.aws_s3_bucket_versioning ?? {})).toEqual(["one", "two"]);
});

test.each<[string, (stack: TwoAccounts) => void, string]>([
  [
    "to itself",
    (stack) => {
      const source = stack.bucket("source");
      source.replicateTo(source);
    },
    "test/source cannot replicate to itself; name another bucket as destination",
  ],
  [
    "twice to the same bucket",
    (stack) => {
      const [source, destination] = [stack.bucket("source"), stack.bucket("destination")];
      source.replicateTo(destination);
      source.replicateTo(destination, { prefix: "in/" });
    },
    'test/source already replicates every object to test/destination, received prefix "in/"; S3 applies one rule to each object, so choose prefixes that do not overlap, or give both rules a priority',
  ],
  [
    "of delete markers in a rule with tags",
    (stack) => {
      const props = { tags: { copy: "yes" }, deleteMarkers: true };
      stack.bucket("source").replicateTo(stack.bucket("destination"), props);
    },
    "test/source: S3 does not replicate delete markers in a rule with tags; leave deleteMarkers or tags out",
  ],
  [
    "with time control and without metrics",
    (stack) => {
      const props = { timeControl: true, metrics: false };
      stack.bucket("source").replicateTo(stack.bucket("destination"), props);
    },
    "test/source: time control needs metrics; leave metrics out",
  ],
  [
    "with a priority that another rule has",
    (stack) => {
      const source = stack.bucket("source");
      source.replicateTo(stack.bucket("destination"), { priority: 3 });
      source.replicateTo(stack.bucket("other"), { priority: 3 });
    },
    "test/source already has a rule with priority 3; give each rule its own",
  ],
  [
    "to a bucket without a key",
    (stack) => stack.bucket("source").replicateTo(stack.bucket("plain", { encryption: "AES256" })),
    "test/source has objects under a KMS key and test/plain is encrypted with AES256; a replica of an SSE-KMS object needs a KMS key, so give test/plain one",
  ],
  [
    "from SSE-S3 to a bucket that requires its key",
    (stack) =>
      stack
        .bucket("plain", { encryption: "AES256" })
        .replicateTo(stack.bucket("strict", { requireKey: true })),
    "test/plain is encrypted with AES256, and replicas keep the encryption of their source, but test/strict denies uploads without its key; give test/plain a KMS key, or set requireKey to false",
  ],
  [
    "with a second role",
    (stack) => {
      const source = stack.bucket("source");
      source.replicateTo(stack.bucket("one"), { roleName: "One" });
      source.replicateTo(stack.bucket("two"), { roleName: "Two" });
    },
    "test/source has one replication configuration and so one role, received Two after One; use the same roleName for all its destinations, or set it once",
  ],
  [
    "to a bucket of another stack",
    (stack) => stack.bucket("source").replicateTo(new TwoAccounts("other").bucket("destination")),
    "test/source and other/destination are in different stacks; policies on both sides must be applied together, so put both into one stack",
  ],
  [
    "of a prefix with a policy variable, which S3 would take literally",
    (stack) =>
      stack.bucket("source").replicateTo(stack.bucket("destination"), { prefix: "home/${aws:username}/" }),
    'test/source: prefix "home/${aws:username}/" must not contain "${": policy variables do not work here',
  ],
  [
    "with a default role name that is too long",
    (stack) =>
      stack.bucket("source", { bucketName: "a".repeat(53) }).replicateTo(stack.bucket("destination")),
    `test/source/replication/source_replication: roleName "${"a".repeat(53)}-replication" must be 1 to 64 characters long, found 65`,
  ],
])("a replication %s is refused", (_, build, message) => {
  const stack = new TwoAccounts();
  expect(() => build(stack)).toThrow(new Error(message));
});

describe("a bucket that exists already", () => {
  function sourceWith(replication?: "none" | "replace", isImported?: boolean) {
    const stack = new TwoAccounts();
    const source = EncryptedBucket.fromBucketName(stack, "lake", {
      account: stack.a,
      bucketName: "acme-lake",
      encryption: "AES256",
      policy: "handover",
      replication,
      isImported,
    });
    source.replicateTo(stack.bucket("replica", { encryption: "AES256" }));
    return terraformOf(stack) as { resource: Record<string, object>; import?: unknown };
  }

  test("does not lose rules without being told so", () => {
    expect(() => sourceWith()).toThrow(
      'test/lake exists already, and Terraform replaces its replication configuration as a whole; pass replication: "none" if it has none today, or replication: "replace" if its rules can go',
    );
  });

  test("has no replication configuration to import, unless it has one that is replaced", () => {
    expect(sourceWith("none", true).import).toBeUndefined();
    expect(sourceWith("replace").import).toBeUndefined();
    expect(sourceWith("replace", true).import).toEqual([
      { to: `${CONFIGURATION}.lake`, id: "acme-lake", provider: "aws.a" },
    ]);
  });

  test("is not versioned by the stack: S3 refuses the configuration if it is not", () => {
    const { resource } = sourceWith("none");
    expect(Object.keys(resource.aws_s3_bucket_versioning ?? {})).toEqual(["replica"]);
  });
});

describe("alarms", () => {
  const TOPIC = "arn:aws:sns:us-east-1:111111111111:on-call";
  const ELSEWHERE = "arn:aws:sns:eu-west-1:111111111111:on-call";
  const stackWith = (props: ReplicationProps, events?: string) => {
    const stack = new TwoAccounts();
    const source = stack.bucket("source", { replicationEvents: events });
    source.replicateTo(stack.bucket("destination", { account: stack.b }), props);
    return stack;
  };

  test("tell of failures and, with time control, of late replicas", () => {
    const { resource, output, locals } = terraformOf(
      stackWith({ alarmTopicArn: TOPIC, timeControl: true }, TOPIC),
    );
    const common = {
      provider: "aws.a",
      namespace: "AWS/S3",
      dimensions: {
        SourceBucket: "acme-source",
        DestinationBucket: "acme-destination",
        RuleId: "destination",
      },
      comparison_operator: "GreaterThanThreshold",
      evaluation_periods: 1,
      period: 300,
      treat_missing_data: "ignore",
      alarm_actions: [TOPIC],
    };
    expect(resource.aws_cloudwatch_metric_alarm).toMatchObject({
      source_to_destination_failed: {
        ...common,
        alarm_name: "acme-source-to-acme-destination-replication-failed",
        metric_name: "OperationsFailedReplication",
        statistic: "Sum",
        threshold: 0,
      },
      source_to_destination_late: {
        ...common,
        alarm_name: "acme-source-to-acme-destination-replication-late",
        metric_name: "ReplicationLatency",
        statistic: "Maximum",
        threshold: 900,
      },
    });
    expect(resource.aws_s3_bucket_notification?.source).toMatchObject({
      topic: [{ topic_arn: TOPIC, events: ["s3:Replication:*"] }],
      depends_on: ["aws_s3_bucket_policy.source"],
    });
    expect(output.handover_source_topic_policy?.value).toMatchObject({
      topic_arn: TOPIC,
      statements: "${jsonencode(local.source_topic_policy)}",
    });
    expect(summary(locals?.source_topic_policy)).toEqual([
      expect.stringContaining("AlarmsOfSource"),
      expect.stringContaining("EventsOfSource"),
    ]);
  });

  test("about several rules have names of their own", () => {
    const stack = new TwoAccounts();
    const [source, destination] = [stack.bucket("source"), stack.bucket("destination", { account: stack.b })];
    for (const prefix of ["finance/", "legal/"])
      source.replicateTo(destination, { prefix, alarmTopicArn: TOPIC });
    const { aws_cloudwatch_metric_alarm: alarms = {} } = terraformOf(stack).resource;
    expect(Object.keys(alarms)).toEqual(["source_to_destination_failed", "source_to_destination_failed_2"]);
    const rules = Object.values(alarms).map(({ dimensions }) => (dimensions as { RuleId: string }).RuleId);
    expect(rules.sort()).toEqual(["destination/finance/", "destination/legal/"]);
  });

  test("of a disabled rule do not exist", () => {
    const { resource } = terraformOf(stackWith({ alarmTopicArn: TOPIC, enabled: false }));
    expect(resource.aws_cloudwatch_metric_alarm).toBeUndefined();
  });

  test.each<[string, (stack: TwoAccounts) => ReplicationProps, string]>([
    ["without metrics", () => ({ alarmTopicArn: TOPIC, metrics: false }), "alarmTopicArn needs the metrics"],
    [
      "about latency without time control",
      ({ a }) => ({ latencyAlarm: { topicArn: TOPIC, account: a } }),
      "set timeControl: true",
    ],
    [
      "in another account",
      ({ b }) => ({ timeControl: true, latencyAlarm: { topicArn: TOPIC, account: b } }),
      "in the account of the source bucket",
    ],
    [
      "in another region",
      (stack) => {
        const account = new Account(stack, "ireland", { accountId: "111111111111", region: "eu-west-1" });
        return { timeControl: true, latencyAlarm: { topicArn: ELSEWHERE, account } };
      },
      "pass an Account with the accountId of the source bucket in us-east-1",
    ],
    [
      "of a queue",
      () => ({ alarmTopicArn: "arn:aws:sqs:us-east-1:111111111111:q" }),
      "must be the ARN of an SNS",
    ],
  ])("%s are refused", (_, propsFor, message) => {
    const stack = new TwoAccounts();
    const [source, destination] = [stack.bucket("source"), stack.bucket("destination", { account: stack.b })];
    expect(() => source.replicateTo(destination, propsFor(stack))).toThrow(message);
  });
});
