/** Prefixes with a policy variable that has no value, which once were proved: nothing was ever allowed. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { proveTerraform } from "../../src/verify/topology";
import { resolve } from "../../src/topology/resolve";
import type { Topology } from "../../src/topology/topology";

type Principal = NonNullable<Topology["principals"]>[string];

interface Role {
  tags?: Record<string, string>;
}

/** The Terraform as it comes from a topology that `loadTopology` would refuse, changed in place. */
function flawsOf(
  principal: Omit<Principal, "account">,
  prefix: string,
  change: (terraform: Changeable) => void = () => undefined,
) {
  const model = resolve({
    accounts: {
      data: { id: "111111111111", region: "eu-west-1" },
      apps: { id: "222222222222", region: "eu-west-1" },
    },
    buckets: { home: { account: "data", name: "acme-home" } },
    principals: { team: { account: "apps", ...principal } },
    access: [{ principal: "team", bucket: "home", allow: "read_write", prefix }],
  });
  const terraform = JSON.parse(JSON.stringify(topologyTerraform("team", model).terraform)) as Changeable;
  change(terraform);
  return proveTerraform(model, terraform).proof.flaws;
}

interface Changeable {
  readonly locals: Record<string, { Statement: Record<string, unknown>[] }>;
  readonly resource: { readonly aws_iam_role: Record<string, Role> };
}

const ROOT = "arn:aws:iam::222222222222:root";
const ROLE = { role: "acme-team", assumed_by: [ROOT] };
const SFTP = { role: "acme-team", assumed_by: ["transfer.amazonaws.com"] };
const TAGGED = { ...ROLE, tags: { Team: "blue" } };
const USER = { user: "ann" };
const OLD_USER = { user: "bob", existing: true };

test.each<[string, Omit<Principal, "account">, string, string]>([
  [
    "in session policies of Transfer Family only",
    SFTP,
    "transfer:UserName",
    "AWS Transfer Family replaces it only in session policies",
  ],
  ["misspelt", TAGGED, "aws:PrincipleTag/team", "no value is known for acme-team"],
  [
    "the name of a user, for a role",
    ROLE,
    "aws:username",
    "acme-team is a role, and only users have a user name",
  ],
  [
    "a tag that a role does not have",
    TAGGED,
    "aws:PrincipalTag/job",
    "acme-team has no tag job, and callers who assume it do not pass one",
  ],
  ["a tag that a user does not have", USER, "aws:PrincipalTag/team", "ann has no tag team"],
  ["a source identity that nobody can set", ROLE, "aws:SourceIdentity", "no value is known for acme-team"],
  ["an instance, for another role", SFTP, "ec2:SourceInstanceARN", "no value is known for acme-team"],
  [
    "an identity provider that the role does not trust",
    ROLE,
    "cognito-identity.amazonaws.com:sub",
    "no value is known for acme-team",
  ],
  ["an identity provider, for a user", OLD_USER, "saml:sub", "no value is known for bob"],
  ["of IoT policies", ROLE, "iot:Connection.Thing.ThingName", "no value is known for acme-team"],
  ["of the request", ROLE, "s3:prefix", "no value is known for acme-team"],
])("a variable %s", (_, principal, variable, because) => {
  const complete = flawsOf(principal, `home/\${${variable}}/`).filter(({ part }) => part !== "well-formed");
  expect(complete).toEqual([
    expect.objectContaining({
      part: "complete",
      problem: expect.stringMatching(
        new RegExp(
          ` lacks permission for aws s3 ls on acme-home, and \\d+ more: the policy variable ${variable} in the prefix has no value$`,
        ),
      ) as string,
      because: [because, "a statement with a variable that has no value matches nothing"],
    }),
  ]);
});

test.each<[string, Omit<Principal, "account">, string]>([
  ["the tag of a role, in any case", TAGGED, "aws:PrincipalTag/team"],
  ["a tag of a role's sessions", { ...ROLE, session_tags: ["job"] }, "aws:PrincipalTag/job"],
  ["the tag of a user", { ...USER, tags: { team: "" } }, "aws:PrincipalTag/team"],
  ["a tag that an existing user can have", OLD_USER, "aws:PrincipalTag/team"],
  ["the unique id of a role", ROLE, "aws:userid"],
  ["the unique id of a user", USER, "aws:userid"],
  ["an instance", { ...SFTP, assumed_by: ["ec2.amazonaws.com"] }, "ec2:SourceInstanceARN"],
  ["a source identity", { role: "old", existing: true }, "aws:SourceIdentity"],
  ["a user of an account", { entire_account: true }, "aws:username"],
])("%s has a value", (_, principal, variable) => {
  expect(flawsOf(principal, `home/\${${variable}}/`)).toEqual([]);
});

