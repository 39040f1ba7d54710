import { formatEstateProblem, isEstateError } from "./problem";
import { type EstateOptions, readEstate } from "./read-estate";

type Json = Record<string, unknown>;

const AWS = [
  { alias: "a", allowed_account_ids: ["111111111111"], region: "us-east-1" },
  { alias: "b", allowed_account_ids: ["222222222222"], region: "eu-west-1" },
];
const EMPTY = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const a = { provider: "aws.a" };
const b = { provider: "aws.b" };
const BUCKET = { aws_s3_bucket: { source: { ...a, bucket: "acme" } } };

function terraform(resource: Json, rest: Json = {}): Json {
  return { provider: { aws: AWS }, resource, ...rest };
}

function estate(resource: Json, rest: Json = {}, options: EstateOptions = {}) {
  return readEstate(terraform(resource, rest), options);
}

function problems(json: unknown, options: EstateOptions = {}): string[] {
  try {
    readEstate(json, options);
    return [];
  } catch (error) {
    if (!isEstateError(error)) throw error;
    return error.problems.map(formatEstateProblem);
  }
}

/** The document of a bucket policy that has one statement with this resource. */
function policyOf(Resource: unknown, rest: Json = {}, options: EstateOptions = {}) {
  const statement = { Effect: "Allow", Action: "s3:*", Resource };
  const found = estate(
    {
      ...BUCKET,
      aws_s3_bucket_policy: { p: { ...a, bucket: "acme", policy: "${jsonencode(local.policy)}" } },
      aws_kms_key: { k: a },
      aws_kms_alias: { k: { ...a, name: "alias/k", target_key_id: "${aws_kms_key.k.id}" } },
      aws_iam_role: { r: { ...b, name: "R", path: "/x/", assume_role_policy: EMPTY } },
      aws_iam_user: { u: { ...b, name: "U" } },
      aws_iam_policy: { m: { ...b, name: "M", policy: EMPTY } },
    },
    { ...rest, locals: { ...(rest.locals as Json), policy: { Statement: statement } } },
    options,
  );
  return found.buckets[0]?.policy?.document.Statement[0]?.Resource;
}

test("nothing", () => {
  expect(readEstate({})).toEqual({
    accounts: [],
    dataSync: { locations: [], tasks: [], reports: [] },
    buckets: [],
    keys: [],
    instanceProfiles: [],
    principals: [],
    managedPolicies: [],
    offeredPolicies: [],
    replicationAlarms: [],
    replicationNotifications: [],
    replicationRules: [],
    dependencies: new Map(),
    unmodelled: [],
    conflicts: [],
  });
});

test("outputs that are policies are offered; other outputs are not read", () => {
  const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" }];
  const { offeredPolicies } = readEstate({
    locals: { offer: { Statement }, other: { Name: "acme" } },
    output: {
      partner_policy: { value: "${jsonencode(local.offer)}" },
      names: { value: "${jsonencode(local.other)}" },
      runbook: { value: "aws s3 ls ${aws_instance.unknown.id}" },
      list: { value: ["a"] },
    },
  });
  expect(offeredPolicies).toEqual([{ address: "output.partner_policy", document: { Statement } }]);
});

