import { keyAliasProblem } from "./key-alias";

test.each([
  ["alias/a", undefined],
  ["alias/acme/logs/a_b-c", undefined],
  ["alias/awsome", undefined],
  [`alias/${"a".repeat(250)}`, undefined],
  ["acme", 'must begin with "alias/", such as "alias/acme"'],
  ["/acme", 'must begin with "alias/", such as "alias/acme"'],
  ["", 'must begin with "alias/", such as "alias/acme"'],
  ["alias/aws/s3", 'must not begin with "alias/aws/", which AWS reserves for its own keys'],
  ["alias/", 'must be 1 to 250 characters long after "alias/", found 0'],
  [`alias/${"a".repeat(251)}`, 'must be 1 to 250 characters long after "alias/", found 251'],
  ["alias/acme.logs", 'can contain only letters, digits and /_-, found "."'],
  ["alias/acme:logs", 'can contain only letters, digits and /_-, found ":"'],
])("the alias %j", (alias, problem) => {
  expect(keyAliasProblem(alias)).toBe(problem);
});
