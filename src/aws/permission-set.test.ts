import {
  permissionSetIn,
  permissionSetNameProblem,
  permissionSetPath,
  permissionSetRegionIn,
} from "./permission-set";

test.each(["Analyst", "Data.Analyst+1", "a", "AWSAdministratorAccess", "x".repeat(32)])(
  "%s is the name of a permission set",
  (name) => expect(permissionSetNameProblem(name)).toBeUndefined(),
);

test.each([
  ["", "must be 1 to 32 characters long, found 0"],
  ["x".repeat(33), "must be 1 to 32 characters long, found 33"],
  ["arn:aws:sso:::permissionSet/ssoins-1/ps-1", "is an ARN; write the name of the permission set"],
  ["Analyst*", "not a pattern"],
  ["Analyst?", "not a pattern"],
  ["Data Analyst", 'found " "'],
  ["${aws:username}", 'found "$"'],
  ["AWSReservedSSO_Analyst_0123456789abcdef", 'write only the name of the permission set, "Analyst"'],
  ["AWSReservedSSO_Analyst_*", 'write only the name of the permission set, "Analyst"'],
])("%s is not", (name, problem) => expect(permissionSetNameProblem(name)).toContain(problem));

test("us-east-1 is not in the path", () => {
  expect(permissionSetPath("us-east-1")).toBe("/aws-reserved/sso.amazonaws.com/");
  expect(permissionSetPath("eu-west-1")).toBe("/aws-reserved/sso.amazonaws.com/eu-west-1/");
  expect(permissionSetPath(undefined)).toBe("/aws-reserved/sso.amazonaws.com*/");
});

test("the permission set and the region are found in the name and the path of a role", () => {
  expect(permissionSetIn("AWSReservedSSO_Data_Analyst_0123456789abcdef")).toBe("Data_Analyst");
  expect(permissionSetIn("arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_Analyst_*")).toBe("Analyst");
  expect(permissionSetIn("Analyst")).toBeUndefined();
  expect(permissionSetRegionIn("/aws-reserved/sso.amazonaws.com/eu-west-1/")).toBe("eu-west-1");
  expect(permissionSetRegionIn("/aws-reserved/sso.amazonaws.com/")).toBeUndefined();
});
