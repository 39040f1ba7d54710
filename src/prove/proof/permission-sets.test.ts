import {
  isPermissionSet,
  isRoleUserOrPermissionSet,
  lookAlikesOf,
  permissionSetInWords,
  permissionSetOf,
  representativeOf,
} from "./permission-sets";

const ROLE = "arn:aws:iam::222222222222:role";
const PATTERN = `${ROLE}/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????`;

test("the pattern of a permission set has the 16 characters that change, and no more", () => {
  expect(isPermissionSet(PATTERN)).toBe(true);
  expect(permissionSetOf(PATTERN)).toBe("Analyst");
  for (const other of [`${PATTERN}?`, PATTERN.slice(0, -1), PATTERN.replace(/\?+$/, "*"), `${ROLE}/Analyst`])
    expect([other, isPermissionSet(other)]).toEqual([other, false]);
});

test("one of its roles stands for all", () => {
  expect(representativeOf(PATTERN)).toBe(
    `${ROLE}/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_0123456789abcdef`,
  );
  expect(representativeOf(PATTERN.replace("/eu-west-1/", "*/"))).toBe(representativeOf(PATTERN));
  expect(representativeOf(PATTERN.replace("/eu-west-1/", "/"))).toBe(
    `${ROLE}/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Analyst_0123456789abcdef`,
  );
  expect(representativeOf(`${ROLE}/Analyst`)).toBe(`${ROLE}/Analyst`);
});

test("other permission sets have names that are close", () => {
  expect(lookAlikesOf(PATTERN, "Admin")).toEqual([
    `${ROLE}/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_Admin_0123456789abcdef`,
    `${ROLE}/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_Analyst_0123456789abcdef`,
    `${ROLE}/AWSReservedSSO_Analyst_0123456789abcdef`,
  ]);
  expect(lookAlikesOf(`${ROLE}/Analyst`, "Admin")).toEqual([]);
});

const WIDE = "permission set Analyst, and others that begin with Analyst_";

test.each<[string, string | undefined]>([
  [
    "aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????",
    "permission set Analyst",
  ],
  ["aws-reserved/sso.amazonaws.com*/AWSReservedSSO_Analyst_????????????????", "permission set Analyst"],
  ["*/AWSReservedSSO_Analyst_????????????????", "permission set Analyst"],
  ["aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_*", WIDE],
  ["aws-reserved/sso.amazonaws.com/us-west-2/AWSReservedSSO_Analyst_*", WIDE],
  ["aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Analyst_*", WIDE],
  ["aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Analyst_*", WIDE],
  ["aws-reserved/*/AWSReservedSSO_Analyst_*", WIDE],
  ["aws-reserved/sso.amazonaws.com/AWSReservedSSO_Analyst_??*", WIDE],
  // Names have 16 characters at the end, and roles without the path do not exist.
  ["aws-reserved/sso.amazonaws.com/AWSReservedSSO_Analyst_????", undefined],
  ["AWSReservedSSO_Analyst_*", undefined],
  ["aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_*", undefined],
  ["etl-*", undefined],
])("%s in a policy is %s", (text, words) => {
  const arn = `${ROLE}/${text}`;
  expect(permissionSetInWords(arn)).toBe(words);
  expect(isRoleUserOrPermissionSet(arn)).toBe(words !== undefined);
  if (words !== undefined)
    expect(representativeOf(arn)).toMatch(
      /:role\/aws-reserved\/sso\.amazonaws\.com(\/[a-z0-9-]+)?\/AWSReservedSSO_Analyst_[0-9a-f]{16}$/,
    );
});
