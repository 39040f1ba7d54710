import {
  externalIdProblem,
  iamNameProblem,
  iamPathProblem,
  reservedRoleProblem,
  roleNameProblem,
} from "./iam-name";

test.each([
  ["S3Porter", undefined],
  ["a_b+c=d,e.f@g-h", undefined],
  ["a".repeat(64), undefined],
  ["", "must be 1 to 64 characters long, found 0"],
  ["a".repeat(65), "must be 1 to 64 characters long, found 65"],
  ["a/b", 'is more than a name; write only the name, "b", and its path separately: "/a/"'],
  ["/a/c/b", 'is more than a name; write only the name, "b", and its path separately: "/a/c/"'],
  ["role/Porter", 'is more than a name; write only the name, "Porter"'],
  ["/role/Porter", 'is more than a name; write only the name, "Porter", and its path separately: "/role/"'],
  ["user/a/ann", 'is more than a name; write only the name, "ann", and its path separately: "/a/"'],
  ["111122223333:role/Porter", 'is more than a name; write only the name, "Porter"'],
  [":role/Porter", 'is more than a name; write only the name, "Porter"'],
  ["arn:aws:iam:role/Porter", 'is an ARN; write only the name, "Porter"'],
  [
    "arn:aws:sts::111122223333:assumed-role/Porter/ann",
    'is the ARN of a session; write only the name of the role, "Porter"',
  ],
  ["/", 'can contain only letters, digits and _+=,.@-, found "/"'],
  [
    "cloudtrail.amazonaws.com",
    "is the name of an AWS service, not of a role or user; services cannot be principals",
  ],
  [
    "ec2.amazonaws.com.cn",
    "is the name of an AWS service, not of a role or user; services cannot be principals",
  ],
  ["reads-amazonaws.com", undefined],
  ["a b", 'can contain only letters, digits and _+=,.@-, found " "'],
  ["arn:aws:iam::111122223333:role/Porter", 'is an ARN; write only the name, "Porter"'],
  [
    "arn:aws:iam::111122223333:user/a/b/ann",
    'is an ARN; write only the name, "ann", and its path separately: "/a/b/"',
  ],
  ["rôle", 'can contain only letters, digits and _+=,.@-, found "ô"'],
])("the IAM name %j", (name, problem) => {
  expect(iamNameProblem(name)).toBe(problem);
});

test("a reserved role has one problem, whatever else is wrong with its name", () => {
  expect(roleNameProblem("AWSReservedSSO_Analyst_*")).toBeUndefined();
  expect(reservedRoleProblem("AWSReservedSSO_Analyst_*", "/", { existing: true })).toMatch(
    /^is a role of IAM Identity Center, .*; for the people of the permission set, write permission_set: Analyst instead/,
  );
});

test("no role of a permission set can be created", () => {
  const path = "/aws-reserved/sso.amazonaws.com/eu-west-1/";
  expect(reservedRoleProblem("AWSReservedSSO_New_0123456789abcdef", path, { existing: false })).toContain(
    "cannot be created: only IAM Identity Center creates such a role; for the people of the permission set, write permission_set: New, region: eu-west-1 instead",
  );
});

test.each([
  ["AWSServiceRoleForAcme", "/"],
  ["Porter", "/aws-service-role/ecs.amazonaws.com/"],
  ["Porter", "/aws-reserved/"],
])("no role %s with the path %s can be created", (name, path) => {
  expect(reservedRoleProblem(name, path, { existing: false })).toBe(
    "cannot be created: only AWS services create roles with such a name or path; choose another one",
  );
});

const SLASHES = 'must begin and end with "/", such as "/service/"';

test.each([
  ["/", undefined],
  ["/service/", undefined],
  ["/a/b/", undefined],
  ["/a$b/%c/", undefined],
  ["", SLASHES],
  ["service", SLASHES],
  ["/service", SLASHES],
  ["service/", SLASHES],
  ["/a b/", SLASHES],
  ["/*/", 'must not contain "*", which has a special meaning in a policy'],
  ["/a?/", 'must not contain "?", which has a special meaning in a policy'],
  ["/${aws:username}/", 'must not contain "${", which has a special meaning in a policy'],
  ["/%{x}/", 'must not contain "%{", which has a special meaning in a policy'],
  [`/${"a".repeat(510)}/`, undefined],
  [`/${"a".repeat(511)}/`, "must be at most 512 characters long, found 513"],
])("the IAM path %j", (path, problem) => {
  expect(iamPathProblem(path)).toBe(problem);
});

test.each([
  ["ab", undefined],
  ["a:b/c_d+e=f,g.h@i-j", undefined],
  ["a".repeat(1224), undefined],
  ["a", "must be 2 to 1,224 characters long, found 1"],
  ["a".repeat(1225), "must be 2 to 1,224 characters long, found 1225"],
  ["a b", 'can contain only letters, digits and _+=,.@:/-, found " "'],
])("the external id %j", (id, problem) => {
  expect(externalIdProblem(id)).toBe(problem);
});
