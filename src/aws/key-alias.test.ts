import { keyAliasProblem } from "./key-alias";

test.each([
  ["alias/a", undefined],
  ["alias/acme/logs/a_b-c", undefined],
  ["alias/awsome", undefined],
  [`alias/${"a".repeat(250)}`, undefined],
  ["acme", 'must begin with "alias/", such as "alias/acme"'],
  ["/acme", 'must begin with "alias/", such as "alias/acme"'],
  ["", 'must begin with "alias/", such as "alias/acme"'],
  ["alias/aws/s3", 'may not begin with "alias/aws/", which AWS reserves for its own keys'],
  ["alias/", 'must be 1 to 250 characters long after "alias/", this has 0'],
  [`alias/${"a".repeat(251)}`, 'must be 1 to 250 characters long after "alias/", this has 251'],
  ["alias/acme.logs", 'may have letters, digits and any of /_- only, this has "."'],
  ["alias/acme:logs", 'may have letters, digits and any of /_- only, this has ":"'],
])("the alias %j", (alias, problem) => {
  expect(keyAliasProblem(alias)).toBe(problem);
});
