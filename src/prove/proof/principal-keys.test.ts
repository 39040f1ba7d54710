import { madeUpValue } from "./actor";
import type { Principal } from "../../estate/estate";
import { actorOf } from "./actor";
import { principalKeys, whyNoValue } from "./principal-keys";

const ACCOUNT = {
  address: "provider.aws.a",
  alias: "a",
  id: "111111111111",
  region: "us-east-1",
  partition: "aws",
};

const principal = (kind: Principal["kind"], more: Partial<Principal> = {}): Principal => ({
  kind,
  name: "porter",
  path: "/",
  arn: `arn:aws:iam::111111111111:${kind}/porter`,
  arnFrom: "terraform",
  account: ACCOUNT,
  identityPolicies: [],
  ...more,
});

const assumedBy = (Service: string) =>
  principal("role", {
    trustPolicy: {
      address: "aws_iam_role.porter",
      document: { Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }] },
    },
  });

const TEAM = "aws:PrincipalTag/team";
const made = (key: string) => ({ [key]: madeUpValue(key) });

test.each<[string, Principal | undefined, string, object]>([
  ["a new role without tags", principal("role"), TEAM, {}],
  [
    "a new role with tags",
    principal("role", { tags: { Team: "blue" } }),
    TEAM,
    { "aws:PrincipalTag/Team": "blue" },
  ],
  ["an existing role", principal("role", { arnFrom: "caller" }), TEAM, made(TEAM)],
  ["an entire account", undefined, TEAM, made(TEAM)],
  ["a new role", principal("role"), "aws:PrincipalOrgID", made("aws:PrincipalOrgID")],
  ["a new role", principal("role"), "aws:SourceIdentity", {}],
  [
    "an existing role",
    principal("role", { arnFrom: "caller" }),
    "aws:SourceIdentity",
    made("aws:SourceIdentity"),
  ],
  ["an existing user", principal("user", { arnFrom: "caller" }), "aws:SourceIdentity", {}],
  [
    "a role of instances",
    assumedBy("ec2.amazonaws.com"),
    "ec2:SourceInstanceARN",
    made("ec2:SourceInstanceARN"),
  ],
  ["a role of functions", assumedBy("lambda.amazonaws.com"), "ec2:SourceInstanceARN", {}],
  [
    "a role of pods",
    assumedBy("pods.eks.amazonaws.com"),
    "aws:PrincipalTag/kubernetes-namespace",
    made("aws:PrincipalTag/kubernetes-namespace"),
  ],
  ["a role of pods", assumedBy("pods.eks.amazonaws.com"), TEAM, {}],
  ["an existing role", principal("role", { arnFrom: "caller" }), "transfer:UserName", {}],
  ["an entire account", undefined, "aws:PrincipleTag/team", {}],
])("%s has for a prefix", (_, who, variable, keys) => {
  expect(principalKeys(who, [variable], [])).toEqual(keys);
});

test("a session tag overrides a tag of the role", () => {
  const role = principal("role", { tags: { Team: "blue", cost: "1" } });
  expect(principalKeys(role, [], ["team"])).toEqual({ "aws:PrincipalTag/cost": "1", ...made(TEAM) });
});

test("why a role has no value", () => {
  const role = actorOf("arn:aws:iam::111111111111:role/Porter");
  expect(whyNoValue("AWS:PrincipalTag/team", role)).toBe(
    "Porter has no tag team, and callers who assume it do not pass one",
  );
});