describe("references", () => {
  const KEY_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  test.each<[string, string | RegExp]>([
    ["${aws_s3_bucket.source.arn}", "arn:aws:s3:::acme"],
    ["${aws_s3_bucket.source.arn}/*", "arn:aws:s3:::acme/*"],
    ["${aws_s3_bucket.source.id}", "acme"],
    ["${aws_s3_bucket.source.bucket}", "acme"],
    ["${aws_s3_bucket.source.region}", "us-east-1"],
    ["${aws_s3_bucket_policy.p.id}", "acme"],
    ["${aws_s3_bucket_policy.p.bucket}", "acme"],
    ["${aws_kms_key.k.arn}", new RegExp(`^arn:aws:kms:us-east-1:111111111111:key/${KEY_ID}$`)],
    ["${aws_kms_key.k.key_id}", new RegExp(`^${KEY_ID}$`)],
    ["${aws_kms_alias.k.arn}", "arn:aws:kms:us-east-1:111111111111:alias/k"],
    ["${aws_kms_alias.k.name}", "alias/k"],
    ["${aws_iam_role.r.arn}", "arn:aws:iam::222222222222:role/x/R"],
    ["${aws_iam_role.r.name}", "R"],
    ["${aws_iam_role.r.path}", "/x/"],
    ["${aws_iam_user.u.arn}", "arn:aws:iam::222222222222:user/U"],
    ["${aws_iam_user.u.name}", "U"],
    ["${aws_iam_user.u.path}", "/"],
    ["${aws_iam_policy.m.arn}", "arn:aws:iam::222222222222:policy/M"],
    ["${aws_iam_policy.m.id}", "arn:aws:iam::222222222222:policy/M"],
    ["home/$${aws:username}/%%{x}", "home/${aws:username}/%{x}"],
  ])("%s", (reference, expected) => {
    expect(policyOf(reference)).toEqual(
      expected instanceof RegExp ? expect.stringMatching(expected) : expected,
    );
  });

  test("a key has the same made-up id every time, and no other key has it", () => {
    const keys = () => estate({ aws_kms_key: { k: a, l: b } }).keys.map(({ arn }) => arn);
    expect(keys()).toEqual(keys());
    expect(new Set(keys().map((arn) => arn.split("/")[1])).size).toBe(2);
  });

  test.each([
    ["us-east-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["eusc-de-east-1", "aws-eusc"],
  ])("in %s ARNs begin with arn:%s", (region, partition) => {
    const json = { provider: { aws: { ...AWS[0], region } }, resource: BUCKET };
    expect(readEstate(json).buckets[0]).toMatchObject({ arn: `arn:${partition}:s3:::acme`, region });
  });

  test("a bucket and a key can be in another region than their provider's", () => {
    const found = estate({
      aws_s3_bucket: { x: { ...a, bucket: "acme", region: "us-west-2" } },
      aws_kms_key: { x: { ...a, region: "us-west-2" } },
    });
    expect(found.buckets[0]?.region).toBe("us-west-2");
    expect(found.keys[0]?.arn).toMatch("arn:aws:kms:us-west-2:111111111111:key/");
  });

  test("what configures a bucket can state its region", () => {
    const west = { ...a, bucket: "acme", region: "us-west-2" };
    const { buckets, unmodelled } = estate({
      aws_s3_bucket: { x: west },
      aws_s3_bucket_policy: { x: { ...west, policy: EMPTY } },
      aws_s3_bucket_ownership_controls: { x: { ...west, rule: { object_ownership: "BucketOwnerEnforced" } } },
      aws_s3_bucket_public_access_block: { x: west },
      aws_s3_bucket_server_side_encryption_configuration: {
        x: { ...west, rule: { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } } },
      },
      aws_s3_bucket_versioning: { x: { ...west, versioning_configuration: { status: "Enabled" } } },
      aws_s3_bucket_replication_configuration: {
        x: { ...west, role: "arn:x", rule: { status: "Enabled", destination: { bucket: "arn:aws:s3:::b" } } },
      },
    });
    expect(unmodelled).toEqual([]);
    expect(buckets[0]).toMatchObject({ region: "us-west-2", versioning: { status: "Enabled" } });
  });

  test.each([
    ["region", "us-west-2"],
    ["id", "us-west-2"],
    ["name", "us-west-2"],
  ])("%s of a region that is not the provider's", (attribute, region) => {
    const data = { aws_region: { r: { ...a, region } } };
    expect(policyOf(`\${data.aws_region.r.${attribute}}`, { data })).toBe(region);
  });

  test.each(["name", "endpoint"])("a region that is looked up by its %s is not known", (argument) => {
    const resource = {
      ...BUCKET,
      aws_s3_bucket_policy: { p: { ...a, bucket: "acme", policy: "${data.aws_region.r.id}" } },
    };
    const data = { aws_region: { r: { ...a, [argument]: "us-west-2" } } };
    expect(problems(terraform(resource, { data }))).toEqual([
      "aws_s3_bucket_policy.p: policy: ${data.aws_region.r.id}: is a data source, which Terraform reads from AWS; write its value instead, or make it a variable with a value",
    ]);
  });

  test("variables have their defaults unless they are given", () => {
    const variable = { who: { default: "arn:x" } };
    expect(policyOf("${var.who}", { variable })).toBe("arn:x");
    expect(policyOf("${var.who}", { variable }, { variables: { who: "arn:y" } })).toBe("arn:y");
  });
});

describe("what AWS does where nothing is configured", () => {
  test("a bucket", () => {
    expect(estate(BUCKET).buckets[0]).toMatchObject({
      encryption: { algorithm: "AES256", bucketKeyEnabled: false },
      ownership: { objectOwnership: "BucketOwnerEnforced" },
      versioning: { status: "Disabled" },
      publicAccessBlock: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    });
    expect(estate(BUCKET).buckets[0]).not.toHaveProperty("policy");
  });

  test("a key has the policy that AWS gives it", () => {
    expect(estate({ aws_kms_key: { k: a } }).keys[0]).toMatchObject({
      rotation: false,
      aliases: [],
      policy: {
        address: "aws_kms_key.k",
        document: {
          Version: "2012-10-17",
          Id: "key-default-1",
          Statement: [
            {
              Sid: "Enable IAM User Permissions",
              Effect: "Allow",
              Principal: { AWS: "arn:aws:iam::111111111111:root" },
              Action: "kms:*",
              Resource: "*",
            },
          ],
        },
      },
    });
  });

  test("a public access block that leaves something out does not block it", () => {
    const block = {
      aws_s3_bucket_public_access_block: { x: { ...a, bucket: "acme", block_public_acls: "true" } },
    };
    expect(estate({ ...BUCKET, ...block }).buckets[0]?.publicAccessBlock).toEqual({
      address: "aws_s3_bucket_public_access_block.x",
      blockPublicAcls: true,
      blockPublicPolicy: false,
      ignorePublicAcls: false,
      restrictPublicBuckets: false,
    });
  });
});

