import { estateWith, flawsOf, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { replicationOwner, replicationRules } from "./replication";

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
])("%j", (changes, problem) => {
  expect(problemsOf(replicationRules, replicating(changes))).toEqual([RULE + problem]);
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

test("priorities differ", () => {
  const other = {
    id: "other",
    status: "Enabled",
    priority: 0,
    filter: {},
    source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
    destination: { bucket: "arn:aws:s3:::elsewhere", ...encryption("${aws_kms_key.destination.arn}") },
  };
  expect(problemsOf(replicationRules, replicating({ others: [other] }))).toEqual([
    "rule other of aws_s3_bucket_replication_configuration.source: another rule also has the priority 0, which S3 rejects",
  ]);
  expect(problemsOf(replicationRules, replicating({ others: [{ ...other, priority: 1 }] }))).toEqual([]);
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
