import { problemsOf } from "../../../test/fixtures/lint-estate";
import { policyVariables } from "./policy-variables";

const identity = (Resource: string, Condition?: object) => [
  { Effect: "Allow", Action: "s3:GetObject", Resource, ...(Condition && { Condition }) },
];

test.each([
  ["aws:username"],
  ["aws:PrincipalTag/team"],
  ["aws:PrincipalTag/team, 'all'"],
  ["AWS:USERID"],
  ["ec2:SourceInstanceARN"],
  ["cognito-identity.amazonaws.com:sub"],
  ["credentials-iot:ThingName"],
  ["s3:prefix"],
])("%s can have a value", (variable) => {
  const resource = `arn:aws:s3:::acme-source/$\${${variable}}/$\${*}`;
  expect(problemsOf(policyVariables, { identity: identity(resource) })).toEqual([]);
});

test.each([
  ["aws:PrincipleTag/team", 'unknown variable aws:PrincipleTag/team; did you mean "aws:PrincipalTag"?'],
  ["aws:user", 'unknown variable aws:user; did you mean "aws:userid"?'],
  ["s3:prefixes", 'unknown variable s3:prefixes; did you mean "s3:prefix"?'],
  ["transfer:UserName", "AWS Transfer Family replaces it only in session policies"],
])("%s never has a value", (variable, reason) => {
  const problem = expect.stringContaining(
    `\${${variable}} never has a value, so nothing matches it: ${reason}`,
  );
  const resource = `arn:aws:s3:::acme-source/$\${${variable}}/*`;
  expect(problemsOf(policyVariables, { identity: identity(resource) })).toEqual([problem]);
  const condition = { StringLike: { "s3:prefix": `$\${${variable}}/` } };
  const inCondition = [{ ...identity("arn:aws:s3:::acme-source", condition)[0], Principal: "*" }];
  expect(problemsOf(policyVariables, { bucket: inCondition })).toEqual([problem]);
});
