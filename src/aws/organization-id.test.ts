import { organizationIdProblem } from "./organization-id";

test.each(["o-a1b2c3d4e5", `o-${"a".repeat(32)}`])("%s is the id of an organization", (id) => {
  expect(organizationIdProblem(id)).toBeUndefined();
});

test.each(["o-short", "O-A1B2C3D4E5", "a1b2c3d4e5", "o-a1b2c3d4e5/r-ab12", `o-${"a".repeat(33)}`])(
  "%s is not",
  (id) => {
    expect(organizationIdProblem(id)).toContain("must be the id of an organization");
  },
);
