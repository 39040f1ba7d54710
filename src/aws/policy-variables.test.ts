import {
  ALLOWED_VARIABLES,
  type Caller,
  hasValue,
  policyVariables,
  whyUseless,
  withoutPolicyVariables,
} from "./policy-variables";

const caller = (kind: Caller["kind"], more: Partial<Caller> = {}): Caller => ({
  kind,
  existing: false,
  tagKeys: [],
  services: [],
  ...more,
});
const POD = caller("role", { services: ["pods.eks.amazonaws.com"] });
const OLD_ROLE = caller("role", { existing: true });

test("the variables in a text", () => {
  const text = "${aws:username}/$x/${*}/${accounts.google.com:sub}/${user}";
  expect(policyVariables(text)).toEqual(["aws:username", "accounts.google.com:sub"]);
  expect(withoutPolicyVariables(text)).toBe("/$x/${*}//${user}");
});

test.each<[string, Caller, string | undefined]>([
  ["aws:username", caller("user"), "yes"],
  ["aws:username", caller("role"), "no"],
  ["aws:username", caller("account"), "if"],
  ["AWS:UserID", caller("role"), "yes"],
  ["aws:PrincipalOrgID", caller("user"), "if"],
  ["aws:PrincipalTag/team", caller("role", { tagKeys: ["Team"] }), "yes"],
  ["aws:PrincipalTag/team", caller("role"), "no"],
  ["aws:PrincipalTag/team", caller("user"), "no"],
  ["aws:PrincipalTag/team", OLD_ROLE, "if"],
  ["aws:PrincipalTag/kubernetes-namespace", POD, "if"],
  ["aws:PrincipalTag/kubernetes-namespace", caller("role"), "no"],
  ["aws:PrincipalTag/team", POD, "no"],
  ["aws:PrincipalTag/team, 'x'", OLD_ROLE, undefined],
  ["aws:PrincipalTag/", OLD_ROLE, undefined],
  ["lambda:SourceFunctionArn", caller("role", { services: ["lambda.amazonaws.com"] }), "if"],
  ["ec2:SourceInstanceARN", caller("role", { services: ["ec2.amazonaws.com.cn"] }), "if"],
  ["credentials-iot:ThingName", caller("role"), "no"],
  ["saml:sub", OLD_ROLE, "if"],
  ["saml:sub", caller("user", { existing: true }), "no"],
  ["transfer:UserName", OLD_ROLE, undefined],
  ["s3:prefix", OLD_ROLE, undefined],
])("whether %s has a value for %j: %s", (variable, who, answer) => {
  expect(hasValue(variable, who)?.answer).toBe(answer);
});

test("what messages allow has a value for an existing role, or is the name of a user", () => {
  const names = ALLOWED_VARIABLES.map((name) => name.replace("<key>", "team"));
  const who = (name: string) => (name === "aws:username" ? caller("user") : OLD_ROLE);
  expect(names.map((name) => hasValue(name, who(name))?.answer)).not.toContain(undefined);
  expect(names.map((name) => hasValue(name, who(name))?.answer)).not.toContain("no");
});

test.each([
  ["aws:PrincipalTag/team, 'all'", /default value/],
  ["transfer:HomeBucket", /session policies of AWS Transfer Family/],
  ["aws:TagKeys", /several values/],
  ["aws:ResourceAccount", /describes the request/],
  ["kms:ViaService", /describes the request/],
  ["token.actions.githubusercontent.com:sub", /not supported/],
])("why %s is of no use", (variable, reason) => {
  expect(whyUseless(variable)).toMatch(reason);
});

test.each(["aws:PrincipleTag/team", "aws:user", "iot:ClientId"])("%s is unknown", (variable) => {
  expect(whyUseless(variable)).toBeUndefined();
});
