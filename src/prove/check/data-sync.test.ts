/** The stack datasync, as if somebody else had written it, each time with one thing wrong. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { estateOfValues, readEstate } from "../../estate/read-estate";
import { readTerraformValues } from "../../estate/values/read-terraform-values";
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
  const all = describedFlaws(description);
  const flaws = all.filter(({ check }) => check === "datasync-fails");
  const warnings = all.filter(({ check }) => check === "datasync-lacks");
  const { locations, assumptions } = description;
  return { locations, assumptions, problems: flaws.map(({ problem }) => problem), flaws, warnings, all };
}

const location = ({ resource }: Terraform, name: string) => {
  const found = resource.aws_datasync_location_s3?.[name];
  if (!found) throw new Error(`there is no location ${name}`);
  return found;
};

const statementOf = ({ locals }: Terraform, policy: string, sid: string): Statement => {
  const found = locals[policy]?.Statement.find((each) => each.Sid === sid);
  if (!found) throw new Error(`there is no ${sid} in ${policy}`);
  return found;
};

const trust = (terraform: Terraform) => statementOf(terraform, "mover_trust_policy", "AssumeRoleByService");

const taskOf = ({ resource }: Terraform): Record<string, unknown> => {
  const found = resource.aws_datasync_task?.nightly;
  if (!found) throw new Error("there is no task");
  return found;
};

const withoutAction = (policy: string, sid: string, action: string) => (terraform: Terraform) => {
  const statement = statementOf(terraform, policy, sid);
  if (!statement.Action.includes(action)) throw new Error(`${sid} does not allow ${action}`);
  statement.Action = statement.Action.filter((each) => each !== action);
};

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
const BY_BOTH =
  "the bucket policy of acme-datasync-source in account 111111111111 and the identity policy s3porter-datasync-mover of role acme-datasync in account 222222222222";
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
    "a role of another account",
    (terraform) =>
      Object.assign(location(terraform, "nightly_source"), {
        s3_config: { bucket_access_role_arn: "arn:aws:iam::111111111111:role/other" },
      }),
    [
      "DataSync cannot use acme-datasync-source as role other: the role is in account 111111111111, but a role can be passed to DataSync only in its own account, and the location is in 222222222222",
    ],
  ],
  [
    "half of the tagging, for a task that copies no tags",
    (terraform) => {
      Object.assign(terraform.resource.aws_datasync_task?.nightly?.options ?? {}, { object_tags: "NONE" });
      statementOf(terraform, "mover_identity_policy", "GetSource").Action = ["s3:GetObject"];
    },
    [],
  ],
  [
    "no tagging, for a task that copies tags",
    (terraform) => {
      withoutAction("mover_identity_policy", "GetSource", "s3:GetObjectTagging")(terraform);
      withoutAction("source_bucket_policy", "GetForMover", "s3:GetObjectTagging")(terraform);
    },
    [`${SOURCE}s3:GetObjectTagging is not allowed by ${BY_BOTH}`],
  ],
  [
    "no deleting, for a task that deletes",
    (terraform) => {
      Object.assign(taskOf(terraform).options ?? {}, { preserve_deleted_files: "REMOVE" });
      without("mover_identity_policy", "DeleteDestination")(terraform);
    },
    [
      `${DESTINATION}s3:DeleteObject is missing in the identity policy s3porter-datasync-mover of role acme-datasync in account 222222222222 and the bucket policy of acme-datasync-destination in account 222222222222`,
    ],
  ],
  ["no deleting, for a task that deletes nothing", without("mover_identity_policy", "DeleteDestination"), []],
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

const LACKS = "the role acme-datasync lacks on";
const IN_BOTH =
  "the identity policy s3porter-datasync-mover of role acme-datasync in account 222222222222 and the bucket policy of";

test.each<[string, (terraform: Terraform) => void, readonly string[]]>([
  [
    "listing the parts and the uploads of the source",
    (terraform) => {
      for (const name of ["ListParts", "ListUploads"]) {
        without("mover_identity_policy", `${name}Source`)(terraform);
        without("source_bucket_policy", `${name}ForMover`)(terraform);
      }
    },
    [
      `${LACKS} acme-datasync-source what AWS lists for DataSync: s3:ListBucketMultipartUploads, s3:ListMultipartUploadParts are not allowed by ${BY_BOTH}`,
    ],
  ],
  [
    "writing the tags of the destination, and ending its uploads",
    (terraform) => {
      withoutAction("mover_identity_policy", "PutDestination", "s3:PutObjectTagging")(terraform);
      withoutAction("mover_identity_policy", "PutDestination", "s3:AbortMultipartUpload")(terraform);
    },
    [
      `${LACKS} acme-datasync-destination what AWS lists for DataSync: s3:AbortMultipartUpload, s3:PutObjectTagging are missing in ${IN_BOTH} acme-datasync-destination in account 222222222222`,
    ],
  ],
  [
    "tags, for a task that copies none",
    (terraform) => {
      Object.assign(taskOf(terraform).options ?? {}, { object_tags: "NONE" });
      withoutAction("mover_identity_policy", "GetDestination", "s3:GetObjectTagging")(terraform);
      withoutAction("mover_identity_policy", "PutDestination", "s3:PutObjectTagging")(terraform);
    },
    [],
  ],
])("what AWS's page lists besides is a warning: %s", (_, change, problems) => {
  const { locations, flaws, warnings } = locationsOf(change);
  expect(flaws).toEqual([]);
  expect(warnings.map(({ problem }) => problem)).toEqual(problems);
  expect(warnings.map(({ severity }) => severity)).toEqual(problems.map(() => "warning"));
  for (const { repair } of warnings) expect(repair).toMatch(/^allow it in the .* in account \d{12}$/);
  expect(locations.map(({ answer }) => answer)).toEqual(["can", "can"]);
});

test("whether a task copies tags is not known if its other location is not", () => {
  const { all } = locationsOf((terraform) => {
    taskOf(terraform).destination_location_arn =
      "arn:aws:datasync:us-east-1:222222222222:location/loc-0a1b2c3d4e5f60718";
    withoutAction("mover_identity_policy", "GetSource", "s3:GetObjectTagging")(terraform);
    withoutAction("source_bucket_policy", "GetForMover", "s3:GetObjectTagging")(terraform);
  });
  expect(all).toEqual([]);
});

/** A location of the folder in/, and how the role can list it. */
const inFolder = (prefixes: unknown) => (terraform: Terraform) => {
  location(terraform, "nightly_source").subdirectory = "/in";
  statementOf(terraform, "mover_identity_policy", "ListSource").Condition = {
    StringLike: { "s3:prefix": prefixes },
  };
};

