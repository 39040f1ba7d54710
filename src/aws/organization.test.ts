import { organizationPathProblem } from "./organization";

test("an OU has a path, which ends where the name of the OU ends", () => {
  for (const right of [
    "o-abcde12345/r-ab12/",
    "o-abcde12345/r-ab12/*",
    "o-abcde12345/r-ab12/ou-ab12-11111111/",
    "o-abcde12345/r-ab12/ou-ab12-11111111/ou-ab12-22222222/*",
  ])
    expect([right, organizationPathProblem(right)]).toEqual([right, undefined]);
  for (const wrong of [
    "o-abcde12345",
    "o-abcde12345/*",
    "o-abcde12345/r-ab12/ou-ab12-11111111",
    "o-abcde12345/r-ab12/ou-ab12-1111*",
    "o-abcde12345/*/ou-ab12-11111111/",
    "r-ab12/ou-ab12-11111111/",
  ])
    expect([wrong, organizationPathProblem(wrong)]).toEqual([
      wrong,
      expect.stringContaining("path of an OU"),
    ]);
});
