import { flawsOf, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { reservedRoles } from "./reserved-roles";

const ANALYST = "AWSReservedSSO_Analyst_0123456789abcdef";

/** Attaches a policy to an existing role. */
const attached = (type: string, role: string, args: object) => ({
  terraform: ({ resource }: Terraform) => {
    resource[type] = { ...resource[type], analyst: { provider: "aws.b", role, ...args } };
  },
});

const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });

test("an inline policy of a role of IAM Identity Center cannot be deployed", () => {
  expect(flawsOf(reservedRoles, attached("aws_iam_role_policy", ANALYST, { name: "read", policy }))).toEqual([
    {
      part: "well-formed",
      problem: `IAM refuses to attach a policy to the role ${ANALYST} in account 222222222222`,
      addresses: ["aws_iam_role_policy.analyst"],
      because: [
        `arn:aws:iam::222222222222:role/${ANALYST} is a role of IAM Identity Center, and only IAM Identity Center can change it`,
      ],
      repair: "put the policy into the permission set Analyst",
      source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
    },
  ]);
});

test("neither can a managed policy of a service-linked role", () => {
  const additions = attached("aws_iam_role_policy_attachment", "AWSServiceRoleForAutoScaling", {
    policy_arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
  });
  expect(problemsOf(reservedRoles, additions)).toEqual([
    "IAM refuses to attach a policy to the role AWSServiceRoleForAutoScaling in account 222222222222",
  ]);
});

test("nor a role in a path of a service", () => {
  const terraform = ({ resource }: Terraform) => {
    Object.assign(resource.aws_iam_role?.porter ?? {}, { path: "/aws-service-role/ecs.amazonaws.com/" });
  };
  expect(problemsOf(reservedRoles, { terraform })).toEqual([
    "IAM refuses to create the role Porter in account 222222222222",
  ]);
});

test("every other role can", () => {
  expect(problemsOf(reservedRoles, {})).toEqual([]);
});