test.each([
  ["alias/k", {}],
  ["1234abcd-12ab-34cd-56ef-1234567890ab", {}],
  ["arn:aws:kms:us-east-1:111111111111:alias/k", {}],
  ["${aws_kms_key.k.arn}", { keyArn: expect.stringMatching(/^arn:aws:kms:.*:key\//) }],
])("a bucket's key is an ARN only if it is configured as one: %s", (kms_master_key_id, expected) => {
  const rule = [
    { apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms", kms_master_key_id }] },
  ];
  const found = estate({
    ...BUCKET,
    aws_kms_key: { k: a },
    aws_s3_bucket_server_side_encryption_configuration: { x: { ...a, bucket: "acme", rule } },
  }).buckets[0]?.encryption;
  expect(found).toEqual({
    address: "aws_s3_bucket_server_side_encryption_configuration.x",
    algorithm: "aws:kms",
    masterKey: expect.any(String),
    bucketKeyEnabled: false,
    ...expected,
  });
});

describe("principals", () => {
  const attachments = {
    aws_iam_role: {
      r: { ...b, name: "R", assume_role_policy: EMPTY, permissions_boundary: "${aws_iam_policy.m.arn}" },
    },
    aws_iam_policy: { m: { ...b, name: "M", path: "/p/", policy: EMPTY } },
    aws_iam_role_policy: { i: { ...b, name: "I", role: "R", policy: EMPTY } },
    aws_iam_role_policy_attachment: {
      m: { ...b, role: "${aws_iam_role.r.id}", policy_arn: "${aws_iam_policy.m.arn}" },
    },
  };

  test.each<[string, unknown, object | undefined]>([
    ["literal", { team: "blue", n: 1, none: null }, { team: "blue", n: "1" }],
    ["merged", "${merge(var.tags, { team = upper(1) })}", undefined],
    ["merged with literals", '${merge(var.tags, { team = "red" })}', { team: "red", cost: "1" }],
    ["of another module", "${module.labels.tags}", undefined],
    ["none", undefined, undefined],
  ])("tags of a role and a user: %s", (_, tags, expected) => {
    const rest = { variable: { tags: { default: { cost: "1" } } } };
    const resources = {
      aws_iam_role: { r: { ...b, name: "R", assume_role_policy: EMPTY, tags } },
      aws_iam_user: { u: { ...b, name: "U", tags } },
    };
    expect(estate(resources, rest).principals.map((principal) => principal.tags)).toEqual([
      expected,
      expected,
    ]);
  });

  test("a boundary that is not in this Terraform is noted", () => {
    const arn = "arn:aws:iam::222222222222:policy/Cap";
    const role = { ...b, name: "R", assume_role_policy: EMPTY, permissions_boundary: arn };
    expect(estate({ aws_iam_role: { r: role } }).unmodelled).toEqual([
      {
        address: "aws_iam_role.r",
        argument: "permissions_boundary",
        reason: `has the permissions boundary ${arn}, which is not in this Terraform`,
        canAllow: false,
      },
    ]);
  });

  test("a role with an inline and a managed policy, and a boundary", () => {
    const found = estate(attachments);
    const document = { Version: "2012-10-17", Statement: [] };
    const boundary = "arn:aws:iam::222222222222:policy/p/M";
    expect(found.principals).toEqual([
      {
        kind: "role",
        address: "aws_iam_role.r",
        name: "R",
        path: "/",
        arn: "arn:aws:iam::222222222222:role/R",
        arnFrom: "terraform",
        account: found.accounts[1],
        trustPolicy: { address: "aws_iam_role.r", document },
        identityPolicies: [
          { address: "aws_iam_role_policy.i", kind: "inline", name: "I", document },
          {
            address: "aws_iam_policy.m",
            kind: "managed",
            name: "M",
            attachment: "aws_iam_role_policy_attachment.m",
            document,
          },
        ],
        permissionsBoundary: boundary,
      },
    ]);
    expect(found.managedPolicies).toEqual([
      {
        address: "aws_iam_policy.m",
        name: "M",
        path: "/p/",
        arn: boundary,
        account: found.accounts[1],
        document,
      },
    ]);
  });

  test("policies of AWS by resource and by argument, each once", () => {
    const arn = (name: string) => `arn:aws:iam::aws:policy/${name}`;
    const { principals, unmodelled } = estate({
      aws_iam_role: {
        r: {
          ...b,
          name: "R",
          assume_role_policy: EMPTY,
          managed_policy_arns: [
            arn("AWSDenyAll"),
            arn("AmazonS3FullAccess"),
            arn("CloudWatchAgentServerPolicy"),
            "${aws_iam_policy.m.arn}",
          ],
        },
      },
      aws_iam_policy: { m: { ...b, name: "M", policy: EMPTY } },
      aws_iam_role_policy_attachment: {
        x: { ...b, role: "R", policy_arn: arn("AmazonS3FullAccess") },
        y: { ...b, role: "R", policy_arn: arn("CloudWatchAgentServerPolicy") },
      },
    });
    expect(unmodelled).toEqual([]);
    expect(
      principals[0]?.identityPolicies.map(({ kind, name, address, attachment }) => [
        kind,
        name,
        address,
        attachment,
      ]),
    ).toEqual([
      ["AWS-managed", "AWSDenyAll", "aws_iam_role.r", "aws_iam_role.r"],
      [
        "AWS-managed",
        "AmazonS3FullAccess",
        "aws_iam_role_policy_attachment.x",
        "aws_iam_role_policy_attachment.x",
      ],
      ["managed", "M", "aws_iam_policy.m", "aws_iam_role.r"],
    ]);
  });

  const existing = { aws_iam_user_policy: { x: { ...a, name: "X", user: "Ann", policy: EMPTY } } };
  const naming = (...arns: string[]) => ({
    ...existing,
    aws_kms_key: {
      k: { ...a, policy: JSON.stringify({ Statement: { Effect: "Allow", Principal: { AWS: arns } } }) },
    },
  });
  const ann = "arn:aws:iam::111111111111:user/team/Ann";

  test.each<[string, Json, EstateOptions, Json]>([
    [
      "assumed to have no path",
      existing,
      {},
      { arn: "arn:aws:iam::111111111111:user/Ann", path: "/", arnFrom: "assumed" },
    ],
    ["named by a policy", naming(ann, ann), {}, { arn: ann, path: "/team/", arnFrom: "policies" }],
    [
      "named in another account, by a pattern, and as another name",
      naming(ann.replace("111111111111", "222222222222"), ann.replace("team", "*"), `${ann}e`),
      {},
      { path: "/", arnFrom: "assumed" },
    ],
    [
      "given by the caller",
      naming(ann.replace("team", "other")),
      { existing: [ann] },
      { arn: ann, path: "/team/", arnFrom: "caller" },
    ],
  ])("an existing user, %s", (_, resource, options, expected) => {
    const [found] = estate(resource, {}, options).principals;
    expect(found).toMatchObject({ kind: "user", name: "Ann", ...expected });
    expect(found).not.toHaveProperty("address");
    expect(found?.identityPolicies.map(({ address }) => address)).toEqual(["aws_iam_user_policy.x"]);
  });

  test("an existing user that policies name with two paths", () => {
    const other = "arn:aws:iam::111111111111:user/Ann";
    expect(problems(terraform(naming(ann, other)))).toEqual([
      `aws_iam_user_policy.x: user: policies name the existing user Ann as ${other} and ${ann}, but only one can be right; correct the others, or give its ARN`,
    ]);
  });

  test("one role or user in two regions of its account is one", () => {
    const twice = {
      provider: { aws: [AWS[0], { ...AWS[0], alias: "west", region: "us-west-2" }] },
      resource: {
        aws_iam_role: { r: { ...a, name: "R", assume_role_policy: EMPTY } },
        aws_iam_role_policy: { i: { provider: "aws.west", name: "I", role: "R", policy: EMPTY } },
      },
    };
    expect(readEstate(twice).principals.map(({ identityPolicies }) => identityPolicies.length)).toEqual([1]);
  });
});

test("a rule of replication with everything", () => {
  const rule = {
    id: "x",
    priority: 2,
    status: "Enabled",
    filter: { and: { prefix: "in/", tags: { Team: "x" } } },
    delete_marker_replication: { status: "Enabled" },
    source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
    destination: {
      bucket: "arn:aws:s3:::elsewhere",
      account: "333333333333",
      access_control_translation: { owner: "Destination" },
      encryption_configuration: { replica_kms_key_id: "alias/x" },
    },
  };
  const old = { status: "Disabled", prefix: "old/", destination: { bucket: "${aws_s3_bucket.source.arn}" } };
  const tagged = { ...old, prefix: null, filter: [{ tag: [{ key: "K", value: "V" }] }] };
  const found = estate({
    ...BUCKET,
    aws_s3_bucket_replication_configuration: {
      r: { ...a, bucket: "acme", role: "arn:aws:iam::111111111111:role/R", rule: [rule, old, tagged] },
    },
  });
  const common = {
    address: "aws_s3_bucket_replication_configuration.r",
    source: { bucketArn: "arn:aws:s3:::acme", account: found.accounts[0] },
    roleArn: "arn:aws:iam::111111111111:role/R",
  };
  const off = { isEnabled: false, deleteMarkers: false, sseKmsEncryptedObjects: false, ownerOverride: false };
  const destination = { bucketArn: "arn:aws:s3:::acme", account: "111111111111" };
  expect(found.replicationRules).toEqual([
    {
      ...common,
      id: "x",
      priority: 2,
      isEnabled: true,
      destination: {
        bucketArn: "arn:aws:s3:::elsewhere",
        account: "333333333333",
        statedAccount: "333333333333",
      },
      prefix: "in/",
      tags: { Team: "x" },
      deleteMarkers: true,
      sseKmsEncryptedObjects: true,
      replicaKey: "alias/x",
      ownerOverride: true,
      statesDeleteMarkers: true,
    },
    // Without a filter, the rule is of the first version, which replicates delete markers.
    { ...common, ...off, destination, prefix: "old/", tags: {}, deleteMarkers: true, isFirstVersion: true },
    { ...common, ...off, destination, prefix: "", priority: 0, tags: { K: "V" } },
  ]);
});

describe("what is written otherwise but means the same", () => {
  const plain = {
    provider: { aws: AWS },
    locals: {
      p: { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "arn:x" }] },
    },
    resource: {
      ...BUCKET,
      aws_s3_bucket_policy: { p: { ...a, bucket: "acme", policy: "${jsonencode(local.p)}" } },
    },
  };

  test.each<[string, Json]>([
    [
      "blocks in lists, as HCL is parsed",
      {
        provider: [{ aws: AWS }],
        locals: [plain.locals],
        resource: [
          { aws_s3_bucket: [{ source: [{ provider: "${aws.a}", bucket: "acme" }] }] },
          { aws_s3_bucket_policy: { p: [plain.resource.aws_s3_bucket_policy.p] } },
        ],
      },
    ],
    [
      "a policy as JSON",
      {
        ...plain,
        resource: {
          ...BUCKET,
          aws_s3_bucket_policy: { p: { ...a, bucket: "acme", policy: JSON.stringify(plain.locals.p) } },
        },
      },
    ],
    [
      "a policy as an expression",
      {
        ...plain,
        locals: {
          json: '${jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "s3:*", Resource = local.x }] })}',
          x: "arn:x",
          bucket: "acme",
        },
        resource: {
          ...BUCKET,
          aws_s3_bucket_policy: {
            p: { ...a, bucket: "${local.bucket}", policy: "${local.json}" },
          },
        },
      },
    ],
    ["comments", { ...plain, "//": "x", resource: { "//": {}, ...plain.resource } }],
    [
      "another order",
      {
        provider: { aws: [...AWS].reverse() },
        locals: plain.locals,
        resource: Object.fromEntries(Object.entries(plain.resource).reverse()),
      },
    ],
  ])("%s", (_, json) => {
    expect(readEstate(json)).toEqual(readEstate(plain));
  });
});

describe("what is not read", () => {
  test.each<[string, Json, string[]]>([
    ["a resource of a type without meaning here", { aws_sns_topic: { x: { name: "${nonsense()}" } } }, []],
    [
      "resources that change who may do what",
      {
        aws_kms_grant: { x: { ...a, key_id: "other", grantee_principal: "arn:aws:iam::111111111111:root" } },
        aws_s3_bucket_acl: { x: { ...a, bucket: "acme", acl: "public-read" } },
        ...BUCKET,
        aws_iam_user_group_membership: { x: { ...a, user: "U", groups: ["G"] } },
        aws_s3control_access_point_policy: {
          x: { ...a, access_point_arn: "arn:aws:s3:us-east-1:111111111111:accesspoint/x", policy: EMPTY },
        },
        aws_organizations_policy: { x: {} },
        aws_vpc_endpoint: { x: {} },
      },
      [
        "aws_iam_user_group_membership.x can allow: users have the policies of their groups",
        "aws_kms_grant.x can allow: a grant allows requests to a key without any policy",
        "aws_organizations_policy.x: aws_organizations_policy is not read: policies of an organization can only deny",
        "aws_s3_bucket_acl.x can allow: an ACL can allow requests without any policy",
        "aws_s3control_access_point_policy.x can allow: an access point has a policy of its own, which allows what the bucket policy delegates to access points; explain and who-can judge requests on its ARN",
        "aws_vpc_endpoint.x: aws_vpc_endpoint is not read: endpoints can only deny",
      ],
    ],
    [
      "arguments that change it",
      {
        aws_s3_bucket: {
          x: { ...a, bucket: "acme", acl: "public-read", policy: null, object_lock_enabled: false },
        },
        aws_kms_key: {
          x: { ...a, custom_key_store_id: "cks-1", multi_region: "false", lifecycle: {}, tags: {} },
        },
      },
      [
        "aws_kms_key.x: the effects of custom_key_store_id in aws_kms_key are not read",
        "aws_s3_bucket.x can allow: an ACL can allow requests without any policy",
      ],
    ],
    [
      "arguments of blocks",
      {
        ...BUCKET,
        aws_s3_bucket_server_side_encryption_configuration: {
          x: {
            ...a,
            bucket: "acme",
            rule: [
              {
                apply_server_side_encryption_by_default: { sse_algorithm: "AES256" },
                blocked_encryption_types: ["SSE-C", "SSE-S3"],
              },
            ],
          },
        },
      },
      [
        "aws_s3_bucket_server_side_encryption_configuration.x: the effects of rule.blocked_encryption_types in aws_s3_bucket_server_side_encryption_configuration are not read",
      ],
    ],
    [
      "what belongs to things that are elsewhere",
      {
        aws_s3_bucket_policy: { x: { ...a, bucket: "other", policy: EMPTY } },
        aws_kms_alias: { x: { ...a, name: "alias/x", target_key_id: "1234" } },
        aws_iam_role_policy_attachment: {
          x: { ...a, role: "R", policy_arn: "arn:aws:iam::333333333333:policy/Theirs" },
        },
      },
      [
        "aws_iam_role_policy_attachment.x can allow: attaches arn:aws:iam::333333333333:policy/Theirs, which is not in this Terraform",
        "aws_kms_alias.x: names arn:aws:kms:us-east-1:111111111111:key/1234, which is not a key in this Terraform",
        "aws_s3_bucket_policy.x can allow: sets the bucket policy of other, which is not a bucket in this Terraform",
      ],
    ],
  ])("%s", (_, resource, expected) => {
    const { unmodelled } = estate(resource);
    expect(
      unmodelled.map(
        ({ address, reason, canAllow }) => `${address}${canAllow ? " can allow" : ""}: ${reason}`,
      ),
    ).toEqual(expected);
  });

  test.each([["SSE-C"], ["NONE"]])("the proof does not rely on the block on SSE-C: %s", (blocked) => {
    const rule = {
      apply_server_side_encryption_by_default: { sse_algorithm: "AES256" },
      blocked_encryption_types: [blocked],
    };
    const { unmodelled } = estate({
      ...BUCKET,
      aws_s3_bucket_server_side_encryption_configuration: { x: { ...a, bucket: "acme", rule } },
    });
    expect(unmodelled).toEqual([]);
  });

  test("a module", () => {
    expect(estate({}, { module: { x: { source: "./x" } } }).unmodelled).toEqual([
      { address: "module.x", reason: "the resources of a module are not read", canAllow: true },
    ]);
  });
});

describe("problems", () => {
  const withPolicy = (policy: unknown, rest: Json = {}) =>
    terraform({ ...BUCKET, aws_s3_bucket_policy: { p: { ...a, bucket: "acme", policy } } }, rest);
  const P = "aws_s3_bucket_policy.p";

  test.each<[string, unknown, string[]]>([
    [
      "no object",
      [1],
      [
        "is not Terraform JSON, which is an object with resource, provider and locals; give the content of cdk.tf.json",
      ],
    ],
    ["a section that is not an object", { locals: 1 }, ["locals: must be an object or a list of objects"]],
    [
      "a resource that is not an object",
      { resource: { aws_s3_bucket: { x: "y" } } },
      ["resource.aws_s3_bucket.x: must be an object or a list of objects"],
    ],
    [
      "two resources of one address, and two locals",
      { locals: [{ x: 1 }, { x: 2 }], resource: { aws_sns_topic: { x: [{}, {}] } } },
      [
        "aws_sns_topic.x: is declared twice, which Terraform rejects; remove one",
        "local.x: is declared twice, which Terraform rejects; remove one",
      ],
    ],
    [
      "a provider without alias",
      { provider: { aws: { region: "us-east-1" } } },
      [
        'provider.aws: has no alias; give it one, such as "source", and name it in each resource of its account',
      ],
    ],
    [
      "two providers of one alias",
      { provider: { aws: [AWS[0], AWS[0]] } },
      ["provider.aws.a: is declared twice, which Terraform rejects; rename one"],
    ],
    [
      "providers without account, or with several, or another text",
      {
        provider: {
          aws: [
            { alias: "w", region: "x" },
            { alias: "x", region: "x", allowed_account_ids: [] },
            { alias: "y", region: "x", allowed_account_ids: ["111111111111", "222222222222"] },
            { alias: "z", region: "x", allowed_account_ids: ["1"] },
          ],
        },
      },
      [
        'provider.aws.w: has no allowed_account_ids; set it to the account that it deploys into, such as ["111111111111"]',
        "provider.aws.x: allowed_account_ids: must have one account id, received none",
        "provider.aws.y: allowed_account_ids: must have one account id, received 2",
        'provider.aws.z: allowed_account_ids: must have an account id of twelve digits, received "1"',
      ],
    ],
    [
      "a provider without region",
      { provider: { aws: { ...AWS[0], region: null } } },
      ["provider.aws.a: has no region; set it, because s3porter does not read environment variables"],
    ],
    [
      "a resource without provider, and with an unknown one",
      terraform({ aws_kms_key: { x: {}, y: { provider: "aws.c" }, z: { provider: "google" } } }),
      [
        'aws_kms_key.x: has no provider; set the provider of its account, such as "aws.a"',
        'aws_kms_key.y: provider: there is no provider "aws.c" with an alias; use one such as "aws.a"',
        'aws_kms_key.z: provider: there is no provider "google" with an alias; use one such as "aws.a"',
      ],
    ],
    [
      "resources in numbers",
      terraform({
        aws_kms_key: { x: { ...a, count: 2 }, y: { ...a, for_each: {} }, z: { ...a, dynamic: {} } },
      }),
      [
        "aws_kms_key.x: count: is not supported here; write each resource and each block separately",
        "aws_kms_key.y: for_each: is not supported here; write each resource and each block separately",
        "aws_kms_key.z: dynamic: is not supported here; write each resource and each block separately",
      ],
    ],
    [
      "things without names",
      terraform({
        aws_s3_bucket: { x: { ...a, bucket_prefix: "acme" } },
        aws_iam_role: { x: { ...a, name_prefix: "R", assume_role_policy: EMPTY } },
      }),
      [
        "aws_iam_role.x: has no name; set it, because a name that Terraform generates is not known in advance",
        "aws_s3_bucket.x: has no bucket; set it, because a name that Terraform generates is not known in advance",
      ],
    ],
    [
      "things that others take",
      terraform({
        aws_s3_bucket: { x: { ...a, bucket: "acme" }, y: { ...b, bucket: "acme" } },
        aws_kms_key: { k: a },
        aws_kms_alias: {
          x: { ...a, name: "alias/x", target_key_id: "${aws_kms_key.k.id}" },
          y: { ...a, name: "alias/x", target_key_id: "${aws_kms_key.k.arn}" },
        },
        aws_iam_policy: { x: { ...a, name: "P", policy: EMPTY }, y: { ...a, name: "P", policy: EMPTY } },
        aws_iam_user: { x: { ...a, name: "U" }, y: { ...a, name: "U" } },
        aws_iam_user_policy: {
          x: { ...a, name: "I", user: "U", policy: EMPTY },
          y: { ...a, name: "I", user: "U", policy: EMPTY },
        },
      }),
      [
        "aws_iam_policy.y: defines the managed policy P of account 111111111111, which aws_iam_policy.x also defines; a policy's name is unique in its account, so rename one",
        "aws_iam_user.y: defines the user U of account 111111111111, which aws_iam_user.x also defines; a user's name is unique in its account, so rename one",
        "aws_iam_user_policy.y: defines the inline policy I of the user U of account 111111111111, which aws_iam_user_policy.x also defines; they would overwrite each other, so rename one",
        "aws_kms_alias.y: defines the alias alias/x of account 111111111111 in us-east-1, which aws_kms_alias.x also defines; an alias belongs to one key, so rename one",
        "aws_s3_bucket.y: defines the bucket acme, which aws_s3_bucket.x also defines; bucket names are unique across all AWS accounts, so rename one",
      ],
    ],
    [
      "two policies of a bucket, and two replication configurations",
      terraform({
        ...BUCKET,
        aws_s3_bucket_policy: {
          x: { ...a, bucket: "acme", policy: EMPTY },
          y: { ...a, bucket: "${aws_s3_bucket.source.id}", policy: EMPTY },
        },
        aws_s3_bucket_replication_configuration: {
          x: { ...a, bucket: "acme", role: "r", rule: [] },
          y: { ...a, bucket: "acme", role: "r", rule: [] },
        },
      }),
      [
        "aws_s3_bucket_policy.y: defines the bucket policy of acme, which aws_s3_bucket_policy.x also defines; they would overwrite each other, so merge them",
        "aws_s3_bucket_replication_configuration.y: defines the replication configuration of acme, which aws_s3_bucket_replication_configuration.x also defines; they would overwrite each other, so merge them",
      ],
    ],
    [
      "a bucket policy that is put by another account",
      terraform({ ...BUCKET, aws_s3_bucket_policy: { p: { ...b, bucket: "acme", policy: EMPTY } } }),
      [
        `${P}: provider: is in account 222222222222, but aws_s3_bucket.source is in account 111111111111, and only that account can set this; use the provider "aws.a"`,
      ],
    ],
    [
      "a bucket policy that is put in another region",
      terraform({
        ...BUCKET,
        aws_s3_bucket_policy: { p: { ...a, bucket: "acme", policy: EMPTY, region: "us-west-2" } },
      }),
      [
        `${P}: region: is in us-west-2, but aws_s3_bucket.source is in us-east-1, and S3 accepts this only in the bucket's region; use the region and the provider of the bucket`,
      ],
    ],
    [
      "a bucket in another region than its provider's, and its policy",
      terraform({
        aws_s3_bucket: { source: { ...a, bucket: "acme", region: "us-west-2" } },
        aws_s3_bucket_policy: { p: { ...a, bucket: "acme", policy: EMPTY } },
      }),
      [
        `${P}: is in us-east-1, but aws_s3_bucket.source is in us-west-2, and S3 accepts this only in the bucket's region; use the region and the provider of the bucket`,
      ],
    ],
    [
      "a policy that is not valid JSON",
      withPolicy("{"),
      [`${P}: policy: is not valid JSON, received "{"; use jsonencode to write it`],
    ],
    ["no policy", withPolicy(undefined), [`${P}: has no policy; write it with jsonencode`]],
    [
      "a policy that is no text",
      withPolicy({ Version: "2012-10-17" }),
      [`${P}: policy: must be text, received {"Version":"2012-10-17"}`],
    ],
    [
      "replication without anything",
      terraform({ ...BUCKET, aws_s3_bucket_replication_configuration: { x: { ...a, bucket: "acme" } } }),
      [
        "aws_s3_bucket_replication_configuration.x: has no role; set the ARN of the role that S3 assumes",
        "aws_s3_bucket_replication_configuration.x: has no rule; add one for each destination",
      ],
    ],
    [
      "a rule without anything",
      terraform({
        ...BUCKET,
        aws_s3_bucket_replication_configuration: { x: { ...a, bucket: "acme", role: "r", rule: [{}] } },
      }),
      [
        "aws_s3_bucket_replication_configuration.x: rule[0].destination: has no bucket; set the ARN of the bucket",
        'aws_s3_bucket_replication_configuration.x: rule[0]: has no status; set "Enabled" or "Disabled"',
      ],
    ],
    [
      "settings without anything",
      terraform({
        ...BUCKET,
        aws_s3_bucket_ownership_controls: { x: { ...a, bucket: "acme" } },
        aws_s3_bucket_server_side_encryption_configuration: { x: { ...a, bucket: "acme" } },
        aws_s3_bucket_versioning: { x: { ...a, bucket: "acme" } },
      }),
      [
        'aws_s3_bucket_ownership_controls.x: rule: has no object_ownership; set it, such as "BucketOwnerEnforced"',
        'aws_s3_bucket_server_side_encryption_configuration.x: rule.apply_server_side_encryption_by_default: has no sse_algorithm; set it, such as "aws:kms"',
        'aws_s3_bucket_versioning.x: versioning_configuration: has no status; set it, such as "Enabled"',
      ],
    ],
    [
      "policies for nobody",
      terraform({
        aws_iam_role_policy: { x: { ...a, name: "X", policy: EMPTY } },
        aws_iam_user_policy_attachment: { x: { ...a, user: "U" } },
        aws_kms_alias: { x: { ...a, name: "alias/x" } },
      }),
      [
        "aws_iam_role_policy.x: has no role; set the name of the role",
        "aws_iam_user_policy_attachment.x: has no policy_arn; set the ARN of the policy",
        "aws_kms_alias.x: has no target_key_id; set the id or the ARN of the key",
      ],
    ],
    [
      "something that fails in many places is told once",
      terraform({
        aws_s3_bucket: { x: { ...a, bucket: "${local.nope}" } },
        aws_s3_bucket_policy: {
          x: { ...a, bucket: "${aws_s3_bucket.x.id}", policy: "${jsonencode(aws_s3_bucket.x.arn)}" },
        },
        aws_s3_bucket_versioning: { x: { ...a, bucket: "${aws_s3_bucket.x.id}" } },
      }),
      ["aws_s3_bucket.x: bucket: ${local.nope}: there is no local.nope in this Terraform; define it"],
    ],
  ])("%s", (_, json, expected) => {
    expect(problems(json)).toEqual(expected);
  });

  test("an ARN of an existing principal that is none", () => {
    expect(problems({}, { existing: ["Ann"] })).toEqual([
      'Ann: is given as an existing principal, but is not the ARN of a role or a user; give one such as "arn:aws:iam::111111111111:role/path/Name"',
    ]);
  });

  test("all of them make one message", () => {
    const json = withPolicy("${local.x}", { provider: { aws: AWS.map(({ alias }) => ({ alias })) } });
    expect(() => readEstate(json)).toThrow(
      [
        "5 problems in the Terraform; nothing can be proved",
        "  aws_s3_bucket_policy.p: policy: ${local.x}: there is no local.x in this Terraform; define it",
        '  provider.aws.a: has no allowed_account_ids; set it to the account that it deploys into, such as ["111111111111"]',
        "  provider.aws.a: has no region; set it, because s3porter does not read environment variables",
        '  provider.aws.b: has no allowed_account_ids; set it to the account that it deploys into, such as ["111111111111"]',
        "  provider.aws.b: has no region; set it, because s3porter does not read environment variables",
      ].join("\n"),
    );
  });
});
