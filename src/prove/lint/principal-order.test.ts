import { estateWith, PORTER, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { principalOrder } from "./principal-order";

const bucket = [
  {
    Effect: "Allow",
    Principal: { AWS: PORTER },
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::acme-source/*",
  },
];
const set = (type: string, args: object) => ({
  terraform: ({ resource }: Terraform) => {
    Object.assign(resource[type]?.source ?? {}, args);
  },
});

test("a policy waits for the role that it names", () => {
  expect(problemsOf(principalOrder, { bucket })).toEqual([
    `statement number 2 of the bucket policy of acme-source: ${PORTER} may not exist yet when the policy is created, and AWS then rejects the policy: aws_s3_bucket_policy.source does not depend on aws_iam_role.porter`,
  ]);
});

test.each([
  ["depends_on", set("aws_s3_bucket_policy", { depends_on: ["aws_iam_role.porter"] })],
  [
    "depends_on of what it depends on",
    set("aws_s3_bucket_policy", { depends_on: ["aws_iam_role_policy.porter"] }),
  ],
  [
    "a reference of what it refers to",
    set("aws_s3_bucket_policy", { depends_on: ["aws_s3_bucket_versioning.x"] }),
  ],
])("it does by %s", (_, { terraform }) => {
  const also = (all: Terraform) => {
    terraform(all);
    Object.assign(all.resource.aws_iam_role_policy?.porter ?? {}, { role: "${aws_iam_role.porter.name}" });
    all.resource.aws_s3_bucket_versioning = {
      x: {
        provider: "aws.a",
        bucket: "acme-source",
        versioning_configuration: { status: "Enabled" },
        depends_on: ["aws_iam_role_policy.porter"],
      },
    };
  };
  expect(problemsOf(principalOrder, { bucket, terraform: also })).toEqual([]);
});

test("it does by a reference", () => {
  const statements = [{ ...bucket[0], Principal: { AWS: "${aws_iam_role.porter.arn}" } }];
  expect(problemsOf(principalOrder, { bucket: statements })).toEqual([]);
});

test("a role cannot name itself before it exists", () => {
  const trust = [{ Effect: "Allow", Principal: { AWS: PORTER }, Action: "sts:AssumeRole" }];
  expect(problemsOf(principalOrder, { trust })).toEqual([
    `statement number 2 of the trust policy of role Porter: ${PORTER} does not exist yet when its own trust policy is created, and AWS then rejects the policy`,
  ]);
});

test("a principal in a condition need not exist", () => {
  expect(problemsOf(principalOrder, {})).toEqual([]);
});

test("the order no longer matters for what exists, as in a state", () => {
  const named = {
    Effect: "Allow",
    Principal: { AWS: PORTER },
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::acme-source/*",
  };
  const estate = estateWith({ bucket: [named] });
  expect(principalOrder.find(estate)).toHaveLength(1);
  expect(principalOrder.find({ ...estate, isDeployed: true })).toEqual([]);
});
