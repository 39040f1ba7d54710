import { estateWith, flawsOf, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { lint, lintAsked } from "./lint";
import { replicationOrder, replicationOwner, replicationRules } from "./replication";
import { replicationChain, replicationMetadata, replicationWithoutFilter } from "./replication-choices";

interface Changes {
  rule?: Record<string, unknown>;
  destination?: Record<string, unknown>;
  role?: string;
  versioning?: Record<string, string>;
  actions?: readonly string[];
  others?: readonly Record<string, unknown>[];
  also?: (terraform: Terraform) => void;
}

const ROLE = "arn:aws:iam::111111111111:role/replication";

/** A rule from acme-source to acme-destination that is right, but for these. */
function replicating({
  rule,
  destination,
  role = ROLE,
  versioning,
  actions = ["kms:Encrypt"],
  others = [],
  also,
}: Changes) {
  return {
    terraform: (terraform: Terraform) => {
      const { resource } = terraform;
      const policy = (statement: object) =>
        JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
      Object.assign(resource.aws_iam_role ?? {}, {
        r: {
          provider: "aws.a",
          name: "replication",
          assume_role_policy: policy({
            Principal: { Service: "s3.amazonaws.com" },
            Action: "sts:AssumeRole",
          }),
        },
      });
      Object.assign(resource.aws_iam_role_policy ?? {}, {
        r: {
          provider: "aws.a",
          name: "r",
          role: "replication",
          policy: policy({ Action: actions, Resource: "*" }),
        },
      });
      resource.aws_s3_bucket_versioning = Object.fromEntries(
        Object.entries({ source: "Enabled", destination: "Enabled", ...versioning }).map(([name, status]) => [
          name,
          {
            provider: name === "source" ? "aws.a" : "aws.b",
            bucket: `acme-${name}`,
            versioning_configuration: { status },
          },
        ]),
      );
      const base = {
        id: "all",
        status: "Enabled",
        priority: 0,
        filter: {},
        delete_marker_replication: { status: "Disabled" },
        source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
        ...rule,
        destination: {
          bucket: "arn:aws:s3:::acme-destination",
          account: "222222222222",
          encryption_configuration: { replica_kms_key_id: "${aws_kms_key.destination.arn}" },
          ...destination,
        },
      };
      resource.aws_s3_bucket_replication_configuration = {
        source: { provider: "aws.a", bucket: "acme-source", role, rule: [base, ...others] },
      };
      also?.(terraform);
    },
  };
}

const RULE = "rule all of aws_s3_bucket_replication_configuration.source: ";
const TAG = { tag: { key: "copy", value: "yes" } };
const FIRST_VERSION = { filter: null, delete_marker_replication: null, prefix: "in/" };
const encryption = (key: string) => ({ encryption_configuration: { replica_kms_key_id: key } });

test.each<[Changes, string]>([
  [
    { versioning: { destination: "Suspended" } },
    "the versioning of acme-destination is Suspended, but S3 replicates only between versioned buckets",
  ],
  [
    { role: "arn:aws:iam::222222222222:role/replication" },
    "its role is in account 222222222222, but its bucket is in 111111111111, and a role cannot be passed to S3 in another account",
  ],
  [
    { actions: ["kms:GenerateDataKey", "kms:Decrypt"] },
    "no policy of its role replication allows kms:Encrypt, which S3 needs to encrypt replicas; kms:GenerateDataKey is not enough",
  ],
  [
    { rule: { source_selection_criteria: {} } },
    "acme-source encrypts with SSE-KMS, but the rule silently skips SSE-KMS objects",
  ],
  [
    { destination: { encryption_configuration: {} } },
    "it replicates SSE-KMS objects without a key for the replicas, which S3 rejects",
  ],
  [
    { destination: encryption("alias/aws/s3") },
    "the key of its replicas is aws/s3, which no other account can use",
  ],
  [
    { destination: encryption("alias/acme") },
    "the key of its replicas, alias/acme, is not the ARN of a key, so S3 looks it up in the source account",
  ],
  [
    { destination: encryption("arn:aws:kms:eu-west-1:222222222222:key/x") },
    "the key of its replicas is in eu-west-1, but acme-destination is in us-east-1; a bucket can only use keys in its own region",
  ],
  [
    { destination: { access_control_translation: { owner: "Destination" }, account: null } },
    "it gives replicas to the owner of the destination bucket but has no account, which S3 rejects",
  ],
  [
    { destination: { account: "333333333333" } },
    "its destination account is 333333333333, but acme-destination is in 222222222222",
  ],
  [
    { rule: { existing_object_replication: { status: "Enabled" } } },
    "it has existing_object_replication, which S3 refuses as malformed",
  ],
  [
    { rule: { existing_object_replication: { status: "Disabled" } } },
    "it has existing_object_replication, which S3 refuses as malformed",
  ],
  [
    { rule: { delete_marker_replication: null } },
    "it has a filter but no delete_marker_replication, and S3 refuses one without the other",
  ],
  [
    { rule: { filter: TAG, delete_marker_replication: { status: "Enabled" } } },
    "it selects objects by tags and replicates delete markers, which S3 refuses together",
  ],
  [
    {
      rule: {
        filter: { and: { prefix: "in/", tags: { copy: "yes" } } },
        delete_marker_replication: { status: "Enabled" },
      },
    },
    "it selects objects by tags and replicates delete markers, which S3 refuses together",
  ],
  [
    { destination: { metrics: { status: "Enabled", event_threshold: { minutes: 15 } } } },
    "its metrics have an event_threshold without replication_time, which S3 refuses",
  ],
  [
    {
      destination: {
        metrics: { status: "Enabled", event_threshold: { minutes: 15 } },
        replication_time: { status: "Disabled", time: { minutes: 15 } },
      },
    },
    "its metrics have an event_threshold without replication_time, which S3 refuses",
  ],
  [
    { destination: { replication_time: { status: "Enabled", time: { minutes: 15 } } } },
    "it has replication_time without metrics, which S3 refuses",
  ],
  [
    {
      destination: {
        metrics: { status: "Enabled", event_threshold: { minutes: 15 } },
        replication_time: { status: "Enabled", time: { minutes: 30 } },
      },
    },
    "its replication_time has 30 minutes, but S3 accepts only 15",
  ],
  [
    { rule: { filter: null, prefix: "in/" } },
    "it has delete_marker_replication, which S3 accepts only in rules with a filter",
  ],
  [
    {
      rule: {
        ...FIRST_VERSION,
        source_selection_criteria: {
          sse_kms_encrypted_objects: { status: "Enabled" },
          replica_modifications: { status: "Enabled" },
        },
      },
    },
    "it has replica_modifications, which S3 accepts only in rules with a filter",
  ],
])("%j", (changes, problem) => {
  expect(problemsOf(replicationRules, replicating(changes))).toEqual([RULE + problem]);
});

test("AWS has accepted what is deployed", () => {
  const estate = estateWith(replicating({ rule: { delete_marker_replication: null } }));
  expect(replicationRules.find({ ...estate, isDeployed: true })).toEqual([]);
});

test("rules without a filter have one destination", () => {
  const rule = (bucket: string, filter: object) => ({
    id: bucket,
    status: "Enabled",
    source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
    ...filter,
    destination: { bucket: `arn:aws:s3:::${bucket}`, ...encryption("${aws_kms_key.destination.arn}") },
  });
  const first = { prefix: "a/" };
  const second = { priority: 1, filter: {}, delete_marker_replication: { status: "Disabled" } };
  const withOther = (other: object) => replicating({ rule: FIRST_VERSION, others: [other as never] });
  expect(problemsOf(replicationRules, withOther(rule("elsewhere", first)))).toEqual([
    "rule elsewhere of aws_s3_bucket_replication_configuration.source: another rule has another destination, and S3 accepts only one for rules without a filter",
  ]);
  expect(problemsOf(replicationRules, withOther(rule("acme-destination", first)))).toEqual([]);
  expect(problemsOf(replicationRules, withOther(rule("elsewhere", second)))).toEqual([]);
});

test("a rule of the first version replicates delete markers", () => {
  expect(problemsOf(replicationWithoutFilter, replicating({ rule: FIRST_VERSION }))).toEqual([
    `${RULE}it has no filter, so it is of the first version, which also replicates delete markers`,
  ]);
});

describe("from the destination on", () => {
  const on = (
    to: string,
    rule: Record<string, unknown> = {},
    first: Record<string, unknown> = {},
    others: Changes["others"] = [],
  ) =>
    replicating({
      rule: first,
      others,
      also: ({ resource }) => {
        const { source } = resource.aws_s3_bucket_replication_configuration ?? {};
        const [{ source_selection_criteria: _, ...base }] = (source as { rule: [Record<string, unknown>] })
          .rule;
        Object.assign(resource.aws_s3_bucket_replication_configuration ?? {}, {
          on: {
            provider: "aws.b",
            bucket: "acme-destination",
            role: "arn:aws:iam::222222222222:role/replication",
            rule: [{ ...base, id: "on", ...rule, destination: { bucket: `arn:aws:s3:::${to}` } }],
          },
        });
      },
    });
  const ON = "rule on of aws_s3_bucket_replication_configuration.on: ";
  const CHAIN = `${ON}S3 does not replicate replicas, so what acme-source replicates to acme-destination does not arrive in acme-third`;
  const direct = (filter: object) => ({
    id: "direct",
    status: "Enabled",
    priority: 5,
    filter,
    delete_marker_replication: { status: "Disabled" },
    destination: { bucket: "arn:aws:s3:::acme-third" },
  });

  test.each<[string, Parameters<typeof on>, string[]]>([
    ["to a third bucket", ["acme-third"], [CHAIN]],
    ["of a part of the replicas", ["acme-third", { filter: { prefix: "in/" } }], [CHAIN]],
    ["with a rule for a part of it", ["acme-third", {}, {}, [direct({ prefix: "in/" })]], [CHAIN]],
    ["with a rule from the first", ["acme-third", {}, {}, [direct({})]], []],
    ["of other objects", ["acme-third", { filter: { prefix: "own/" } }, { filter: { prefix: "in/" } }], []],
    ["not now", ["acme-third", { status: "Disabled" }], []],
    ["back", ["acme-source"], []],
  ])("%s", (_, topology, problems) => {
    expect(problemsOf(replicationChain, on(...topology))).toEqual(problems);
  });

  const synced = {
    source_selection_criteria: {
      sse_kms_encrypted_objects: { status: "Enabled" },
      replica_modifications: { status: "Enabled" },
    },
  };
  const METADATA = `${ON}acme-destination and acme-source replicate to each other, but changes of the tags of replicas stay where they are made`;

  test.each<[string, Parameters<typeof on>, string[]]>([
    ["back", ["acme-source"], [METADATA]],
    ["back, with changes of one side", ["acme-source", {}, synced], [METADATA]],
    ["back, with changes of the other side", ["acme-source", synced], [METADATA]],
    ["back, with changes of both", ["acme-source", synced, synced], []],
    [
      "back, of other objects",
      ["acme-source", { filter: { prefix: "b/" } }, { filter: { prefix: "a/" } }],
      [],
    ],
    ["to a third bucket", ["acme-third"], []],
  ])("%s, for changes of replicas", (_, topology, problems) => {
    expect(problemsOf(replicationMetadata, on(...topology))).toEqual(problems);
  });

  test("a proof knows what was asked for", () => {
    const ids = (flaws: readonly { check?: string }[]) => flaws.map(({ check }) => check);
    const estate = estateWith(on("acme-third"));
    expect(ids(lint(estate))).toContain("replication-chain");
    expect(ids(lintAsked(estate))).not.toContain("replication-chain");
  });
});

test("an owner who owns the replicas already", () => {
  const changes = replicating({ destination: { access_control_translation: { owner: "Destination" } } });
  expect(problemsOf(replicationRules, changes)).toEqual([]);
  expect(problemsOf(replicationOwner, changes)).toEqual([
    `${RULE}it gives replicas to the owner of acme-destination, who already owns them, because its object ownership is BucketOwnerEnforced`,
  ]);
});

test("a bucket replicates into another", () => {
  const into = replicating({ destination: { bucket: "arn:aws:s3:::acme-source", account: "111111111111" } });
  expect(problemsOf(replicationRules, into)).toContain(`${RULE}a bucket cannot replicate to itself`);
});

const OTHER = {
  id: "other",
  status: "Enabled",
  priority: 0,
  filter: {},
  delete_marker_replication: { status: "Disabled" },
  source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
  destination: { bucket: "arn:aws:s3:::elsewhere", ...encryption("${aws_kms_key.destination.arn}") },
};

test("priorities differ", () => {
  expect(problemsOf(replicationRules, replicating({ others: [OTHER] }))).toEqual([
    "rule other of aws_s3_bucket_replication_configuration.source: another rule also has the priority 0, which S3 rejects",
  ]);
  expect(problemsOf(replicationRules, replicating({ others: [{ ...OTHER, priority: 1 }] }))).toEqual([]);
});

test("rules with a filter and without a priority have the same", () => {
  const { priority: _, ...other } = OTHER;
  expect(problemsOf(replicationRules, replicating({ others: [other] }))).toEqual([
    "rule other of aws_s3_bucket_replication_configuration.source: another rule also has the priority 0, which S3 rejects",
  ]);
});

test.each<Changes>([
  {},
  { actions: ["kms:*"] },
  { role: "arn:aws:iam::111111111111:role/existing", actions: ["s3:ListBucket"] },
  {
    destination: { access_control_translation: { owner: "Destination" } },
    also: ({ resource }) => {
      const rule = { object_ownership: "ObjectWriter" };
      resource.aws_s3_bucket_ownership_controls = {
        d: { provider: "aws.b", bucket: "acme-destination", rule },
      };
    },
  },
  {
    actions: ["s3:ListBucket"],
    also: ({ resource }) => {
      resource.aws_iam_role_policy_attachment = {
        r: {
          provider: "aws.a",
          role: "replication",
          policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
        },
      };
    },
  },
])("%j is right", (changes) => {
  expect(problemsOf(replicationRules, replicating(changes))).toEqual([]);
});

test("a flaw names the rule's configuration and the bucket", () => {
  const [flaw] = flawsOf(replicationRules, replicating({ versioning: { source: "Suspended" } }));
  expect(flaw?.addresses).toEqual([
    "aws_s3_bucket_replication_configuration.source",
    "aws_s3_bucket_versioning.source",
  ]);
});

test("the settings of an existing bucket are not known unless Terraform sets them", () => {
  const estate = estateWith(replicating({}));
  const unversioned = estate.buckets.map((bucket) => ({ ...bucket, versioning: { status: "Disabled" } }));
  expect(replicationRules.find({ ...estate, buckets: unversioned })).toHaveLength(2);
  const existing = unversioned.map((bucket) => ({ ...bucket, existing: true as const }));
  expect(replicationRules.find({ ...estate, buckets: existing })).toEqual([]);
});

test("a rule waits for the versioning of both modules, unless these also replicate the other way", () => {
  const found = estateWith(replicating({}));
  const [rule] = found.replicationRules;
  const { account } = rule?.destination ?? {};
  if (rule === undefined || account === undefined) throw new Error("there is no rule");
  const buckets = found.buckets.map((bucket) => ({
    ...bucket,
    versioning: { ...bucket.versioning, address: `module.${bucket.name}.aws_s3_bucket_versioning.this[0]` },
  }));
  const accountOf = (name: string) =>
    buckets.find((bucket) => bucket.name === name)?.account ?? rule.source.account;
  const between = (from: string, to: string) => ({
    ...rule,
    address: `module.${from}.aws_s3_bucket_replication_configuration.this[0]`,
    source: { bucketArn: `arn:aws:s3:::${from}`, account: accountOf(from) },
    destination: { bucketArn: `arn:aws:s3:::${to}`, account: accountOf(to).id },
  });
  const repairs = (...replicationRules: (typeof rule)[]) => {
    const dependencies = new Map(
      replicationRules.map(({ address, source }) => [
        address,
        buckets.flatMap(({ arn, versioning }) => (arn === source.bucketArn ? [versioning.address] : [])),
      ]),
    );
    return replicationOrder
      .find({ ...found, buckets, dependencies, replicationRules })
      .map(({ repair }) => repair);
  };
  const [there, back] = [
    between("acme-source", "acme-destination"),
    between("acme-destination", "acme-source"),
  ];
  expect(repairs(there)).toEqual(["add depends_on = [module.acme-destination] to module.acme-source"]);
  const beside =
    "cannot wait for each other: write both replication configurations beside these modules, as aws_s3_bucket_replication_configuration with depends_on =";
  expect(repairs(there, back)).toEqual([
    `module.acme-destination and module.acme-source ${beside} [module.acme-destination, module.acme-source]`,
    `module.acme-source and module.acme-destination ${beside} [module.acme-source, module.acme-destination]`,
  ]);
});
