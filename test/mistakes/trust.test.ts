/** Trust policies that this project wrote once, or that people write, and what is wrong with them. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import type { ChangeableTerraform } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";

const ACCOUNTS = `
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake }
`;

/** The problems of a topology's Terraform after a change. */
function problemsOf(topology: string, change: (terraform: ChangeableTerraform) => void): string[] {
  const model = resolve(loadTopology(ACCOUNTS + topology));
  const { terraform } = topologyTerraform("stack", model);
  const changed = JSON.parse(JSON.stringify(terraform)) as ChangeableTerraform;
  change(changed);
  return proofOf(intentsOf(model), changed).flaws.map(({ part, problem }) => `${part}: ${problem}`);
}

const asItIs = () => undefined;

const assumedBy = (service: string) => `
principals:
  worker: { account: apps, role: acme-worker, assumed_by: [${service}] }
access:
  - { principal: worker, bucket: lake, allow: read }
`;

describe.each([
  ["pods.eks.amazonaws.com", "sts:TagSession"],
  ["capabilities.eks.amazonaws.com", "sts:TagSession"],
  ["rolesanywhere.amazonaws.com", "sts:TagSession, sts:SetSourceIdentity"],
  ["access-grants.s3.amazonaws.com", "sts:SetSourceIdentity"],
])("a role for %s", (service, needed) => {
  test("is proved", () => {
    expect(problemsOf(assumedBy(service), asItIs)).toEqual([]);
  });

  test(`needs ${needed}`, () => {
    const problems = problemsOf(assumedBy(service), ({ locals }) => {
      for (const statement of locals.worker_trust_policy?.Statement ?? [])
        statement.Action = "sts:AssumeRole";
    });
    expect(problems).toEqual([
      `complete: ${service} cannot do assuming the role on acme-worker: ${needed} on arn:aws:iam::222222222222:role/acme-worker is not allowed`,
    ]);
  });
});

test("a service that only assumes the role needs no tags", () => {
  const problems = problemsOf(assumedBy("lambda.amazonaws.com"), ({ locals }) => {
    for (const statement of locals.worker_trust_policy?.Statement ?? [])
      statement.Action = ["sts:AssumeRole", "sts:TagSession"];
  });
  expect(problems).toEqual([
    "nothing else: lambda.amazonaws.com can do sts:TagSession on arn:aws:iam::222222222222:role/acme-worker, but nothing asks for it",
    "minimal: sts:TagSession in statement AssumeRoleByService of the trust policy of role acme-worker is superfluous",
  ]);
});

test("a role for EC2 instances without an instance profile", () => {
  const withoutProfile = problemsOf(assumedBy("ec2.amazonaws.com"), ({ resource }) => {
    delete resource.aws_iam_instance_profile;
  });
  expect(withoutProfile).toEqual([
    "complete: no EC2 instance can have the role acme-worker, because it is in no instance profile",
  ]);
});

test("a role that trusts a service that does not exist", () => {
  const problems = problemsOf(assumedBy("lambda.amazonaws.com"), ({ locals }) => {
    for (const statement of locals.worker_trust_policy?.Statement ?? [])
      statement.Principal = { Service: "lamda.amazonaws.com" };
  });
  expect(problems).toContain(
    "well-formed: statement AssumeRoleByService of the trust policy of role acme-worker: there is no service lamda.amazonaws.com, and AWS rejects the policy",
  );
});

test("a policy of a role that only IAM Identity Center can change", () => {
  const analyst = `
principals:
  analyst: { account: apps, role: Analyst, existing: true }
access:
  - { principal: analyst, bucket: lake, allow: read }
`;
  const problems = problemsOf(analyst, ({ resource }) => {
    Object.assign(resource.aws_iam_role_policy?.analyst ?? {}, {
      role: "AWSReservedSSO_Analyst_0123456789abcdef",
    });
  });
  expect(problems).toContain(
    "well-formed: IAM refuses to attach a policy to the role AWSReservedSSO_Analyst_0123456789abcdef in account 222222222222",
  );
});
