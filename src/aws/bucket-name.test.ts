import { bucketNameProblem, namespaceProblem } from "./bucket-name";

test.each([
  "abc",
  "a-b",
  "1.2.3",
  "acme.logs",
  "a".repeat(63),
  "1.2.3.4.5",
  "my-ant",
  "a-111111111111-us-gov-west-1-an",
])("%s is a bucket name", (name) => {
  expect(bucketNameProblem(name)).toBeUndefined();
});

const CHARACTERS = 'can contain only lowercase letters, digits, "." and "-", found ';
const ENDS = "must begin and end with a letter or a digit";

const AN =
  'must not end with "-an", unless the account id and the region come before it, such as "acme-111122223333-us-east-1-an"';

test.each([
  ["", "must be 3 to 63 characters long, found 0"],
  ["arn:aws:s3:::acme-logs", 'is an ARN; write only the name, "acme-logs"'],
  ["s3://acme-logs/a", 'is a URI; write only the name, "acme-logs"'],
  ["ab", "must be 3 to 63 characters long, found 2"],
  ["a".repeat(64), "must be 3 to 63 characters long, found 64"],
  ["Acme", `${CHARACTERS}"A"`],
  ["acme_logs", `${CHARACTERS}"_"`],
  ["acmé", `${CHARACTERS}"é"`],
  ["acme\n", `${CHARACTERS}"\\n"`],
  ["acme😀", `${CHARACTERS}"😀"`],
  ["-acme", ENDS],
  ["acme-", ENDS],
  [".acme", ENDS],
  ["acme.", ENDS],
  ["ac..me", "must not contain two dots in a row"],
  ["192.168.5.4", "must not look like an IP address"],
  ["xn--acme", 'must not begin with "xn--", which AWS reserves'],
  ["sthree-acme", 'must not begin with "sthree-", which AWS reserves'],
  ["amzn-s3-demo-acme", 'must not begin with "amzn-s3-demo-", which AWS reserves'],
  ["acme-s3alias", 'must not end with "-s3alias", which AWS reserves'],
  ["acme--ol-s3", 'must not end with "--ol-s3", which AWS reserves'],
  ["acme.mrap", 'must not end with ".mrap", which AWS reserves'],
  ["acme--x-s3", 'must not end with "--x-s3", which AWS reserves'],
  ["acme--table-s3", 'must not end with "--table-s3", which AWS reserves'],
  ["acme-an", AN],
  ["acme-1111-us-east-1-an", AN],
  ["acme-111111111111-an", AN],
  ["-111111111111-us-east-1-an", ENDS],
  ["111111111111-us-east-1-an", AN],
])("the bucket name %j", (name, problem) => {
  expect(bucketNameProblem(name)).toBe(problem);
});

const OWNER = { accountId: "111111111111", region: "us-east-1" };
const NAMESPACE =
  'is in the namespace of another account or region; in account 111111111111 and us-east-1, a name that ends with "-an" must end with "-111111111111-us-east-1-an"';

test.each([
  ["acme", OWNER, undefined],
  ["acme-111111111111-us-east-1-an", OWNER, undefined],
  ["acme-222222222222-us-east-1-an", OWNER, NAMESPACE],
  ["acme-111111111111-us-east-2-an", OWNER, NAMESPACE],
  [
    "acme-111111111111-me-south-1-an",
    { ...OWNER, region: "me-south-1" },
    'must not end with "-an" in me-south-1, which has no account regional namespaces',
  ],
])("%s for a bucket of %j", (name, owner, problem) => {
  expect(namespaceProblem(name, owner)).toBe(problem);
});
