/** Estates made by hand. What AWS does with each is from the pages that the catalogue and the evaluator cite. */
import { readEstate } from "../../estate/read-estate";
import { textsOf } from "../evaluator/unknown";
import { describe as describeEstate } from "./describe";
import type { Answer, Connection, DescribedOperation, Description } from "./description";
import type { DescribeOptions } from "./options";

const A = "111111111111";
const B = "222222222222";
const C = "333333333333";

type Json = Readonly<Record<string, unknown>>;

const PROVIDERS = [
  { alias: "a", region: "eu-west-1", allowed_account_ids: [A] },
  { alias: "b", region: "eu-west-1", allowed_account_ids: [B] },
];

function policyOf(...statements: readonly Json[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function allow(
  action: string | readonly string[],
  resource: string | readonly string[],
  more: Json = {},
): Json {
  return { Effect: "Allow", Action: action, Resource: resource, ...more };
}

const SOURCE = "arn:aws:s3:::acme-source";
const TARGET = "arn:aws:s3:::acme-target";
const KEY = "${aws_kms_key.source.arn}";
const ETL = { AWS: `arn:aws:iam::${B}:role/etl` };

/** A bucket of account A, with a key, a bucket policy and a key policy; a role of account B, with a policy. */
interface Setting {
  readonly role?: readonly Json[];
  readonly bucket?: readonly Json[];
  readonly key?: readonly Json[];
  readonly encryption?: Json;
  readonly resources?: Json;
}

const ROOT = allow("kms:*", "*", { Principal: { AWS: `arn:aws:iam::${A}:root` } });

function describeSetting(
  { role, bucket, key, encryption, resources = {} }: Setting,
  options?: DescribeOptions,
): Description {
  const provider = "aws.a";
  const terraform = {
    provider: { aws: PROVIDERS },
    resource: merged(
      {
        aws_s3_bucket: { source: { provider, bucket: "acme-source" } },
        ...(bucket && {
          aws_s3_bucket_policy: {
            source: { provider, bucket: "acme-source", policy: policyOf(...bucket) },
          },
        }),
        ...(key && { aws_kms_key: { source: { provider, policy: policyOf(ROOT, ...key) } } }),
        ...((encryption ?? key) && {
          aws_s3_bucket_server_side_encryption_configuration: {
            source: {
              provider,
              bucket: "acme-source",
              rule: {
                apply_server_side_encryption_by_default: encryption ?? {
                  sse_algorithm: "aws:kms",
                  kms_master_key_id: KEY,
                },
              },
            },
          },
        }),
        ...(role && {
          aws_iam_role: {
            etl: {
              provider: "aws.b",
              name: "etl",
              assume_role_policy: policyOf({
                Effect: "Allow",
                Principal: { Service: "ec2.amazonaws.com" },
                Action: "sts:AssumeRole",
              }),
            },
          },
          aws_iam_role_policy: {
            etl: { provider: "aws.b", name: "etl", role: "etl", policy: policyOf(...role) },
          },
        }),
      },
      resources,
    ),
  };
  return describeEstate(readEstate(terraform), options);
}

function merged(one: Json, other: Json): Json {
  const types = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    types.map((type) => [type, { ...(one[type] as Json), ...(other[type] as Json) }]),
  );
}

function between({ connections }: Description, principal: string, bucket: string): Connection | undefined {
  return connections.find((each) => each.principal.name === principal && each.bucket.name === bucket);
}

function operation(description: Description, title: string, variant?: string): DescribedOperation {
  const found = between(description, "etl", "acme-source")?.operations.filter(
    (each) => each.title === title && each.variant === variant,
  );
  expect(found).toHaveLength(1);
  return found?.[0] as DescribedOperation;
}

function answerTo(description: Description, title: string, variant?: string): string {
  const { answer, half, missing } = operation(description, title, variant);
  const lacking = missing.map(({ authorization: { action }, documents }) =>
    [action, ...documents.map(({ account, outcome }) => `${outcome} ${account}`)].join(" "),
  );
  return [answer, half, ...lacking].filter((each) => each !== undefined).join("; ");
}

const DOWNLOAD = "aws s3 cp, downloading";
const UPLOAD = "aws s3 cp, uploading";
const COPY = "aws s3 cp, copying from it";

const READ = allow("s3:GetObject", `${SOURCE}/*`);
const WRITE = allow("s3:PutObject", `${SOURCE}/*`);
const to = (principal: Json | string, ...statements: readonly Json[]) =>
  statements.map((statement) => ({ ...statement, Principal: principal }));

describe("across accounts", () => {
  test("both sides are needed", () => {
    const both = describeSetting({ role: [READ], bucket: to(ETL, READ) });
    expect(answerTo(both, DOWNLOAD)).toBe("can");
    expect(answerTo(both, UPLOAD, "small")).toMatch(/^cannot/);
    expect(both.counts.operations.half).toBe(0);
  });

  test("one side is a half", () => {
    const noBucketPolicy = describeSetting({ role: [READ] });
    expect(answerTo(noBucketPolicy, DOWNLOAD)).toBe(`half; one side; s3:GetObject does not allow ${A}`);
    const noOwnPolicy = describeSetting({
      role: [allow("s3:ListBucket", SOURCE)],
      bucket: to(ETL, READ, allow("s3:ListBucket", SOURCE)),
    });
    expect(answerTo(noOwnPolicy, "aws s3 ls")).toBe("can");
    expect(answerTo(noOwnPolicy, DOWNLOAD)).toBe(`half; one side; s3:GetObject does not allow ${B}`);
  });

  test("what nobody grants was not meant, also if the key is missing on one side", () => {
    const USE = allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY);
    const decrypt = to(ETL, allow("kms:Decrypt", "*"));
    const given = describeSetting({ role: [WRITE, USE], bucket: to(ETL, WRITE), key: decrypt });
    expect(answerTo(given, UPLOAD, "small")).toMatch(/^half; key; kms:GenerateDataKey/);
    expect(operation(given, "PUT with tags").answer).toBe("cannot");
    expect(operation(given, "writing an annotation").answer).toBe("cannot");
  });

  test("a broad grant is no half", () => {
    const broad = describeSetting({ role: [allow("s3:*", "*")], bucket: to(ETL, READ) });
    expect(answerTo(broad, DOWNLOAD)).toBe("can");
    expect(answerTo(broad, "aws s3 rm")).toMatch(/^cannot/);
    expect(broad.counts.operations.half).toBe(0);
  });

  test("a side that limits the other to a folder is no half", () => {
    const folder = describeSetting({
      role: [allow("s3:GetObject", `${SOURCE}/in/*`)],
      bucket: to(ETL, READ),
    });
    const found = between(folder, "etl", "acme-source")?.operations.filter(({ title }) => title === DOWNLOAD);
    expect(found?.map(({ answer, keys }) => [answer, ...keys]).sort()).toEqual([
      ["can", "in/*"],
      ["cannot", "*"],
    ]);
    expect(folder.counts.operations.half).toBe(0);
  });

  test("two different folders are a half", () => {
    const folders = describeSetting({
      role: [allow("s3:GetObject", `${SOURCE}/in/*`)],
      bucket: to(ETL, allow("s3:GetObject", `${SOURCE}/inbox/*`)),
    });
    const found = between(folders, "etl", "acme-source")?.operations.filter(
      ({ title }) => title === DOWNLOAD,
    );
    expect(found?.map(({ answer, half }) => `${answer} ${half}`)).toEqual(["half one side", "half one side"]);
  });
});

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
 */
