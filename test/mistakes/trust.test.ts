/** Trust policies that this project wrote once, or that people write, and what is wrong with them. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { type ChangeableTerraform, statementOf } from "../fixtures/changed-stack";
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
      `complete: ${service} lacks permission for assuming the role on acme-worker: ${needed} on arn:aws:iam::222222222222:role/acme-worker is not allowed`,
    ]);
  });
});

test("sessions with a source identity keep it when they assume another role, and nobody allowed that", () => {
  const chain = `
principals:
  app: { account: apps, role: acme-app, assumed_by: [transfer.amazonaws.com] }
  reader: { account: data, role: acme-reader, assumed_by: [app] }
access:
  - { principal: reader, bucket: lake, allow: read }
`;
  const model = resolve(loadTopology(ACCOUNTS + chain));
  const asWritten = JSON.stringify(topologyTerraform("stack", model).terraform);
  const withService = <T>(value: T, service: string): T =>
    JSON.parse(JSON.stringify(value).replaceAll("transfer.amazonaws.com", service)) as T;
  const incomplete = (service: string) =>
    proofOf(withService(intentsOf(model), service), withService(JSON.parse(asWritten), service))
      .flaws.filter(({ part, problem }) => part === "complete" && problem.includes("acme-reader"))
      .map(({ problem }) => problem);
  expect(incomplete("transfer.amazonaws.com")).toEqual([]);
  expect(incomplete("access-grants.s3.amazonaws.com")).toEqual([
    "acme-app lacks permission for assuming the role on acme-reader: sts:SetSourceIdentity on arn:aws:iam::111111111111:role/acme-reader is not allowed",
  ]);
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
    "complete: EC2 instances cannot use the role acme-worker: it has no instance profile",
  ]);
});

test("a role that trusts a service that does not exist", () => {
  const problems = problemsOf(assumedBy("lambda.amazonaws.com"), ({ locals }) => {
    for (const statement of locals.worker_trust_policy?.Statement ?? [])
      statement.Principal = { Service: "lamda.amazonaws.com" };
  });
  expect(problems).toContain(
    "well-formed: statement AssumeRoleByService of the trust policy of role acme-worker: unknown service lamda.amazonaws.com: AWS rejects the policy",
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

describe("roles and users of one topology", () => {
  const chain = `
principals:
  app: { account: apps, role: acme-app, assumed_by: [ec2.amazonaws.com] }
  reader: { account: data, role: acme-reader, assumed_by: [app] }
access:
  - { principal: reader, bucket: lake, allow: read }
`;
  const APP = "arn:aws:iam::222222222222:role/acme-app";
  const READER = "arn:aws:iam::111111111111:role/acme-reader";
  const unityCatalog = `
principals:
  uc:
    account: data
    role: acme-uc
    assumed_by: ["arn:aws:iam::333333333333:role/vendor-master", "arn:aws:iam::111111111111:role/acme-uc"]
    external_id: "0000-1111"
access:
  - { principal: uc, bucket: lake, allow: [read_write, delete] }
`;
  const UC = "arn:aws:iam::111111111111:role/acme-uc";

  test.each([
    ["a role that another can assume", chain],
    ["the same by its ARN", chain.replace("[app]", `["${APP}"]`)],
    ["a role that can assume itself", unityCatalog],
    ["roles that can assume each other", chain.replace("[ec2.amazonaws.com]", "[ec2.amazonaws.com, reader]")],
    [
      "an existing user",
      chain.replace("role: acme-app, assumed_by: [ec2.amazonaws.com]", "user: Ann, existing: true"),
    ],
    [
      "an existing role of the same account",
      chain.replace(
        "apps, role: acme-app, assumed_by: [ec2.amazonaws.com]",
        "data, role: app, path: /team/, existing: true",
      ),
    ],
    [
      "an entire account",
      chain.replace("role: acme-app, assumed_by: [ec2.amazonaws.com]", "entire_account: true"),
    ],
    ["a principal and its account", chain.replace("[app]", '[app, "arn:aws:iam::222222222222:root"]')],
  ])("%s: is proved", (_, topology) => {
    expect(problemsOf(topology, asItIs)).toEqual([]);
  });

  test("the other role may not assume it, without a statement in its own policy", () => {
    expect(
      problemsOf(chain, ({ resource }) => {
        delete resource.aws_iam_role_policy?.app;
      }),
    ).toEqual([
      `complete: acme-app lacks permission for assuming the role on acme-reader: sts:AssumeRole on ${READER} is not allowed`,
    ]);
  });

  test("a role that names another of the stack can be created before it", () => {
    const problems = problemsOf(chain, ({ locals }) => {
      for (const statement of locals.reader_trust_policy?.Statement ?? []) {
        statement.Principal = { AWS: APP };
        delete statement.Condition;
      }
    });
    expect(problems).toEqual([
      `well-formed: statement AssumeRoleByPrincipals of the trust policy of role acme-reader: ${APP} may not exist yet when the policy is created, and AWS then rejects the policy: aws_iam_role.reader does not depend on aws_iam_role.app`,
    ]);
  });

  test("everyone in the account may assume it, without the condition", () => {
    const problems = problemsOf(chain, ({ locals }) => {
      for (const statement of locals.reader_trust_policy?.Statement ?? []) delete statement.Condition;
    });
    expect(problems).toContain(
      "nothing else: an administrator of account 222222222222 can do assuming the role on acme-reader, which must be refused",
    );
  });

  test("a role names itself before it exists", () => {
    const problems = problemsOf(unityCatalog, ({ locals }) => {
      const statements = locals.uc_trust_policy?.Statement ?? [];
      for (const statement of statements.filter(({ Sid }) => Sid === "AssumeRoleByPrincipals")) {
        statement.Principal = { AWS: UC };
        statement.Condition = { StringEquals: { "sts:ExternalId": "0000-1111" } };
      }
    });
    expect(problems).toContain(
      `well-formed: statement AssumeRoleByPrincipals of the trust policy of role acme-uc: ${UC} does not exist yet when its own trust policy is created, and AWS then rejects the policy`,
    );
  });

  test("the external id applies to the role itself", () => {
    const problems = problemsOf(unityCatalog, ({ locals }) => {
      const statements = locals.uc_trust_policy?.Statement ?? [];
      for (const statement of statements.filter(({ Sid }) => Sid === "AssumeRoleByPrincipals"))
        statement.Condition = { ArnEquals: { "aws:PrincipalArn": UC } };
    });
    expect(problems).toContain(
      "nothing else: acme-uc can do assuming the role without the external id on acme-uc, which must be refused",
    );
  });

  test("another role may be assumed too", () => {
    const problems = problemsOf(chain, ({ locals }) => {
      for (const statement of locals.app_identity_policy?.Statement ?? [])
        statement.Resource = [READER, "arn:aws:iam::111111111111:role/Admin"];
    });
    expect(problems).toEqual([
      "nothing else: acme-app can do sts:AssumeRole on arn:aws:iam::111111111111:role/Admin as soon as account 111111111111 allows it too, but nothing asks for it",
    ]);
  });

  test.each([
    ["of every account", "arn:aws:iam::*:role/acme-reader", "arn:aws:iam::999999999999:role/acme-reader"],
    [
      "of every name that begins alike",
      "arn:aws:iam::111111111111:role/acme-reader*",
      "arn:aws:iam::111111111111:role/acme-reader",
    ],
    [
      "with any letter",
      "arn:aws:iam::111111111111:role/acme-reade?",
      "arn:aws:iam::111111111111:role/acme-reade",
    ],
  ])("a role may assume roles %s", (_, resource, role) => {
    const problems = problemsOf(chain, ({ locals }) => {
      for (const statement of locals.app_identity_policy?.Statement ?? []) statement.Resource = resource;
    });
    expect(problems).toEqual([
      expect.stringContaining(`nothing else: acme-app can do sts:AssumeRole on ${role}`),
    ]);
  });
});

describe("a role that trusts several", () => {
  const topology = `
principals:
  ann: { account: data, user: Ann, existing: true }
  app: { account: apps, role: acme-app, assumed_by: [ec2.amazonaws.com] }
  reader:
    account: data
    role: acme-reader
    assumed_by: [ann, app, "arn:aws:iam::333333333333:root", "arn:aws:iam::333333333333:user/Bob"]
access:
  - { principal: reader, bucket: lake, allow: read }
`;

  test("is proved, even where one of them is part of another", () => {
    expect(problemsOf(topology, asItIs)).toEqual([]);
  });

  test.each([
    ["AssumeRole", "Principal", "arn:aws:iam::333333333333:role/Left"],
    ["AssumeRoleByPrincipals", "Principal", "arn:aws:iam::444444444444:root"],
    ["AssumeRoleByPrincipals", "aws:PrincipalArn", "arn:aws:iam::222222222222:role/left"],
    ["AssumeRoleByPrincipals", "aws:PrincipalArn", "arn:aws:iam::444444444444:role/strange"],
  ])("does not need another in %s, %s", (sid, element, arn) => {
    const problems = problemsOf(topology, ({ locals }) => {
      const statement = locals.reader_trust_policy?.Statement.find(({ Sid }) => Sid === sid);
      const list = (
        element === "Principal" ? statement?.Principal : statement?.Condition?.ArnEquals
      ) as Record<string, string[]>;
      const key = element === "Principal" ? "AWS" : element;
      list[key] = [list[key] ?? [], arn].flat();
    });
    expect(problems).toContain(
      `minimal: ${arn} in the ${element} of statement ${sid} of the trust policy of role acme-reader is superfluous`,
    );
  });
});

describe("tags of EKS Pod Identity, which are passed on to every role of a chain", () => {
  const CHAIN = `
principals:
  pod: { account: apps, role: acme-pod, assumed_by: [pods.eks.amazonaws.com] }
  reader: { account: data, role: acme-reader, assumed_by: [pod], session_tags: [team] }
  last: { account: data, role: acme-last, assumed_by: [reader, "arn:aws:iam::111111111111:root"] }
access:
  - { principal: last, bucket: lake, allow: read, prefix: "\${aws:PrincipalTag/kubernetes-namespace}/" }
`;

  test("are allowed", () => {
    expect(problemsOf(CHAIN, asItIs)).toEqual([]);
  });

  test.each([
    ["reader_trust_policy", "acme-pod", "111111111111:role/acme-reader", 6],
    ["pod_identity_policy", "acme-pod", "111111111111:role/acme-reader", 6],
    ["last_trust_policy", "acme-reader", "111111111111:role/acme-last", 6],
    ["reader_identity_policy", "acme-reader", "111111111111:role/acme-last", 6],
  ])("need sts:TagSession in %s, which was missing once", (policy, caller, role) => {
    const problems = problemsOf(CHAIN, ({ locals }) => {
      const document = locals[policy];
      if (document)
        document.Statement = document.Statement.filter(
          ({ Sid, Action }) => Action !== "sts:TagSession" || Sid === "TagSession",
        );
    });
    expect(problems).toContain(
      `complete: ${caller} lacks permission for assuming the role on ${role.split("/")[1]}${role.endsWith("reader") ? ", and 1 more" : ""}: sts:TagSession on arn:aws:iam::${role} is not allowed`,
    );
  });

  test("are not all tags", () => {
    const problems = problemsOf(CHAIN, ({ locals }) => {
      for (const statement of locals.last_trust_policy?.Statement ?? [])
        if (statement.Action === "sts:TagSession")
          statement.Condition = { ArnEquals: statement.Condition?.ArnEquals ?? {} };
    });
    expect(problems).not.toEqual([]);
  });

  test("are not those of a role that no pod assumes", () => {
    const problems = problemsOf(CHAIN, ({ locals }) => {
      for (const statement of locals.reader_trust_policy?.Statement ?? [])
        if (statement.Sid === "TagSessionByPods")
          statement.Condition = {
            ...statement.Condition,
            ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/other" },
          };
    });
    expect(problems).not.toEqual([]);
  });

  test.each(["pod", "reader"])("cannot be set by everyone in the account of the %s", (role) => {
    const OWN_ACCOUNT = `
principals:
  pod: { account: data, role: acme-pod, assumed_by: [pods.eks.amazonaws.com, pod] }
  reader: { account: data, role: acme-reader, assumed_by: [pod] }
access:
  - { principal: reader, bucket: lake, allow: read }
  - { principal: pod, bucket: lake, allow: list }
`;
    const problems = problemsOf(OWN_ACCOUNT, (terraform) => {
      const statement = statementOf(terraform, `${role}_trust_policy`, "TagSessionByPods");
      const { ArnEquals: _, ...condition } = statement.Condition ?? {};
      statement.Condition = condition;
    });
    expect(problems.join("\n")).toMatch(
      /nothing else: an administrator of account 111111111111 can do passing the tag [\w-]+/,
    );
  });
});

test.each<[string, (condition: Readonly<Record<string, unknown>>) => unknown, string[]]>([
  [
    "its account",
    ({ StringEquals, ...others }) => ({ ...others, StringEqualsIfExists: StringEquals }),
    ["aws:SourceAccount"],
  ],
  ["its task", ({ ArnLike, ...others }) => ({ ...others, ArnLikeIfExists: ArnLike }), ["aws:SourceArn"]],
])("a service that does not say %s cannot assume a role that is only for one", (_, change, missing) => {
  const topology = assumedBy(
    '{ service: ecs-tasks.amazonaws.com, source_account: apps, source_arn: "arn:aws:ecs:eu-west-1:222222222222:*" }',
  );
  expect(problemsOf(topology, asItIs)).toEqual([]);
  const problems = problemsOf(topology, (terraform) => {
    const statement = statementOf(terraform, "worker_trust_policy", "AssumeRoleByService");
    statement.Condition = change(statement.Condition ?? {}) as typeof statement.Condition;
  });
  expect(problems).toEqual(
    missing.map((key) =>
      expect.stringContaining(
        `nothing else: ecs-tasks.amazonaws.com can do assuming the role without ${key}`,
      ),
    ),
  );
});
