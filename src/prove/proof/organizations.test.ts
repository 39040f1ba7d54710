import { isMember, keysOfOutsiders, memberKeys, membersOf } from "./organizations";

const WHOLE = "arn:aws:organizations:::organization/o-abcde12345";
const OUS = `${WHOLE}/r-ab12/ou-ab12-11111111/,o-abcde12345/r-ab12/ou-ab12-22222222/*`;

test("the ARN of an organization names its accounts", () => {
  expect(membersOf(WHOLE)).toEqual({ organizationId: "o-abcde12345", paths: [] });
  expect(membersOf(OUS)).toEqual({
    organizationId: "o-abcde12345",
    paths: ["o-abcde12345/r-ab12/ou-ab12-11111111/", "o-abcde12345/r-ab12/ou-ab12-22222222/*"],
  });
  expect(membersOf("arn:aws:iam::111111111111:root")).toBeUndefined();
});

test.each([WHOLE, OUS])("its accounts are told from those that are close: %s", (arn) => {
  const members = membersOf(arn);
  if (!members) throw new Error();
  expect(isMember(members, memberKeys(members, "proof"))).toBe(true);
  expect(isMember(members)).toBe(false);
  const outsiders = keysOfOutsiders(members, "proof").filter((keys) => !isMember(members, keys));
  expect(outsiders.map((keys) => keys["aws:PrincipalOrgPaths"])).toEqual([
    "o-proof/r-proof/ou-proof/",
    ...(arn === WHOLE
      ? []
      : [
          "o-abcde12345/r-proof/ou-proof/",
          // The first path does not include the OUs below, the second does.
          "o-abcde12345/r-ab12/ou-ab12-11111111/ou-proof/",
        ]),
  ]);
});
