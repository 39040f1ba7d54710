/** The stack datasync, as if somebody else had written it, each time with one thing wrong. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readEstate } from "../../estate/read-estate";
import { describe as describeEstate } from "./describe";
import { describedFlaws } from "./findings";

interface Statement {
  Sid: string;
  Action: string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

interface Terraform {
  locals: Record<string, { Statement: Statement[] }>;
  resource: Record<string, Record<string, Record<string, unknown>>>;
}

const GOLDEN = readFileSync(join(__dirname, "../../../test/golden/datasync.tf.json"), "utf8");

function locationsOf(change: (terraform: Terraform) => void) {
  const terraform = JSON.parse(GOLDEN) as Terraform;
  change(terraform);
  const description = describeEstate(readEstate(terraform));
  const flaws = describedFlaws(description).filter(({ check }) => check === "datasync-fails");
  return { locations: description.locations, problems: flaws.map(({ problem }) => problem), flaws };
}

const statementOf = ({ locals }: Terraform, policy: string, sid: string): Statement => {
  const found = locals[policy]?.Statement.find((each) => each.Sid === sid);
  if (!found) throw new Error(`there is no ${sid} in ${policy}`);
  return found;
};

const trust = (terraform: Terraform) => statementOf(terraform, "mover_trust_policy", "AssumeRoleByService");

const without = (policy: string, sid: string) => (terraform: Terraform) => {
  const { Statement = [] } = terraform.locals[policy] ?? {};
  Statement.splice(Statement.indexOf(statementOf(terraform, policy, sid)), 1);
};

test("both locations work", () => {
  const { locations, problems } = locationsOf(() => {});
  expect(locations.map(({ bucket, answer, isUsed }) => [bucket, answer, isUsed])).toEqual([
    ["acme-datasync-destination", "can", true],
    ["acme-datasync-source", "can", true],
  ]);
  expect(problems).toEqual([]);
});

const SOURCE = "DataSync cannot use acme-datasync-source as role acme-datasync: ";
const DESTINATION = "DataSync cannot use acme-datasync-destination as role acme-datasync: ";
const NO_TRUST = "the trust policy of role acme-datasync in account 222222222222";

test.each<[string, (terraform: Terraform) => void, readonly string[]]>([
  [
    "a role that trusts another service",
    (terraform) => Object.assign(trust(terraform), { Principal: { Service: "ec2.amazonaws.com" } }),
    [
      `${DESTINATION}sts:AssumeRole is not allowed by ${NO_TRUST}`,
      `${SOURCE}sts:AssumeRole is not allowed by ${NO_TRUST}`,
    ],
  ],
  [
    "a role that trusts DataSync of another account",
    (terraform) => (trust(terraform).Condition = { StringEquals: { "aws:SourceAccount": "333333333333" } }),
    [
      `${DESTINATION}sts:AssumeRole is not allowed by ${NO_TRUST}`,
      `${SOURCE}sts:AssumeRole is not allowed by ${NO_TRUST}`,
    ],
  ],
  [
    "a role that trusts DataSync of another Region",
    (terraform) =>
      (trust(terraform).Condition = {
        ArnLike: { "aws:SourceArn": "arn:aws:datasync:eu-west-1:222222222222:*" },
      }),
    [
      `${DESTINATION}sts:AssumeRole is not allowed by ${NO_TRUST}`,
      `${SOURCE}sts:AssumeRole is not allowed by ${NO_TRUST}`,
    ],
  ],
  [
    "a role that trusts one task",
    (terraform) =>
      (trust(terraform).Condition = {
        ArnLike: { "aws:SourceArn": "arn:aws:datasync:us-east-1:222222222222:task/task-0a1b2c3d4e5f60718" },
      }),
    [],
  ],
  [
    "a bucket policy of another account that forgets the role",
    without("source_bucket_policy", "GetForMover"),
    [
      `${SOURCE}s3:GetObject, s3:GetObjectTagging are missing in the bucket policy of acme-datasync-source in account 111111111111`,
    ],
  ],
  [
    "a role that cannot list",
    without("mover_identity_policy", "ListSource"),
    [
      `${SOURCE}s3:ListBucket is not allowed by the identity policy s3porter-datasync-mover of role acme-datasync in account 222222222222`,
    ],
  ],
  [
    "a role that cannot write",
    without("mover_identity_policy", "PutDestination"),
    [
      `${DESTINATION}s3:PutObject is missing in the identity policy s3porter-datasync-mover of role acme-datasync in account 222222222222 and the bucket policy of acme-datasync-destination in account 222222222222`,
    ],
  ],
  [
    "a key of another account that forgets the role",
    without("source_key_policy", "DecryptSourceForMover"),
    [`${SOURCE}kms:Decrypt is not allowed by the key policy of aws_kms_key.source in account 111111111111`],
  ],
  [
    "a role that cannot use the key of the destination",
    without("mover_identity_policy", "EncryptAndDecryptDestination"),
    [
      `${DESTINATION}kms:GenerateDataKey, kms:Decrypt are not allowed by the identity policy s3porter-datasync-mover of role acme-datasync in account 222222222222`,
    ],
  ],
])("%s", (_, change, problems) => {
  const found = locationsOf(change);
  expect(found.problems).toEqual(problems);
  for (const { addresses } of found.flaws) expect(addresses[0]).toMatch(/^aws_datasync_location_s3\./);
});

test("a location that no task uses must be listed, and no more", () => {
  const { locations, problems } = locationsOf((terraform) => {
    delete terraform.resource.aws_datasync_task;
    without("mover_identity_policy", "PutDestination")(terraform);
    without("mover_identity_policy", "ListSource")(terraform);
  });
  expect(locations.map(({ isUsed }) => isUsed)).toEqual([false, false]);
  expect(problems).toEqual([expect.stringContaining(`${SOURCE}s3:ListBucket`)]);
});

test("a role and a bucket that are elsewhere are nobody's mistake", () => {
  const { locations, problems } = locationsOf(({ resource }) => {
    Object.assign(resource.aws_datasync_location_s3?.nightly_source ?? {}, {
      s3_bucket_arn: "arn:aws:s3:::acme-elsewhere",
      s3_config: { bucket_access_role_arn: "arn:aws:iam::222222222222:role/elsewhere" },
    });
  });
  expect(locations.map(({ bucket, answer }) => [bucket, answer])).toEqual([
    ["acme-datasync-destination", "can"],
    ["acme-elsewhere", "unknown"],
  ]);
  expect(problems).toEqual([]);
});