const PREFIX = "home/${aws:PrincipalTag/team}/";

test("the proof reads the tags in the Terraform", () => {
  const without = flawsOf(TAGGED, PREFIX, ({ resource }) => delete resource.aws_iam_role.team?.tags);
  expect(without.map(({ because }) => because[0])).toEqual([
    "acme-team has no tag team, and callers who assume it do not pass one",
  ]);
  const unknown = flawsOf(TAGGED, PREFIX, ({ resource }) => {
    (resource.aws_iam_role.team as Role).tags = { team: "${module.labels.team}" };
  });
  expect(unknown).toHaveLength(1);
});

describe("session tags", () => {
  const ANN = "arn:aws:iam::222222222222:user/ann";
  const PASSES = {
    role: "acme-team",
    assumed_by: [ROOT, ANN],
    tags: { cost: "1" },
    session_tags: ["team"],
    external_id: "acme-42",
  };
  const statementsOf = ({ locals }: Changeable) => locals.team_trust_policy?.Statement ?? [];
  const tagSession = (terraform: Changeable) =>
    statementsOf(terraform).find(({ Sid }) => Sid === "TagSession") as Record<string, unknown>;

  test("only the tags that were asked for", () => {
    expect(flawsOf(PASSES, PREFIX)).toEqual([]);
  });

  test.each<[string, (terraform: Changeable) => void, [string, string][]]>([
    [
      "are of no use if nobody can pass them",
      (terraform) => statementsOf(terraform).pop(),
      [
        [
          "complete",
          "an administrator of account 222222222222 lacks permission for assuming the role with the tag team on acme-team: sts:TagSession on arn:aws:iam::222222222222:role/acme-team is not allowed",
        ],
      ],
    ],
    [
      "must not replace the other tags of the role",
      (terraform) => delete tagSession(terraform).Condition,
      [
        ["nothing else", "assuming the role with another tag"],
        ["nothing else", "ann can do sts:TagSession"],
      ],
    ],
    [
      "are passed by nobody else",
      (terraform) =>
        (tagSession(terraform).Principal = { AWS: [ROOT, ANN, "arn:aws:iam::333333333333:user/bob"] }),
      [["nothing else", "bob can do sts:TagSession"]],
    ],
  ])("%s", (_, change, expected) => {
    const found = flawsOf(PASSES, PREFIX, change);
    for (const [part, says] of expected)
      expect(found).toContainEqual(
        expect.objectContaining({ part, problem: expect.stringContaining(says) as string }),
      );
  });

  test("without them, nobody can tag a session", () => {
    const found = flawsOf(TAGGED, PREFIX, (terraform) =>
      statementsOf(terraform).push({
        Effect: "Allow",
        Principal: { AWS: ANN },
        Action: "sts:TagSession",
      }),
    );
    expect(found.map(({ part }) => part)).toEqual(["nothing else", "minimal"]);
  });
});

test.each(["${aws:PrincipalTag/other}/", "${aws:PrincipalTag/other, 'all'}/"])(
  "a policy with %s allows more, because the role can get the tag",
  (folder) => {
    const found = flawsOf(TAGGED, PREFIX, ({ locals }) => {
      for (const { Statement } of Object.values(locals))
        for (const statement of Statement)
          if (String(statement.Sid).startsWith("Get"))
            statement.Resource = [statement.Resource, `arn:aws:s3:::acme-home/$${folder}*`];
    });
    expect(found.filter(({ part }) => part === "nothing else")).not.toEqual([]);
  },
);

test("a Deny with a default that may be a wildcard was once called superfluous", () => {
  const found = flawsOf(ROLE, "home/", ({ locals }) => {
    for (const { Statement } of Object.values(locals))
      if (Statement.some(({ Sid }) => Sid === "GetHome"))
        Statement.push({
          Effect: "Deny",
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::acme-home/$${aws:PrincipalTag/team, '*'}",
        });
  });
  expect(found).toEqual([
    expect.objectContaining({
      part: "well-formed",
      problem: expect.stringContaining(
        'the value of ${aws:principaltag/team} is "*", and a policy uses it as part of a pattern',
      ) as string,
    }),
  ]);
});

test("variables of one principal have values of their own", () => {
  const model = resolve({
    accounts: { data: { id: "111111111111", region: "eu-west-1" } },
    buckets: { home: { account: "data", name: "acme-home" } },
    principals: { team: { account: "data", role: "acme-team", existing: true } },
    access: [
      { principal: "team", bucket: "home", allow: "read", prefix: "of/${saml:sub}/" },
      { principal: "team", bucket: "home", allow: "write", prefix: "of/${ec2:SourceInstanceARN}/" },
    ],
  });
  expect(proveTerraform(model, topologyTerraform("team", model).terraform).proof.flaws).toEqual([]);
});