test("a role that can list the folder of a location works, as far as AWS says how DataSync lists", () => {
  for (const prefixes of ["in/*", "in*", ["in/", "in/*"], "*"]) {
    const { locations, assumptions, all } = locationsOf(inFolder(prefixes));
    expect(all).toEqual([]);
    expect(locations[1]?.answer).toBe("can");
    expect(assumptions).toEqual([
      "DataSync lists in/ of acme-datasync-source with s3:prefix in/, which AWS does not document",
    ]);
  }
  expect(locationsOf(({ resource }) => resource).assumptions).toEqual([]);
});

test("whether it fails is not known if the role can list the folder only in another form", () => {
  for (const prefixes of ["in", "", ["", "in"], "in/a/*"]) {
    const { locations, assumptions, all } = locationsOf(inFolder(prefixes));
    expect(all).toEqual([]);
    expect(locations[1]?.unknown).toEqual([
      "AWS does not document the s3:prefix with which DataSync lists in/ of acme-datasync-source, and the role can list it only with some",
    ]);
    expect(assumptions).toEqual([]);
  }
});

test("it fails if the role can list only another folder", () => {
  expect(locationsOf(inFolder("out/*")).problems).toEqual([
    `${SOURCE}s3:ListBucket is not allowed by the identity policy s3porter-datasync-mover of role acme-datasync in account 222222222222`,
  ]);
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

test("a bucket that is elsewhere is not known to work", () => {
  const elsewhere = (bucketArn: string) =>
    locationsOf((terraform) => (location(terraform, "nightly_source").s3_bucket_arn = bucketArn));
  for (const arn of [
    "arn:aws:s3:::acme-elsewhere",
    "arn:aws:s3:us-east-1:111111111111:accesspoint/reports",
  ]) {
    const { locations, problems } = elsewhere(arn);
    expect(locations[1]).toMatchObject({
      answer: "unknown",
      unknown: [expect.stringMatching(/ is not in this Terraform$/)],
    });
    expect(problems).toEqual([]);
  }
});

test("what the role can do only in part with another bucket is a flaw as it is without DataSync", () => {
  const { all } = locationsOf((terraform) => {
    Object.assign(terraform.resource.aws_s3_bucket ?? {}, {
      third: { provider: "aws.source", bucket: "acme-third" },
    });
    terraform.locals.mover_identity_policy?.Statement.push({
      Sid: "GetThird",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::acme-third/*"],
    } as Statement);
  });
  expect(all.map(({ check, problem }) => [check, problem.includes("acme-third")])).toEqual([
    ["half-granted", true],
  ]);
});

test("which organization an account is in, and which objects a filter leaves, is not known", () => {
  const ofOrganization = locationsOf(
    (terraform) => (trust(terraform).Condition = { StringEquals: { "aws:SourceOrgID": "o-abcde12345" } }),
  );
  expect(ofOrganization.locations.map(({ answer }) => answer)).toEqual(["unknown", "unknown"]);
  expect(ofOrganization.all).toEqual([]);
  const filtered = locationsOf((terraform) => {
    Object.assign(terraform.resource.aws_datasync_task?.nightly ?? {}, {
      includes: { filter_type: "SIMPLE_PATTERN", value: "/in" },
    });
    statementOf(terraform, "mover_identity_policy", "GetSource").Resource =
      "arn:aws:s3:::acme-datasync-source/in/*";
  });
  expect(filtered.locations[1]?.unknown).toEqual([
    "which objects of acme-datasync-source its tasks copy is not known",
  ]);
  expect(filtered.problems).toEqual([]);
});

test("several locations in one block can be in a configuration, and are not read", () => {
  const { problems } = locationsOf((terraform) =>
    Object.assign(location(terraform, "nightly_source"), { count: 2 }),
  );
  expect(problems).toEqual([]);
});

const AWS_PROVIDER = "registry.terraform.io/hashicorp/aws";

/** A plan that creates a location with a subdirectory that is known only after apply. */
function planned(roleReferences: readonly string[]) {
  const resources = {
    "aws_s3_bucket.x": { bucket: "acme-x" },
    "aws_iam_role.m": {
      name: "m",
      path: "/",
      assume_role_policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "datasync.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ],
      }),
    },
    "aws_datasync_location_s3.a": { s3_config: [{}] },
  };
  const unknown: Record<string, unknown> = {
    "aws_s3_bucket.x": { arn: true },
    "aws_iam_role.m": { arn: true },
    "aws_datasync_location_s3.a": {
      s3_bucket_arn: true,
      subdirectory: true,
      s3_config: [{ bucket_access_role_arn: true }],
      arn: true,
    },
  };
  const expressions: Record<string, unknown> = {
    "aws_datasync_location_s3.a": {
      s3_bucket_arn: { references: ["aws_s3_bucket.x.arn", "aws_s3_bucket.x"] },
      subdirectory: { references: ["random_pet.d.id", "random_pet.d"] },
      s3_config: [{ bucket_access_role_arn: { references: roleReferences } }],
    },
  };
  const blocks = Object.entries(resources).map(([address, values]) => {
    const [type = "", name = ""] = address.split(".");
    return { address, values, block: { address, mode: "managed", type, name, provider_name: AWS_PROVIDER } };
  });
  return estateOfValues(
    readTerraformValues({
      format_version: "1.2",
      terraform_version: "1.11.4",
      planned_values: {
        root_module: {
          resources: blocks.map(({ values, block }) => ({ ...block, values, sensitive_values: {} })),
        },
      },
      resource_changes: blocks.map(({ address, values, block }) => ({
        ...block,
        change: { actions: ["create"], before: null, after: values, after_unknown: unknown[address] ?? {} },
      })),
      configuration: {
        provider_config: {
          aws: {
            name: "aws",
            full_name: AWS_PROVIDER,
            expressions: {
              region: { constant_value: "us-east-1" },
              allowed_account_ids: { constant_value: ["111111111111"] },
            },
          },
        },
        root_module: {
          resources: blocks.map(({ address, block }) => ({
            ...block,
            provider_config_key: "aws",
            expressions: expressions[address] ?? {},
          })),
        },
      },
    }),
  );
}

test("a plan does not know every subdirectory", () => {
  const { locations } = describeEstate(planned(["aws_iam_role.m.arn", "aws_iam_role.m"]));
  expect(locations.map(({ bucket, answer, unknown }) => [bucket, answer, unknown])).toEqual([
    ["acme-x", "unknown", ["which objects of acme-x its tasks copy is not known"]],
  ]);
});

test("a location whose role a plan does not know is not read", () => {
  const estate = planned(["local.role_arn"]);
  expect(describeEstate(estate).locations).toEqual([]);
  expect(estate.unmodelled).toContainEqual({
    address: "aws_datasync_location_s3.a",
    reason: "its account, bucket or role is not known, so whether DataSync can use it is not checked",
    canAllow: false,
  });
});

/** The task writes its reports to a bucket of its account. */
const reporting =
  (prefix: string | undefined, ...statements: readonly Partial<Statement>[]) =>
  (terraform: Terraform) => {
    Object.assign(terraform.resource.aws_s3_bucket ?? {}, {
      reports: { provider: "aws.destination", bucket: "acme-reports" },
    });
    taskOf(terraform).task_report_config = {
      s3_destination: {
        s3_bucket_arn: "arn:aws:s3:::acme-reports",
        bucket_access_role_arn: "${aws_iam_role.mover.arn}",
        ...(prefix !== undefined && { subdirectory: prefix }),
      },
    };
    terraform.locals.mover_identity_policy?.Statement.push(
      ...statements.map((each) => ({ Effect: "Allow", ...each }) as unknown as Statement),
    );
  };

const put = (objects: string) => ({
  Sid: "PutReports",
  Action: ["s3:PutObject"],
  Resource: `arn:aws:s3:::acme-reports/${objects}`,
});

const REPORT = "DataSync cannot write reports to acme-reports as role acme-datasync: ";

test("reports of a task", () => {
  for (const [prefix, objects] of [
    ["reports/", "reports/*"],
    ["/reports/", "reports/*"],
    [undefined, "*"],
  ] as const) {
    const { locations, all } = locationsOf(reporting(prefix, put(objects)));
    expect(all).toEqual([]);
    expect(locations.map(({ use, bucket, answer }) => [use, bucket, answer])).toEqual([
      ["transfer", "acme-datasync-destination", "can"],
      ["transfer", "acme-datasync-source", "can"],
      ["report", "acme-reports", "can"],
    ]);
  }
});

test("reports that the role cannot write", () => {
  for (const statements of [[], [put("other/*")]]) {
    const { problems, flaws } = locationsOf(reporting("reports/", ...statements));
    expect(problems).toEqual([
      `${REPORT}s3:PutObject is not allowed by ${IN_BOTH} acme-reports in account 222222222222`,
    ]);
    expect(flaws[0]?.addresses[0]).toBe("aws_datasync_task.nightly");
  }
});

test("where DataSync puts reports under a prefix without a delimiter is not known", () => {
  const folder = locationsOf(reporting("reports", put("reports/*")));
  expect(folder.all).toEqual([]);
  expect(folder.locations[2]?.answer).toBe("can");
  expect(folder.assumptions).toEqual([
    "DataSync writes reports under reports/ of acme-reports, which AWS does not document",
  ]);
  const either = locationsOf(reporting("reports", put("reports*")));
  expect(either.locations[2]?.answer).toBe("can");
  expect(either.assumptions).toEqual([]);
  const other = locationsOf(reporting("reports", put("reportsa/*")));
  expect(other.all).toEqual([]);
  expect(other.locations[2]?.unknown).toEqual([
    "AWS does not document the keys of reports under the prefix reports of acme-reports, and the role can write only some",
  ]);
});

test("reports in a bucket with a key that forgets the role", () => {
  const { problems } = locationsOf((terraform) => {
    reporting("reports/", {
      Sid: "PutReports",
      Action: ["s3:PutObject"],
      Resource: "arn:aws:s3:::acme-datasync-source/reports/*",
    })(terraform);
    const { s3_destination: to } = taskOf(terraform).task_report_config as {
      s3_destination: Record<string, unknown>;
    };
    to.s3_bucket_arn = "arn:aws:s3:::acme-datasync-source";
    Object.assign(statementOf(terraform, "source_bucket_policy", "GetForMover"), {
      Action: ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject"],
    });
  });
  expect(problems).toEqual([
    "DataSync cannot write reports to acme-datasync-source as role acme-datasync: kms:GenerateDataKey is not allowed by the key policy of aws_kms_key.source in account 111111111111 and the identity policy s3porter-datasync-mover of role acme-datasync in account 222222222222",
  ]);
});

test("a role of another account cannot write reports", () => {
  const { problems } = locationsOf((terraform) => {
    reporting("reports/")(terraform);
    const { s3_destination: to } = taskOf(terraform).task_report_config as {
      s3_destination: Record<string, unknown>;
    };
    to.bucket_access_role_arn = "arn:aws:iam::111111111111:role/other";
  });
  expect(problems).toEqual([
    "DataSync cannot write reports to acme-reports as role other: the role is in account 111111111111, but a role can be passed to DataSync only in its own account, and the task is in 222222222222; s3:PutObject is missing in the bucket policy of acme-reports in account 222222222222",
  ]);
});
