/** What AWS documents: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html */
import { estateOfValues } from "../../estate/read-estate";
import { readTerraformValues } from "../../estate/values/read-terraform-values";
import { check, notRead } from "../check";
import type { TerraformInput } from "../terraform-input";
import { whoCan } from "../who-can";
import { explainerOf } from "./explain";
import { explainEstate } from "../../../test/support/explained";
import { type Explanation, verdictOf } from "./explanation";

type Json = Readonly<Record<string, unknown>>;

const BUCKET = "arn:aws:s3:::acme";
const POINT = "arn:aws:s3:us-east-1:111111111111:accesspoint/reports";
const ROLE = "arn:aws:iam::222222222222:role/reader";
const OWN = "arn:aws:iam::111111111111:role/own";
const json = (...Statement: readonly Json[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const get = (Resource: string | readonly string[], more: Json = {}) => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource,
  ...more,
});
const TRUST = json({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { Service: "ec2.amazonaws.com" },
});
const DELEGATION = get([BUCKET, `${BUCKET}/*`], {
  Principal: "*",
  Condition: { StringEquals: { "s3:DataAccessPointAccount": "111111111111" } },
});

interface Setting {
  readonly point?: readonly Json[];
  readonly bucket?: readonly Json[];
  /** Of the role of account 222222222222. */
  readonly role?: readonly Json[];
  /** Of a role of the bucket's account. */
  readonly own?: readonly Json[];
  readonly vpc?: string;
}

function inputOf({ point, bucket, role, own, vpc }: Setting): TerraformInput {
  const resource = (type: string, name: string, alias: string, attributes: Json) => ({
    mode: "managed",
    type,
    name,
    provider: `provider["registry.terraform.io/hashicorp/aws"].${alias}`,
    instances: [{ attributes }],
  });
  const roleOf = (name: string, alias: string, account: string, statements: readonly Json[] = []) => [
    resource("aws_iam_role", name, alias, {
      arn: `arn:aws:iam::${account}:role/${name}`,
      name,
      path: "/",
      assume_role_policy: TRUST,
    }),
    ...(statements.length > 0
      ? [resource("aws_iam_role_policy", name, alias, { name, role: name, policy: json(...statements) })]
      : []),
  ];
  const state = {
    version: 4,
    terraform_version: "1.11.4",
    resources: [
      resource("aws_s3_bucket", "acme", "a", {
        bucket: "acme",
        id: "acme",
        arn: BUCKET,
        region: "us-east-1",
      }),
      ...(bucket
        ? [resource("aws_s3_bucket_policy", "acme", "a", { bucket: "acme", policy: json(...bucket) })]
        : []),
      resource("aws_s3_access_point", "reports", "a", {
        name: "reports",
        bucket: "acme",
        arn: POINT,
        vpc_configuration: vpc === undefined ? [] : [{ vpc_id: vpc }],
        ...(point && { policy: json(...point) }),
      }),
      ...roleOf("reader", "b", "222222222222", role),
      ...roleOf("own", "a", "111111111111", own),
    ],
  };
  const accounts = { "aws.a": "111111111111", "aws.b": "222222222222" };
  const estate = estateOfValues(readTerraformValues(state), { accounts });
  return { name: "state.json", estate, placeOf: () => undefined, assumptions: [], keysAreMadeUp: false };
}

function ask(setting: Setting, as = ROLE, on = `${POINT}/object/in/a.csv`): Explanation {
  return explainEstate({ as, do: "s3:GetObject", on }, inputOf(setting));
}

const toRole = get(`${POINT}/object/*`, { Principal: { AWS: ROLE } });
const ofRole = get([`${POINT}/object/*`, `${BUCKET}/*`]);