describe("what every request has", () => {
  const role = [READ, allow("kms:Decrypt", "*")];
  const withKey = (Condition: Json) =>
    describeSetting({
      role,
      bucket: to(ETL, READ),
      key: to(ETL, { ...allow("kms:Decrypt", "*"), Condition }),
    });

  test.each<[Json, Answer]>([
    [{ Bool: { "aws:ViaAWSService": "true" } }, "can"],
    [{ Bool: { "aws:ViaAWSService": "false" } }, "half"],
    [{ "ForAnyValue:StringEquals": { "aws:CalledVia": "s3.amazonaws.com" } }, "unknown"],
    [{ StringEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } }, "half"],
    [{ StringNotEquals: { "aws:SourceVpc": "vpc-1a2b3c4d" } }, "can"],
    [{ IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }, "unknown"],
    [{ "ForAnyValue:StringEquals": { "kms:EncryptionContextKeys": "aws:s3:arn" } }, "can"],
    [{ "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["team"] } }, "half"],
    [{ StringEquals: { "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT" } }, "can"],
    [{ StringEquals: { "kms:KeySpec": "SYMMETRIC_DEFAULT", "kms:KeyUsage": "ENCRYPT_DECRYPT" } }, "can"],
    [{ StringEquals: { "kms:KeyOrigin": "AWS_KMS" }, Bool: { "kms:MultiRegion": "false" } }, "can"],
    [{ StringEquals: { "kms:MultiRegionKeyType": "PRIMARY" } }, "half"],
    [{ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }, "can"],
    [{ StringEquals: { "aws:RequestedRegion": "us-east-1" } }, "half"],
    [{ StringEquals: { "aws:ResourceTag/team": "data" } }, "unknown"],
  ])("when S3 uses a key for a caller: %j", (condition, expected) => {
    expect(operation(withKey(condition), DOWNLOAD).answer).toBe(expected);
  });

  test.each<[Json, Answer]>([
    [{ StringEquals: { "s3:ResourceAccount": A } }, "can"],
    [{ StringEquals: { "s3:ResourceAccount": B } }, "half"],
    [{ StringEquals: { "s3:signatureversion": "AWS4-HMAC-SHA256", "s3:authType": "REST-HEADER" } }, "can"],
    [{ StringEquals: { "s3:authType": "REST-QUERY-STRING" } }, "half"],
    [{ StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-west-2"] } }, "can"],
    [{ StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } }, "half"],
    [{ NumericGreaterThanEquals: { "s3:TlsVersion": "1.2" } }, "can"],
    [{ NumericLessThanIfExists: { "s3:TlsVersion": "1.2" } }, "half"],
    [{ StringEquals: { "s3:x-amz-content-sha256": "UNSIGNED-PAYLOAD" } }, "unknown"],
    [{ Bool: { "aws:ViaAWSService": "false" } }, "can"],
  ])("of S3: %j", (Condition, expected) => {
    const bucket = to(ETL, { ...allow("s3:GetObject", `${SOURCE}/*`), Condition });
    expect(operation(describeSetting({ role: [READ], bucket }), DOWNLOAD).answer).toBe(expected);
  });

  test("a Deny of other versions of the signature denies nothing", () => {
    const deny = { Effect: "Deny", Action: "s3:*", Resource: `${SOURCE}/*` };
    const Condition = { StringNotEquals: { "s3:signatureversion": "AWS4-HMAC-SHA256" } };
    const bucket = [...to(ETL, READ), ...to("*", { ...deny, Condition })];
    expect(answerTo(describeSetting({ role: [READ], bucket }), DOWNLOAD)).toBe("can");
  });
});

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
test.each<[Json, string]>([
  [{ is_enabled: false }, "KMS uses a disabled key for nobody"],
  [{ key_usage: "SIGN_VERIFY", customer_master_key_spec: "RSA_2048" }, "S3 uses symmetric keys alone"],
])("S3 can use no key with %j", (settings, expected) => {
  const described = describeSetting({
    role: [READ, allow("kms:Decrypt", "*")],
    bucket: to(ETL, READ),
    resources: {
      aws_kms_key: {
        source: {
          provider: "aws.a",
          policy: policyOf(ROOT, ...to(ETL, allow("kms:Decrypt", "*"))),
          ...settings,
        },
      },
    },
    encryption: { sse_algorithm: "aws:kms", kms_master_key_id: KEY },
  });
  const { answer, missing } = operation(described, DOWNLOAD);
  expect(answer).toBe("half");
  expect(missing[0]?.decision.rule.text).toContain(expected);
  expect(operation(described, "HEAD").answer).toBe("can");
});

describe("a public policy", () => {
  const open = to("*", allow("s3:GetObject", `${SOURCE}/public/*`));
  const setting = { role: [READ], bucket: [...to(ETL, READ), ...open] };
  const block = (restrict: boolean) => ({
    resources: {
      aws_s3_bucket_public_access_block: {
        source: { provider: "aws.a", bucket: "acme-source", restrict_public_buckets: restrict },
      },
    },
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html
  test("keeps other accounts out while S3 restricts it, also those that another statement names", () => {
    expect(answerTo(describeSetting({ ...setting, ...block(true) }), DOWNLOAD)).toBe("cannot; s3:GetObject");
    expect(answerTo(describeSetting({ ...setting, ...block(false) }), DOWNLOAD)).toBe("can");
  });

  test("is none if a fixed value limits it", () => {
    const fromEndpoint = allow("s3:GetObject", `${SOURCE}/*`, {
      Condition: { StringEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } },
    });
    const described = describeSetting({
      role: [READ],
      bucket: [...to(ETL, READ), ...to("*", fromEndpoint)],
      ...block(true),
    });
    expect(answerTo(described, DOWNLOAD)).toBe("can");
    expect(described.outsiders.map(({ isBlocked }) => isBlocked)).toEqual([undefined]);
  });

  test("does not keep the bucket's own account and services out", () => {
    const delivery = allow("s3:PutObject", `${SOURCE}/logs/*`);
    const own = { AWS: `arn:aws:iam::${A}:role/own` };
    const described = describeSetting({
      bucket: [...open, ...to(own, READ), ...to({ Service: "logging.s3.amazonaws.com" }, delivery)],
      ...block(true),
    });
    const found = between(described, "own", "acme-source")?.operations.filter(
      ({ title }) => title === DOWNLOAD,
    );
    expect(found?.map(({ answer }) => answer)).toContain("can");
  });
});

describe("the key of the bucket", () => {
  const role = [READ, WRITE, allow(["kms:Decrypt", "kms:GenerateDataKey"], KEY)];
  const bucket = to(ETL, READ, WRITE);
  const use = (...actions: readonly string[]) => to(ETL, allow(actions, "*"));

  test("is used with both of its actions", () => {
    const right = describeSetting({ role, bucket, key: use("kms:Decrypt", "kms:GenerateDataKey") });
    expect(answerTo(right, DOWNLOAD)).toBe("can");
    expect(answerTo(right, UPLOAD, "multipart")).toBe("can");
    expect(right.counts.operations.half).toBe(0);
  });

  test("with the default key policy, another account cannot use it", () => {
    const byDefault = describeSetting({ role, bucket, key: [] });
    expect(answerTo(byDefault, DOWNLOAD)).toBe(`half; key; kms:Decrypt does not allow ${A}`);
  });

  test("multipart uploads need kms:Decrypt", () => {
    const writer = describeSetting({
      role: [WRITE, allow("kms:GenerateDataKey", KEY)],
      bucket: to(ETL, WRITE),
      key: use("kms:GenerateDataKey"),
    });
    expect(answerTo(writer, UPLOAD, "small")).toBe("can");
    expect(answerTo(writer, UPLOAD, "multipart")).toContain("half; key; kms:Decrypt");
  });

  test("an alias is not a resource that KMS compares", () => {
    const alias = `arn:aws:kms:eu-west-1:${A}:alias/source`;
    const wrong = describeSetting({
      role: [READ, allow("kms:Decrypt", alias)],
      bucket: to(ETL, READ),
      key: use("kms:Decrypt"),
    });
    expect(answerTo(wrong, DOWNLOAD)).toContain("half; key; kms:Decrypt");
  });

  test.each([
    ["kms:ViaService", "s3.us-east-1.amazonaws.com", "half"],
    ["kms:ViaService", "s3.eu-west-1.amazonaws.com", "can"],
    ["kms:EncryptionContext:aws:s3:arn", SOURCE, "half"],
    ["kms:EncryptionContext:aws:s3:arn", `${SOURCE}/*`, "can"],
  ])("with a condition on %s %s", (name, value, expected) => {
    const condition = { Condition: { StringLike: { [name]: value } } };
    const given = describeSetting({
      role: [READ, allow("kms:Decrypt", KEY, condition)],
      bucket: to(ETL, READ),
      key: use("kms:Decrypt"),
    });
    expect(operation(given, DOWNLOAD).answer).toBe(expected);
  });

  test.each([{ sse_algorithm: "aws:kms" }, { sse_algorithm: "aws:kms", kms_master_key_id: "alias/aws/s3" }])(
    "aws/s3 is of no use to other accounts: %j",
    (encryption) => {
      const managed = describeSetting({
        role: [READ, allow("kms:*", "*")],
        bucket: to(ETL, READ),
        encryption,
      });
      expect(answerTo(managed, DOWNLOAD)).toContain("half; key; kms:Decrypt");
    },
  );

  test("by its alias, it is asked too", () => {
    const given = describeSetting({
      role: [READ],
      bucket: to(ETL, READ),
      key: use("kms:Decrypt"),
      encryption: { sse_algorithm: "aws:kms", kms_master_key_id: "alias/source" },
      resources: {
        aws_kms_alias: { source: { provider: "aws.a", name: "alias/source", target_key_id: KEY } },
      },
    });
    expect(answerTo(given, DOWNLOAD)).toBe(`half; key; kms:Decrypt does not allow ${B}`);
  });

  test.each(["alias/source", "1234abcd-12ab-34cd-56ef-1234567890ab"])(
    "S3 looks up %s in the account of who writes, which may have another key by that name",
    (kms_master_key_id) => {
      const given = describeSetting({
        role: [allow(["s3:GetObject", "s3:PutObject"], `${SOURCE}/*`), allow("kms:*", "*")],
        bucket: to(ETL, allow(["s3:GetObject", "s3:PutObject"], `${SOURCE}/*`)),
        key: use("kms:*"),
        encryption: { sse_algorithm: "aws:kms", kms_master_key_id },
        resources: {
          aws_kms_alias: { source: { provider: "aws.a", name: "alias/source", target_key_id: KEY } },
        },
      });
      expect(operation(given, UPLOAD, "small").answer).toBe("unknown");
      expect(textsOf(operation(given, UPLOAD, "small").unknown).join()).toContain(`in account ${B}`);
    },
  );

  test("if it is elsewhere, only what depends on it is unknown", () => {
    const given = describeSetting({
      role: [READ, allow("kms:Decrypt", "*")],
      bucket: to(ETL, READ),
      encryption: {
        sse_algorithm: "aws:kms",
        kms_master_key_id: `arn:aws:kms:eu-west-1:${C}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
      },
    });
    expect(answerTo(given, "HEAD")).toBe("can");
    expect(operation(given, DOWNLOAD).answer).toBe("unknown");
    expect(textsOf(operation(given, DOWNLOAD).unknown).join()).toContain("is not in this Terraform");
    expect(operation(given, UPLOAD, "small").answer).toBe("cannot");
  });

  describe("a grant", () => {
    const resources = {
      aws_kms_grant: {
        etl: {
          provider: "aws.a",
          key_id: "${aws_kms_key.source.key_id}",
          grantee_principal: ETL.AWS,
          operations: ["Decrypt"],
        },
      },
    };
    const fromOffice = { Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } };
    const granted = (key: readonly Json[]) =>
      describeSetting({ role: [READ, allow("kms:Decrypt", KEY)], bucket: to(ETL, READ), key, resources });

    test("allows what no policy does", () => {
      const given = describeSetting({ role: [READ], bucket: to(ETL, READ), key: [], resources });
      expect(answerTo(given, DOWNLOAD)).toBe("can");
    });

    test("allows it whatever an Allow depends on", () => {
      const [statement] = to(ETL, allow("kms:Decrypt", "*", fromOffice));
      expect(answerTo(granted([statement as Json]), DOWNLOAD)).toBe("can");
    });

    test("for the whole account is not known to let its roles use the key", () => {
      const { etl } = resources.aws_kms_grant;
      const wide = { etl: { ...etl, grantee_principal: `arn:aws:iam::${B}:root` } };
      const given = describeSetting({
        role: [READ, allow("kms:Decrypt", KEY)],
        bucket: to(ETL, READ),
        key: [],
        resources: { aws_kms_grant: wide },
      });
      expect(operation(given, DOWNLOAD).answer).toBe("unknown");
      expect(textsOf(operation(given, DOWNLOAD).unknown).join()).toContain("a grant for a whole account");
    });

    test("does not help where a Deny may apply", () => {
      const deny = { ...allow("kms:Decrypt", "*", fromOffice), Effect: "Deny", Principal: "*" };
      expect(operation(granted([deny]), DOWNLOAD).answer).toBe("unknown");
    });
  });
});

test.each([
  [{ DateLessThan: { "aws:CurrentTime": "2024-01-01T00:00:00Z" } }, "half"],
  [{ DateGreaterThan: { "aws:CurrentTime": "2024-01-01T00:00:00Z" } }, "can"],
  [{ NumericLessThan: { "aws:EpochTime": "1704067200" } }, "half"],
  [{ DateGreaterThan: { "aws:EpochTime": "1704067200" } }, "can"],
])("a request is made today: %j", (Condition, expected) => {
  const given = describeSetting({ role: [READ], bucket: to(ETL, { ...READ, Condition }) });
  expect(operation(given, DOWNLOAD).answer).toBe(expected);
  expect(given.assumptions.join()).toMatch(/requests are made on 20\d\d-\d\d-\d\d, today/);
});

test("a policy that names a session of a role allows some of its sessions", () => {
  const session = { AWS: `arn:aws:sts::${B}:assumed-role/etl/nightly` };
  const given = describeSetting({ role: [READ], bucket: to(session, READ) });
  expect(operation(given, DOWNLOAD).answer).toBe("unknown");
  expect(textsOf(operation(given, DOWNLOAD).unknown).join()).toContain("single sessions of the role");
  const another = { AWS: `arn:aws:sts::${B}:assumed-role/other/nightly` };
  expect(answerTo(describeSetting({ role: [READ], bucket: to(another, READ) }), DOWNLOAD)).toMatch(/^half/);
});

test("no object has an empty key", () => {
  const withoutKey = allow("s3:GetObject", `${SOURCE}/`);
  const given = describeSetting({ role: [READ], bucket: to(ETL, withoutKey) });
  expect(answerTo(given, DOWNLOAD)).toBe(`half; one side; s3:GetObject does not allow ${A}`);
});

describe("a Deny", () => {
  const denied = (more: Json) => ({ Effect: "Deny", Principal: "*", Resource: `${SOURCE}/*`, ...more });

  test("that defeats a grant is a half", () => {
    const given = describeSetting({
      role: [READ],
      bucket: [...to(ETL, READ), denied({ Sid: "No", Action: "s3:Get*" })],
    });
    expect(answerTo(given, DOWNLOAD)).toBe(`half; denied; s3:GetObject denies ${A}`);
    expect(operation(given, DOWNLOAD).missing[0]?.documents[0]?.statement).toBe("No");
  });

  test("of KMS says nothing about actions of S3 that nobody grants", () => {
    const given = describeSetting({
      role: [READ, allow("kms:Decrypt", KEY)],
      bucket: to(ETL, READ),
      key: [
        ...to(ETL, allow("kms:Decrypt", "*")),
        { Effect: "Deny", Principal: "*", Action: "kms:Decrypt", Resource: "*" },
      ],
    });
    expect(answerTo(given, DOWNLOAD)).toContain("half; key; kms:Decrypt denies");
    expect(answerTo(given, UPLOAD, "multipart")).toMatch(/^cannot/);
    expect(answerTo(given, "GET of a version")).toMatch(/^cannot/);
  });

  test("of what a broad grant includes is none", () => {
    const all = allow("s3:*", [SOURCE, `${SOURCE}/*`]);
    const given = describeSetting({
      role: [all],
      bucket: [...to(ETL, all), denied({ Action: "s3:DeleteObject" })],
    });
    expect(answerTo(given, "aws s3 rm")).toMatch(/^cannot/);
    expect(given.counts.operations.half).toBe(0);
  });

  test("of uploads without a header defeats the default encryption", () => {
    const header = { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } };
    const given = describeSetting({
      role: [WRITE],
      bucket: [...to(ETL, WRITE), denied({ Action: "s3:PutObject", Condition: header })],
    });
    expect(answerTo(given, UPLOAD, "small")).toContain("half; denied; s3:PutObject");
  });

  test("that depends on the network of the request is unknown", () => {
    const endpoint = { StringNotEquals: { "aws:SourceVpce": "vpce-1" } };
    const given = describeSetting({
      role: [READ],
      bucket: [...to(ETL, READ), denied({ Action: "s3:GetObject", Condition: endpoint })],
    });
    expect(operation(given, DOWNLOAD).answer).toBe("unknown");
    expect(textsOf(operation(given, DOWNLOAD).unknown).join()).toContain("aws:sourcevpce");
  });

  test("that cannot be judged makes only its own actions unknown", () => {
    const given = describeSetting({
      role: [READ, WRITE],
      bucket: [
        ...to(ETL, READ, WRITE),
        { Effect: "Deny", NotPrincipal: ETL, Action: "s3:PutObject", Resource: `${SOURCE}/*` },
      ],
    });
    expect(operation(given, DOWNLOAD).answer).toBe("can");
    expect(operation(given, UPLOAD, "small").answer).toBe("unknown");
  });
});

describe("a Deny of a part", () => {
  const part = (action: string, resource: Json) => ({ Effect: "Deny", Action: action, ...resource });
  const answersTo = (given: Description, title: string) =>
    between(given, "etl", "acme-source")
      ?.operations.filter((each) => each.title === title && each.variant !== "multipart")
      .map(({ answer, keys }) => `${answer} ${keys.join(" ")}`)
      .sort();
  const both = (statement: Json) =>
    describeSetting({ role: [READ, WRITE], bucket: [...to(ETL, READ, WRITE), ...to("*", statement)] });

  test("of a folder has an answer of its own, and is no mistake", () => {
    const given = both(part("s3:GetObject", { Resource: `${SOURCE}/secret/*` }));
    expect(answersTo(given, DOWNLOAD)).toEqual(["can *", "cannot secret/*"]);
    expect(answersTo(given, UPLOAD)).toEqual(["can *"]);
    expect(given.counts.operations.half).toBe(0);
  });

  test("of all but a folder leaves this folder", () => {
    const given = both(part("s3:*", { NotResource: [SOURCE, `${SOURCE}/open/*`] }));
    expect(answersTo(given, DOWNLOAD)).toEqual(["can open/*", "cannot *"]);
    expect(given.counts.operations.half).toBe(0);
  });

  test("in a policy of the caller counts, too", () => {
    const deny = part("s3:GetObject", { Resource: `arn:aws:s3:::acme-*/secret/*` });
    const given = describeSetting({ role: [READ, deny], bucket: to(ETL, READ) });
    expect(answersTo(given, DOWNLOAD)).toEqual(["can *", "cannot secret/*"]);
  });

  test("does not refuse what begins alike", () => {
    const given = both(part("s3:GetObject", { Resource: `${SOURCE}/a*` }));
    expect(answersTo(given, DOWNLOAD)).toEqual(["can *", "cannot a*"]);
  });

  test("of somebody else changes nothing", () => {
    const Condition = { ArnNotEquals: { "aws:PrincipalArn": ETL.AWS } };
    const given = both(part("s3:GetObject", { Resource: `${SOURCE}/secret/*`, Condition }));
    expect(answersTo(given, DOWNLOAD)).toEqual(["can *"]);
  });
});

test("an Allow of a folder within what the other side allows does not allow the rest", () => {
  const role = [allow("s3:GetObject", `${SOURCE}/*`)];
  const described = describeSetting({ role, bucket: to(ETL, allow("s3:GetObject", `${SOURCE}/a*`)) });
  const found = between(described, "etl", "acme-source")?.operations.filter(
    ({ title }) => title === DOWNLOAD,
  );
  expect(found?.map(({ answer, keys }) => `${answer} ${keys.join(" ")}`).sort()).toEqual([
    "can a*",
    "cannot *",
  ]);
});

test("copies from 8 MiB on need the tags of the source, if there is somewhere to copy to", () => {
  const target = {
    aws_s3_bucket: { target: { provider: "aws.b", bucket: "acme-target" } },
  };
  const reader = { role: [READ], bucket: to(ETL, READ), resources: target };
  expect(answerTo(describeSetting(reader), COPY, "from 8 MiB on")).toMatch(/^cannot/);
  const copies = describeSetting({ ...reader, role: [READ, allow("s3:PutObject", `${TARGET}/*`)] });
  expect(answerTo(copies, COPY, "small")).toBe("can");
  expect(answerTo(copies, COPY, "from 8 MiB on")).toBe(
    `half; variant; s3:GetObjectTagging does not allow ${A} does not allow ${B}`,
  );
});

describe("who is not in the estate", () => {
  test("is taken to have all policies, and this is said", () => {
    const given = describeSetting({ bucket: to({ AWS: `arn:aws:iam::${C}:role/partner` }, READ) });
    const connection = between(given, "partner", "acme-source");
    expect(connection?.principal.policies).toBe("assumed");
    expect(connection?.operations.find(({ title }) => title === DOWNLOAD)?.answer).toBe<Answer>("can");
    expect(given.assumptions.join()).toContain(`partner of account ${C}`);
    expect(given.outsiders).toMatchObject([
      { who: { kind: "principal", account: C }, resource: SOURCE, actions: ["s3:GetObject"] },
    ]);
  });

  test.each<[string, Json | string, Json | undefined, object]>([
    ["an account", { AWS: C }, undefined, { kind: "account", account: C }],
    ["everyone", "*", undefined, { kind: "everyone", isAnonymous: true }],
    [
      "an organization",
      "*",
      { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
      { kind: "organization", id: "o-1" },
    ],
    [
      "everyone of an account",
      "*",
      { StringEquals: { "aws:PrincipalAccount": C } },
      { kind: "account", account: C },
    ],
  ])("%s is an outsider", (_, principal, Condition, who) => {
    const given = describeSetting({ bucket: to(principal, { ...READ, ...(Condition && { Condition }) }) });
    expect(given.outsiders.map((each) => each.who)).toMatchObject([who]);
    expect(given.counts.outsiders).toBe(1);
  });

  describe("whom a NotPrincipal does not name", () => {
    const open = {
      aws_s3_bucket_public_access_block: { source: { provider: "aws.a", bucket: "acme-source" } },
    };
    const statement = (Effect: string, more: Json = {}) => ({
      Effect,
      NotPrincipal: { AWS: [`arn:aws:iam::${C}:root`] },
      Action: "s3:GetObject",
      Resource: `${SOURCE}/*`,
      ...more,
    });

    test("can do what an Allow allows", () => {
      const { outsiders } = describeSetting({ bucket: [statement("Allow")], resources: open });
      expect(outsiders).toMatchObject([
        {
          who: { kind: "everyone", isAnonymous: true, but: [`arn:aws:iam::${C}:root`] },
          operations: expect.arrayContaining(["HEAD", DOWNLOAD]) as unknown,
          unknown: [],
        },
      ]);
    });

    test("is limited by its conditions", () => {
      const Condition = { StringEquals: { "aws:PrincipalOrgID": "o-1" } };
      const { outsiders } = describeSetting({ bucket: [statement("Allow", { Condition })], resources: open });
      expect(outsiders.map(({ who }) => who)).toEqual([{ kind: "organization", id: "o-1" }]);
    });

    test("cannot do what a Deny denies, and for the others it is not certain", () => {
      const { outsiders } = describeSetting({
        bucket: [...to("*", READ), ...to({ AWS: C }, READ), statement("Deny")],
        resources: open,
      });
      const answers = outsiders.map(({ who, operations, unknown }) => [
        who.kind,
        operations,
        unknown.length > 0,
      ]);
      expect(answers).toEqual([
        ["everyone", [], false],
        ["account", [], true],
      ]);
    });
  });

  test("is nobody if all belong to the estate", () => {
    const given = describeSetting({ role: [READ], bucket: to(ETL, READ), key: to(ETL, allow("kms:*", "*")) });
    expect(given.outsiders).toEqual([]);
  });

  test.each([
    ["ObjectWriter", ["aws s3 ls"]],
    ["BucketOwnerEnforced", []],
  ])("an ACL counts unless the owner is enforced: %s", (object_ownership, operations) => {
    const settings = { provider: "aws.a", bucket: "acme-source" };
    const given = describeSetting({
      resources: {
        aws_s3_bucket_acl: { source: { ...settings, acl: "public-read" } },
        aws_s3_bucket_ownership_controls: { source: { ...settings, rule: { object_ownership } } },
        aws_s3_bucket_public_access_block: { source: settings },
      },
    });
    expect(given.outsiders.flatMap((each) => each.operations)).toEqual(operations);
  });

  test("everyone can read what the public access block does not restrict", () => {
    const open = {
      aws_s3_bucket_public_access_block: { source: { provider: "aws.a", bucket: "acme-source" } },
    };
    const outsiders = (resources: Json) => describeSetting({ bucket: to("*", READ), resources }).outsiders;
    const titles = (resources: Json) => outsiders(resources).flatMap(({ operations }) => operations);
    expect(titles(open)).toEqual(expect.arrayContaining(["HEAD", DOWNLOAD]));
    expect(titles({})).toEqual([]);
    expect(outsiders({}).map(({ isBlocked }) => isBlocked)).toEqual([true]);
  });
});

test("policies of the organization count if they are given", () => {
  const setting = { role: [READ], bucket: to(ETL, READ) };
  const document = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "ec2:*", Resource: "*" }],
  };
  const serviceControl = [[{ name: "service control policy", account: B, document }]];
  expect(answerTo(describeSetting(setting), DOWNLOAD)).toBe("can");
  const limited = describeSetting(setting, { organizations: { [B]: { serviceControl } } });
  expect(operation(limited, DOWNLOAD).answer).toBe("cannot");
});

describe("a VPC endpoint", () => {
  const endpoint = { StringNotEquals: { "aws:SourceVpce": "vpce-1" } };
  const setting = {
    role: [READ],
    bucket: [
      ...to(ETL, READ),
      { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `${SOURCE}/*`, Condition: endpoint },
    ],
  };
  const policy = (...statements: readonly Json[]) => ({
    name: "policy of the VPC endpoint",
    document: { Version: "2012-10-17", Statement: statements },
  });

  test("makes known what depends on it", () => {
    expect(answerTo(describeSetting(setting, { vpcEndpoint: { id: "vpce-1" } }), DOWNLOAD)).toBe("can");
    expect(answerTo(describeSetting(setting, { vpcEndpoint: { id: "vpce-2" } }), DOWNLOAD)).toMatch(
      /^half; denied/,
    );
  });

  test("must allow requests too", () => {
    const other = policy({ ...allow("s3:*", `${TARGET}/*`), Principal: "*" });
    const same = policy({ ...allow("s3:GetObject", `${SOURCE}/*`), Principal: "*" });
    const through = (endpointPolicy: typeof other) =>
      describeSetting(setting, { vpcEndpoint: { id: "vpce-1", policy: endpointPolicy } });
    expect(answerTo(through(other), DOWNLOAD)).toBe(`cannot; s3:GetObject does not allow ${B}`);
    expect(answerTo(through(same), DOWNLOAD)).toBe("can");
  });

  test("is not guessed at if it names principals", () => {
    const named = policy({ ...allow("s3:GetObject", `${SOURCE}/*`), Principal: ETL });
    const given = describeSetting(setting, { vpcEndpoint: { id: "vpce-1", policy: named } });
    expect(textsOf(operation(given, DOWNLOAD).unknown).join()).toContain("each type of endpoint");
  });
});

test("the nearest statement says what it lacks", () => {
  const given = describeSetting({
    role: [READ],
    bucket: to({ AWS: `arn:aws:iam::${B}:role/other` }, { ...READ, Sid: "Partner" }),
  });
  const [missing] = operation(given, DOWNLOAD).missing;
  expect(missing?.nearest).toMatchObject([
    { sid: "Partner", unmet: [`it names arn:aws:iam::${B}:role/other`] },
  ]);
});

test("the accounts are taken to be in the organization that the policies name, and this is said", () => {
  const others = { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } };
  const deny = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: `${SOURCE}/*`, Condition: others };
  const given = describeSetting({ role: [READ], bucket: [...to(ETL, READ), deny] });
  expect(answerTo(given, DOWNLOAD)).toBe("can");
  expect(given.assumptions.join()).toContain("the organization o-1");
});

test("of a bucket that exists already, only what its policy decides is unknown", () => {
  const terraform = {
    provider: { aws: PROVIDERS },
    resource: {
      aws_s3_bucket_versioning: {
        elsewhere: {
          provider: "aws.a",
          bucket: "acme-elsewhere",
          versioning_configuration: { status: "Enabled" },
        },
      },
      aws_iam_role: {
        own: { provider: "aws.a", name: "own", assume_role_policy: policyOf() },
        etl: { provider: "aws.b", name: "etl", assume_role_policy: policyOf() },
      },
      aws_iam_role_policy: Object.fromEntries(
        ["own", "etl"].map((role) => [
          role,
          {
            provider: role === "own" ? "aws.a" : "aws.b",
            name: role,
            role,
            policy: policyOf(allow("s3:GetObject", "arn:aws:s3:::acme-elsewhere/*")),
          },
        ]),
      ),
    },
  };
  const given = describeEstate(readEstate(terraform));
  const answers = (principal: string) =>
    new Set(
      between(given, principal, "acme-elsewhere")
        ?.operations.filter(({ title }) => title === "HEAD" || title === "aws s3 rm")
        .map(({ title, answer }) => `${title} ${answer}`),
    );
  expect(answers("own")).toEqual(new Set(["HEAD unknown", "aws s3 rm unknown"]));
  expect(answers("etl")).toEqual(new Set(["HEAD unknown", "aws s3 rm cannot"]));
  expect(given.assumptions.join()).toContain("acme-elsewhere, which exists already, encrypts with SSE-S3");
});

describe("a condition on a tag that Terraform does not give the role", () => {
  const tagged = allow("s3:GetObject", `${SOURCE}/*`, {
    Condition: { StringEquals: { "aws:PrincipalTag/team": "etl" } },
  });
  const trusting = (...actions: string[]) => ({
    aws_iam_role: {
      etl: {
        provider: "aws.b",
        name: "etl",
        tags: { owner: "data" },
        assume_role_policy: policyOf({
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: actions,
        }),
      },
    },
  });
  const setting = { role: [tagged], bucket: to(ETL, READ) };

  test("never holds if nobody can pass tags", () => {
    const described = describeSetting({ ...setting, resources: trusting("sts:AssumeRole") });
    expect(answerTo(described, DOWNLOAD)).toMatch(/^half/);
  });

  test("depends on the session if the trust policy lets callers pass tags", () => {
    const described = describeSetting({
      ...setting,
      resources: trusting("sts:AssumeRole", "sts:TagSession"),
    });
    expect(answerTo(described, DOWNLOAD)).toBe("unknown");
  });
});