test.each<[string, Setting, string]>([
  ["both allow it", { point: [toRole], bucket: [DELEGATION], role: [ofRole] }, "allowed"],
  [
    "the bucket policy lets in the role itself",
    { point: [toRole], bucket: [get(`${BUCKET}/*`, { Principal: { AWS: ROLE } })], role: [ofRole] },
    "allowed",
  ],
  ["the access point has no policy", { bucket: [DELEGATION], role: [ofRole] }, "refused"],
  ["the bucket has no policy", { point: [toRole], role: [ofRole] }, "refused"],
  [
    "the bucket delegates to another account",
    {
      point: [toRole],
      bucket: [
        { ...DELEGATION, Condition: { StringEquals: { "s3:DataAccessPointAccount": "333333333333" } } },
      ],
      role: [ofRole],
    },
    "refused",
  ],
  [
    "the bucket delegates to this access point",
    {
      point: [toRole],
      bucket: [
        {
          ...DELEGATION,
          Condition: {
            ArnLike: { "s3:DataAccessPointArn": "arn:aws:s3:us-east-1:111111111111:accesspoint/*" },
          },
        },
      ],
      role: [ofRole],
    },
    "allowed",
  ],
  ["the role has no policy", { point: [toRole], bucket: [DELEGATION] }, "refused"],
  [
    "the role may use the bucket alone",
    { point: [toRole], bucket: [DELEGATION], role: [get(`${BUCKET}/*`)] },
    "unknown",
  ],
  [
    "the role may use the access point alone",
    { point: [toRole], bucket: [DELEGATION], role: [get(`${POINT}/object/*`)] },
    "unknown",
  ],
  [
    "the access point denies it",
    { point: [toRole, { ...toRole, Effect: "Deny" }], bucket: [DELEGATION], role: [ofRole] },
    "refused",
  ],
  ["it is for a VPC", { point: [toRole], bucket: [DELEGATION], role: [ofRole], vpc: "vpc-1" }, "unknown"],
])("across accounts, if %s", (_, setting, verdict) => {
  expect(verdictOf(ask(setting))).toBe(verdict);
});

test.each<[string, Setting, string]>([
  ["its policy names both", { own: [ofRole] }, "allowed"],
  ["nothing names it", {}, "refused"],
  ["its policy names one", { own: [get(`${POINT}/object/*`)] }, "unknown"],
])("within an account, if %s", (_, setting, verdict) => {
  expect(verdictOf(ask(setting, OWN))).toBe(verdict);
});

test("what is delegated to access points is not allowed without one", () => {
  expect(
    verdictOf(ask({ point: [toRole], bucket: [DELEGATION], role: [ofRole] }, ROLE, "s3://acme/in/a.csv")),
  ).toBe("refused");
});

test("an answer has both policies, each with its resource", () => {
  const { on, answers } = ask({ bucket: [DELEGATION], role: [ofRole] }, ROLE, `s3://${POINT}/in/a.csv`);
  expect(on).toBe(`s3://${POINT}/in/a.csv`);
  expect(answers.map(({ resource, decision }) => [resource, decision?.allowed])).toEqual([
    [`${POINT}/object/in/a.csv`, false],
    [`${BUCKET}/in/a.csv`, true],
  ]);
  expect(JSON.stringify(answers[0]?.decision)).toContain("policy of the access point reports");
});

test("who can, through the access point", () => {
  const input = inputOf({ point: [toRole], bucket: [DELEGATION], role: [ofRole] });
  const { allowed } = whoCan({ do: "s3:GetObject", on: `${POINT}/object/a` }, explainerOf(input));
  expect(allowed.map(({ who }) => who)).toEqual(["reader"]);
});

test.each([
  [`${POINT.replace("reports", "report")}/object/a`, `is not in state.json; name ${POINT}, acme`],
  [
    "arn:aws:s3::111111111111:accesspoint/m1.mrap",
    "is a Multi-Region access point, whose requests are not judged",
  ],
])("%s is nothing to ask about", (on, message) => {
  expect(() => ask({}, ROLE, on)).toThrow(new RegExp(message));
});

test("an access point of a bucket of somebody else", () => {
  const input = inputOf({ point: [toRole], role: [ofRole] });
  const elsewhere = { ...input, estate: { ...input.estate, buckets: [] } };
  expect(() => explainEstate({ as: ROLE, do: "s3:GetObject", on: POINT }, elsewhere)).toThrow(
    "is an access point of acme, which is not in state.json",
  );
});

test("check names access points as not read, and outsiders in their policies", () => {
  const partner = get(`${POINT}/object/*`, { Principal: { AWS: "arn:aws:iam::333333333333:root" } });
  const checked = check(inputOf({ point: [partner], bucket: [DELEGATION] }));
  expect(notRead(checked).map(({ address }) => address)).toEqual(["aws_s3_access_point.reports"]);
  expect(checked.description.outsiders).toMatchObject([
    {
      who: { kind: "account", account: "333333333333" },
      resource: POINT,
      document: { name: "policy of the access point reports" },
    },
  ]);
});
