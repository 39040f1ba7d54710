import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runs } from "../../test/support/runs";
import { LEVELS } from "./levels";
import { loadTopology, readTopology } from "./load";
import { formatProblem, formatWarning, isTopologyError } from "./problem";

/** The lines that a person reads, without the file's name. */
function problemsOf(text: string): string[] {
  try {
    loadTopology(text, "a.yaml");
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map((problem) => formatProblem(problem).replace("a.yaml:", ""));
  }
}

const ACCOUNTS = `accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
  west: { id: "111111111111", region: us-west-2 }
`;
const BUCKETS = `${ACCOUNTS}buckets:
  source: { account: a, name: acme-source }
  destination: { account: b, name: acme-destination }
`;
const PRINCIPALS = `${BUCKETS}principals:
  porter: { account: b, role: Porter, assumed_by: ["arn:aws:iam::222222222222:root"] }
`;

describe("what the design shows", () => {
  test("a copy", () => {
    const text = `${PRINCIPALS}access:
  - { principal: porter, bucket: source, allow: read, prefix: in/ }
  - { principal: porter, bucket: destination, allow: [write, list] }
`;
    expect(loadTopology(text)).toMatchObject({
      accounts: { a: { id: "111111111111" } },
      access: [{ allow: "read", prefix: "in/" }, { allow: ["write", "list"] }],
    });
  });

  test("replication", () => {
    const text = `${BUCKETS}replication:\n  - { from: source, to: destination }\n`;
    expect(loadTopology(text).replication).toEqual([{ from: "source", to: "destination" }]);
  });
});

test.each<[string, string, string[]]>([
  [
    "a list that does not end",
    "a: [1",
    ["1:6: flow sequence in block collection must be sufficiently indented and end with a ]"],
  ],
  ["a key twice", "accounts: 1\naccounts: 2", ['2:1: the key "accounts" is already in this mapping']],
  ["a key that is no text", "? [a]\n: 1", ["1:3: a key must be text"]],
  ["an unknown tag", "a: !lambda x", ["1:4: unresolved tag: !lambda"]],
  [
    "several documents",
    "a: 1\n---\nb: 2\n",
    ["2:1: a second document begins here; write one file for each topology"],
  ],
  [
    "too many aliases",
    `a: &a [${"x,".repeat(99)}]\nb: &b [${"*a,".repeat(99)}]\nc: [${"*b,".repeat(99)}]`,
    ["1:190: has more than 50000 values; split it into several topologies"],
  ],
  ["an alias to nowhere", "a: *b", ["1:4: there is no anchor &b before this alias"]],
  ["an alias of what it is part of", "accounts: &a [*a]", ["1:15: is an alias of a value that contains it"]],
  ["a key that no object has", "__proto__: 1", ["1:1: __proto__ cannot be a key"]],
  [
    "lines that end as on Windows",
    "a: 1\r\nb: [1\r\n",
    ["3:1: flow sequence in block collection must be sufficiently indented and end with a ]"],
  ],
  ["too many levels", "[".repeat(40), ["1:33: is nested more than 32 levels deep; a topology needs five"]],
])("YAML with %s", (_, text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

const WHAT =
  "must be a mapping with accounts and buckets, and usually principals and access; see stacks/copy-with-role.yaml";

test.each<[string, string, string[]]>([
  ["nothing", "", [`1:1: is empty; it ${WHAT}`]],
  ["a comment", "# later\n", [`1:1: is empty; it ${WHAT}`]],
  ["a list", "- a\n", [`1:1: ${WHAT}`]],
  ["a word", "hello", [`1:1: ${WHAT}`]],
  [
    "an empty mapping",
    "{}",
    [
      '1:1: accounts: "accounts" is missing; write, for example, accounts: { source: { id: "111122223333", region: us-east-1 } }',
      '1:1: buckets: "buckets" is missing; write, for example, buckets: { source: { account: source, name: acme-source } }',
    ],
  ],
  [
    "empty sections",
    "accounts: {}\nbuckets: {}\n",
    ["1:11: accounts: must have at least one entry", "2:10: buckets: must have at least one entry"],
  ],
])("a file with %s", (_, text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

/** Replaces the first occurrence, which must be there. */
function changed(text: string, from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, () => to);
}

test.each<[string, string, string, string[]]>([
  [
    "an unknown section",
    "buckets:",
    "bukets:",
    [
      '5:1: bukets: unknown key "bukets"; allowed are backend, accounts, keys, buckets, principals, access, replication, datasync, for_each, split_by; did you mean "buckets"?',
    ],
  ],
  [
    "an unknown key",
    "region: us-east-1",
    "region: us-east-1, profil: x",
    [
      '2:47: accounts.a.profil: unknown key "profil"; allowed are id, managed, region, partition, profile, assume_role, endpoints, default_tags; did you mean "profile"?',
    ],
  ],
  [
    "a missing field",
    ", region: us-east-1 }",
    " }",
    ['2:3: accounts.a.region: "region" is missing; write, for example, region: us-east-1'],
  ],
  [
    "an account id without quotes",
    '"111111111111"',
    "111111111111",
    ['2:12: accounts.a.id: found the number 111111111111 without quotes; write it as text: "111111111111"'],
  ],
  [
    "an account id that lost its zero",
    '"111111111111"',
    "012345678901",
    ['2:12: accounts.a.id: found the number 012345678901 without quotes; write it as text: "012345678901"'],
  ],
  [
    "a short account id",
    "111111111111",
    "1234",
    ['2:12: accounts.a.id: "1234" must be twelve digits, found 4'],
  ],
  [
    "a region's typo",
    "us-east-1",
    "us-east1",
    ['2:36: accounts.a.region: "us-east1" must be the name of an AWS region; did you mean "us-east-1"?'],
  ],
  [
    "a region out of reach",
    "us-east-1",
    "us-iso-east-1",
    ['2:36: accounts.a.region: "us-iso-east-1" is in an isolated partition, which is not supported'],
  ],
  [
    "a partition of another region",
    "region: us-east-1",
    "region: us-east-1, partition: aws-cn",
    ['2:58: accounts.a.partition: us-east-1 is in partition aws, not in "aws-cn"; leave the partition out'],
  ],
  [
    "accounts of two partitions",
    'b: { id: "222222222222", region: us-east-1',
    'b: { id: "222222222222", region: cn-north-1',
    [
      "3:36: accounts.b.region: is in partition aws-cn, but accounts.a is in aws; access cannot cross partitions, so write one topology for each partition",
    ],
  ],
  [
    "a profile that is a number",
    "us-east-1 }",
    "us-east-1, profile: 007 }",
    ['2:56: accounts.a.profile: found the number 007 without quotes; write it as text: "007"'],
  ],
  [
    "a profile that is a word of YAML",
    "us-east-1 }",
    "us-east-1, profile: null }",
    ['2:56: accounts.a.profile: found the word null without quotes; write it as text: "null"'],
  ],
  [
    "an endpoint that is no URL",
    "us-east-1 }",
    "us-east-1, endpoints: { s3: localhost } }",
    ['2:64: accounts.a.endpoints.s3: "localhost" must be a URL, such as "http://127.0.0.1:5000"'],
  ],
  [
    "a list for a mapping",
    '{ id: "111111111111", region: us-east-1 }',
    "[]",
    ["2:6: accounts.a: must be a mapping, found the list []"],
  ],
  [
    "a name that Terraform does not take",
    "  source: { account: a",
    "  9source: { account: a",
    [
      '6:3: buckets.9source: "9source" must begin with a letter and contain only letters, digits, "_" and "-": it becomes a Terraform name',
    ],
  ],
  [
    "a bucket name in capitals",
    "acme-source",
    "Acme-source",
    [
      '6:31: buckets.source.name: "Acme-source" can contain only lowercase letters, digits, "." and "-", found "A"',
    ],
  ],
  [
    "a short bucket name",
    "acme-source",
    "ab",
    ['6:31: buckets.source.name: "ab" must be 3 to 63 characters long, found 2'],
  ],
  [
    "a reserved bucket name",
    "acme-source",
    "acme-s3alias",
    ['6:31: buckets.source.name: "acme-s3alias" must not end with "-s3alias", which AWS reserves'],
  ],
  [
    "a name in the namespace of another account",
    "acme-destination",
    "acme-111111111111-us-east-1-an",
    [
      '7:36: buckets.destination.name: "acme-111111111111-us-east-1-an" is in the namespace of another account or region; in account 222222222222 and us-east-1, a name that ends with "-an" must end with "-222222222222-us-east-1-an"',
    ],
  ],
  [
    "a name that only looks like one in a namespace",
    "acme-destination",
    "acme-destination-an",
    [
      '7:36: buckets.destination.name: "acme-destination-an" must not end with "-an", unless the account id and the region come before it, such as "acme-111122223333-us-east-1-an"',
    ],
  ],
  [
    "a bucket name twice",
    "acme-destination",
    "acme-source",
    [
      '7:36: buckets.destination.name: "acme-source" is already the name of buckets.source; bucket names are unique across all AWS accounts, so choose another',
    ],
  ],
  [
    "an unknown account",
    "account: a,",
    "account: aa,",
    ['6:22: buckets.source.account: "aa" is not in accounts; there are a, b, west; did you mean "a"?'],
  ],
  [
    "a name that every object has",
    "account: a,",
    "account: constructor,",
    ['6:22: buckets.source.account: "constructor" is not in accounts; there are a, b, west'],
  ],
  [
    "an unknown encryption",
    "name: acme-source",
    "name: acme-source, encryption: aes256",
    [
      '6:56: buckets.source.encryption: unknown value "aes256"; allowed are aws:kms, AES256; did you mean "AES256"?',
    ],
  ],
  [
    "a key without encryption",
    "name: acme-source",
    "name: acme-source, encryption: AES256, require_key: true",
    [
      '6:64: buckets.source.require_key: "require_key" needs encryption "aws:kms", but this bucket has "AES256"; leave out "require_key" or "encryption"',
    ],
  ],
  [
    "uploads that are aborted at once",
    "name: acme-source",
    "name: acme-source, abort_incomplete_uploads_after_days: 0",
    ["6:81: buckets.source.abort_incomplete_uploads_after_days: 0 is less than 1"],
  ],
  [
    "a lock for no time",
    "name: acme-source",
    "name: acme-source, object_lock: { mode: governance }",
    [
      '6:57: buckets.source.object_lock: must have either "days" or "years", such as { mode: governance, days: 30 }',
    ],
  ],
  [
    "a lock for days and years",
    "name: acme-source",
    "name: acme-source, object_lock: { mode: governance, days: 1, years: 1 }",
    [
      '6:57: buckets.source.object_lock: must have either "days" or "years", such as { mode: governance, days: 30 }',
    ],
  ],
  [
    "a lock of an unknown mode",
    "name: acme-source",
    "name: acme-source, object_lock: { mode: COMPLIANCE, days: 1 }",
    [
      '6:65: buckets.source.object_lock.mode: unknown value "COMPLIANCE"; allowed are governance, compliance; did you mean "compliance"?',
    ],
  ],
  [
    "a lock that is a word",
    "name: acme-source",
    "name: acme-source, object_lock: governance",
    ['6:57: buckets.source.object_lock: must be true or false or a mapping, found the text "governance"'],
  ],
  [
    "a lock without versions",
    "name: acme-source",
    "name: acme-source, object_lock: true, versioning: false",
    [
      '6:75: buckets.source.versioning: Object Lock locks versions of objects, so "object_lock" needs versioning; leave out "versioning"',
    ],
  ],
  [
    "locked objects that are to be deleted",
    "name: acme-source",
    "name: acme-source, object_lock: { mode: compliance, days: 1 }, force_destroy: true",
    [
      '6:103: buckets.source.force_destroy: "force_destroy" deletes the objects when Terraform destroys the bucket, but nobody can delete objects that are locked in compliance mode; leave it out, or use mode governance',
    ],
  ],
  [
    "a bucket that is destroyed and kept",
    "name: acme-source",
    "name: acme-source, force_destroy: true, prevent_destroy: true",
    [
      '6:82: buckets.source.prevent_destroy: "force_destroy" deletes the objects when Terraform destroys the bucket, and "prevent_destroy" keeps Terraform from destroying it; leave out one of the two',
    ],
  ],
  [
    "protection of the own key alone",
    "name: acme-source",
    "name: acme-source, key: { prevent_destroy: false }",
    [
      '6:51: buckets.source.key.prevent_destroy: unknown key "prevent_destroy"; a bucket and its own key are protected together; write prevent_destroy in the entry of the bucket',
    ],
  ],
  [
    "an alias without its prefix",
    "name: acme-source",
    "name: acme-source, key: { alias: mine }",
    ['6:58: buckets.source.key.alias: "mine" must begin with "alias/", such as "alias/mine"'],
  ],
  [
    "an alias of AWS",
    "name: acme-source",
    "name: acme-source, key: { alias: alias/aws/s3 }",
    [
      '6:58: buckets.source.key.alias: "alias/aws/s3" must not begin with "alias/aws/", which AWS reserves for its own keys',
    ],
  ],
  [
    "an alias twice",
    "name: acme-source",
    "name: acme-source }\n  second: { account: a, name: acme-second, key: { alias: alias/acme-source }",
    [
      '7:58: buckets.second.key.alias: the alias "alias/acme-source" already belongs to buckets.source, in the same account and region; choose another alias',
    ],
  ],
  [
    "an early deletion of keys",
    "name: acme-source",
    "name: acme-source, key: { deletion_window_in_days: 3 }",
    ["6:76: buckets.source.key.deletion_window_in_days: 3 is less than 7"],
  ],
  [
    "a key in another region",
    "name: acme-source }",
    "name: acme-source }\n  far: { account: west, name: acme-far, key: source }",
    [
      '7:46: buckets.far.key: the key of "source" is in us-east-1, but the bucket is in us-west-2; a bucket can only use keys in its own region, so name a key in us-west-2',
    ],
  ],
  [
    "another key in another region",
    "name: acme-source }",
    "name: acme-source }\n  far: { account: west, name: acme-far, other_keys: [source] }",
    [
      '7:54: buckets.far.other_keys[0]: the key of "source" is in us-east-1, but the bucket is in us-west-2; a bucket can only use keys in its own region, so name a key in us-west-2',
    ],
  ],
  [
    "an unknown key's name",
    "name: acme-source }",
    "name: acme-source, key: destnation }",
    [
      '6:49: buckets.source.key: "destnation" is not in keys and buckets; there are source, destination; did you mean "destination"?',
    ],
  ],
  [
    "its own key",
    "name: acme-source }",
    "name: acme-source, key: source }",
    ['6:49: buckets.source.key: "source" is this bucket; its own key is always included'],
  ],
  [
    "the key that it had before, without an entry",
    "name: acme-source }",
    "name: acme-source, key: destination, other_keys: [source] }",
    [
      '6:75: buckets.source.other_keys[0]: "source" is this bucket, which has no key of its own; to name the key that it had before, add source: { account: a } to keys',
    ],
  ],
  [
    "its own key among others",
    "name: acme-source }",
    "name: acme-source, other_keys: [source] }",
    ['6:57: buckets.source.other_keys[0]: "source" is this bucket; its own key is always included'],
  ],
  [
    "a borrowed key that is borrowed",
    "name: acme-source }",
    "name: acme-source }\n  two: { account: a, name: acme-two, key: source }\n  three: { account: a, name: acme-three, key: two }",
    [
      '8:47: buckets.three.key: buckets.two has no key of its own: it uses the key of "source"; did you mean "source"?',
    ],
  ],
  [
    "a key of a bucket without one",
    "name: acme-source }",
    "name: acme-source, encryption: AES256 }\n  two: { account: a, name: acme-two, key: source }",
    [
      "7:43: buckets.two.key: buckets.source is encrypted with AES256 and has no key; name a bucket or key that has one",
    ],
  ],
  [
    "another key that is the default",
    "name: acme-source }",
    "name: acme-source, key: destination, other_keys: [destination] }",
    ['6:75: buckets.source.other_keys[0]: "destination" is the bucket\'s default key; leave it out here'],
  ],
  [
    "a key called like a bucket",
    "buckets:",
    "keys: { source: { account: a } }\nbuckets:",
    [
      '5:9: keys.source: "source" is also a bucket, and its own key has the same Terraform name; rename one of them',
    ],
  ],
  [
    "a role's name with a space",
    "role: Porter",
    "role: S3 Porter",
    ['9:31: principals.porter.role: "S3 Porter" can contain only letters, digits and _+=,.@-, found " "'],
  ],
  [
    "a long role name",
    "role: Porter",
    `role: ${"P".repeat(65)}`,
    [`9:31: principals.porter.role: "${"P".repeat(65)}" must be 1 to 64 characters long, found 65`],
  ],
  [
    "a role that nobody may assume",
    ', assumed_by: ["arn:aws:iam::222222222222:root"]',
    "",
    [
      '9:3: principals.porter.assumed_by: "assumed_by" is missing; it lists who can assume the new role; write, for example, assumed_by: ["arn:aws:iam::111122223333:user/admin"] or, if the role already exists, existing: true',
    ],
  ],
  [
    "a group that is to assume a role",
    "222222222222:root",
    "222222222222:group/admins",
    [
      '9:52: principals.porter.assumed_by[0]: "arn:aws:iam::222222222222:group/admins" cannot be named here; IAM does not let groups assume roles; name the users',
    ],
  ],
  [
    "an unknown principal that is to assume a role",
    "arn:aws:iam::222222222222:root",
    "portr",
    [
      '9:52: principals.porter.assumed_by[0]: "portr" is not in principals; there are porter; did you mean "porter"?',
    ],
  ],
  [
    "a service that is to assume a role, by its short name",
    "arn:aws:iam::222222222222:root",
    "lambda",
    [
      '9:52: principals.porter.assumed_by[0]: "lambda" is not in principals; there are porter; did you mean "lambda.amazonaws.com"?',
    ],
  ],
  [
    "a role that only itself can assume",
    "arn:aws:iam::222222222222:root",
    "porter",
    [
      "9:51: principals.porter.assumed_by: only the role itself can assume the role; add an ARN, a service or a user",
    ],
  ],
  [
    "a role that only itself can assume, by its ARN",
    "arn:aws:iam::222222222222:root",
    "arn:aws:iam::222222222222:role/Porter",
    [
      "9:51: principals.porter.assumed_by: only the role itself can assume the role; add an ARN, a service or a user",
    ],
  ],
  [
    "roles that only each other can assume",
    '  porter: { account: b, role: Porter, assumed_by: ["arn:aws:iam::222222222222:root"] }',
    "  porter: { account: b, role: Porter, assumed_by: [other] }\n  other: { account: b, role: Other, assumed_by: [porter] }",
    [
      "9:51: principals.porter.assumed_by: only other can assume the role, and nobody else can assume other; add an ARN, a service or a user",
      "10:49: principals.other.assumed_by: only porter can assume the role, and nobody else can assume porter; add an ARN, a service or a user",
    ],
  ],
  [
    "a service with a typo that is to assume a role",
    "arn:aws:iam::222222222222:root",
    "lamda.amazonaws.com",
    [
      '9:52: principals.porter.assumed_by[0]: "lamda.amazonaws.com" is an unknown service; did you mean "lambda.amazonaws.com"?',
    ],
  ],
  [
    "a role of IAM Identity Center",
    'role: Porter, assumed_by: ["arn:aws:iam::222222222222:root"]',
    "role: AWSReservedSSO_Analyst_0123456789abcdef, existing: true",
    [
      '9:31: principals.porter.role: "AWSReservedSSO_Analyst_0123456789abcdef" is a role of IAM Identity Center, and only IAM Identity Center can change it; for the people of the permission set, write permission_set: Analyst instead (in TypeScript, an AccessPermissionSet), and s3porter writes what to put into the permission set',
    ],
  ],
  [
    "any role of a permission set",
    'role: Porter, assumed_by: ["arn:aws:iam::222222222222:root"]',
    'role: "AWSReservedSSO_Analyst_*", existing: true',
    [
      '9:31: principals.porter.role: "AWSReservedSSO_Analyst_*" is a role of IAM Identity Center, and only IAM Identity Center can change it; for the people of the permission set, write permission_set: Analyst instead (in TypeScript, an AccessPermissionSet), and s3porter writes what to put into the permission set',
    ],
  ],
  [
    "a role that trusts a role with a source identity",
    'role: Porter, assumed_by: ["arn:aws:iam::222222222222:root"] }',
    "role: Porter, assumed_by: [site] }\n  site: { account: b, role: Site, assumed_by: [rolesanywhere.amazonaws.com] }",
    [
      '9:52: principals.porter.assumed_by[0]: sessions of "site" have a source identity, set by rolesanywhere.amazonaws.com, and can assume another role only with sts:SetSourceIdentity, which s3porter does not grant; grant the access to "site" itself',
    ],
  ],
  [
    "a service of another partition",
    'arn:aws:iam::222222222222:root"]',
    'ec2.amazonaws.com.cn"]',
    [
      '9:52: principals.porter.assumed_by[0]: "ec2.amazonaws.com.cn" is a name of the partition aws-cn, but the account is in aws; write "ec2.amazonaws.com"',
    ],
  ],
  [
    "a service-linked role",
    'role: Porter, assumed_by: ["arn:aws:iam::222222222222:root"]',
    "role: Scaler, path: /aws-service-role/autoscaling.amazonaws.com/, existing: true",
    [
      '9:31: principals.porter.role: "Scaler" is a service-linked role, and only its service can change it; grant the access to a new role that the service can assume',
    ],
  ],
  [
    "a principal that is nothing",
    "role: Porter, assumed_by",
    "x: y, assumed_by",
    [
      '9:25: principals.porter.x: unknown key "x"; allowed are account, role, user, permission_set, region, entire_account, organization, paths, service, for_accounts, for_organization, source_arns, principal_tags, existing, path, assumed_by, external_id, mfa, max_session_duration, permissions_boundary, tags, session_tags, granted_as, statements, trust_statements',
    ],
  ],
  [
    "a principal that is two things",
    "role: Porter",
    "role: Porter, user: porter",
    [
      "9:3: principals.porter: must have one of role, user, permission_set, entire_account, organization and service, found role and user",
      '9:53: principals.porter.assumed_by: "assumed_by" has no effect on a user; leave it out',
    ],
  ],
  [
    "a user that is assumed",
    "role: Porter",
    "user: porter",
    ['9:39: principals.porter.assumed_by: "assumed_by" has no effect on a user; leave it out'],
  ],
  [
    "an existing role with a trust policy",
    "role: Porter",
    "role: Porter, existing: true",
    [
      '9:55: principals.porter.assumed_by: "assumed_by" has no effect on an existing role or user; leave it out',
    ],
  ],
  [
    "an entire account with a path",
    'role: Porter, assumed_by: ["arn:aws:iam::222222222222:root"]',
    "entire_account: true, path: /x/",
    ['9:47: principals.porter.path: "path" has no effect on an entire account; leave it out'],
  ],
  [
    "a role twice",
    "principals:",
    "principals:\n  other: { account: b, role: PORTER, existing: true }",
    [
      "10:31: principals.porter.role: is already the role of principals.other, in account 222222222222; leave one of them out, and give all the access to the other",
    ],
  ],
])("a topology with %s", (_, from, to, problems) => {
  expect(problemsOf(changed(PRINCIPALS, from, to))).toEqual(problems);
});

describe("a key with the name of a bucket", () => {
  const withKey = (bucket: string, key = "{ account: a }") =>
    `accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
keys:
  shared: { account: a }
  lake: ${key}
buckets:
  lake: { account: a, name: acme-lake${bucket} }
  copy: { account: b, name: acme-copy, key: lake }
`;

  test.each([", key: shared, other_keys: [lake]", ", encryption: AES256, other_keys: [lake]", ", key: lake"])(
    "keeps the key that the bucket had: %s",
    (bucket) => {
      expect(problemsOf(withKey(bucket))).toEqual([]);
    },
  );

  test.each<[string, string, string | undefined, string[]]>([
    [
      "if the bucket has a key of its own",
      "",
      undefined,
      [
        '6:3: keys.lake: "lake" is also a bucket, and its own key has the same Terraform name; rename one of them',
      ],
    ],
    [
      "in another account",
      ", key: shared, other_keys: [lake]",
      "{ account: b }",
      [
        '6:20: keys.lake.account: is not the account of buckets.lake; a key with the name of a bucket is the old key of that bucket, so write "a", or rename the key',
      ],
    ],
    [
      "whose alias is that of another key",
      ", key: shared, other_keys: [lake]",
      "{ account: a }\n  other: { account: a, alias: alias/acme-lake }",
      [
        '7:31: keys.other.alias: the alias "alias/acme-lake" already belongs to keys.lake, in the same account and region; choose another alias',
      ],
    ],
  ])("is refused %s", (_, bucket, key, problems) => {
    expect(problemsOf(withKey(bucket, key))).toEqual(problems);
  });
});

test("a missing field is only reported once", () => {
  const text = `${ACCOUNTS}buckets:\n  source: { account: a }\n  second: { account: a }\n  third: { account: x, name: t.t }\n  fourth: { account: y, name: t-t }\n`;
  expect(problemsOf(text)).toEqual([
    '6:3: buckets.source.name: "name" is missing; write, for example, name: acme-source',
    '7:3: buckets.second.name: "name" is missing; write, for example, name: acme-source',
    expect.stringContaining('8:21: buckets.third.account: "x" is not in accounts'),
    expect.stringContaining('9:22: buckets.fourth.account: "y" is not in accounts'),
  ]);
});

const READ = "{ principal: porter, bucket: source, allow: read }";

test.each<[string, string, string[]]>([
  [
    "an unknown level",
    "- { principal: porter, bucket: source, allow: reed }",
    [`11:49: access[0].allow: unknown value "reed"; allowed are ${LEVELS.join(", ")}; did you mean "read"?`],
  ],
  [
    "an unknown level in a list",
    "- { principal: porter, bucket: source, allow: [read, wirte] }",
    [
      `11:56: access[0].allow[1]: unknown value "wirte"; allowed are ${LEVELS.join(", ")}; did you mean "write"?`,
    ],
  ],
  [
    "no level",
    "- { principal: porter, bucket: source, allow: [] }",
    ["11:49: access[0].allow: must not be empty"],
  ],
  [
    "a level twice",
    "- { principal: porter, bucket: source, allow: [get, get] }",
    ['11:55: access[0].allow[1]: "get" is already in the list; leave it out'],
  ],
  [
    "levels called like what every object has",
    "- { principal: porter, bucket: source, allow: [toString, get] }",
    [`11:50: access[0].allow[0]: unknown value "toString"; allowed are ${LEVELS.join(", ")}`],
  ],
  [
    "a level within another",
    "- { principal: porter, bucket: source, allow: [list, read] }",
    ['11:50: access[0].allow[0]: "list" is part of "read"; leave it out'],
  ],
  [
    "a misspelt principal",
    "- { principal: portr, bucket: source, allow: read }",
    ['11:18: access[0].principal: "portr" is not in principals; there are porter; did you mean "porter"?'],
  ],
  [
    "a misspelt bucket",
    "- { principal: porter, bucket: sauce, allow: read }",
    [
      '11:34: access[0].bucket: "sauce" is not in buckets; there are source, destination; did you mean "source"?',
    ],
  ],
  [
    "an edge twice",
    `- ${READ}\n  - ${READ}`,
    [
      "12:5: access[1]: the access of porter to source is already stated on line 11; state it once, with a list in allow",
    ],
  ],
  [
    "a wildcard in a prefix",
    '- { principal: porter, bucket: source, allow: read, prefix: "in/*" }',
    [
      '11:63: access[0].prefix: "in/*" must not contain "*" or "?", which are wildcards in a policy; leave them out: a prefix already matches every key that begins with it',
    ],
  ],
  [
    "a Terraform expression in a prefix",
    '- { principal: porter, bucket: source, allow: read, prefix: "${var.x}/" }',
    [
      '11:63: access[0].prefix: "${var.x}/" can contain "${" only in a policy variable, such as "${aws:username}"',
    ],
  ],
  ["an edge that is a number", "- 7", ["11:5: access[0]: must be a mapping, found the number 7"]],
])("access with %s", (_, edge, problems) => {
  expect(problemsOf(`${PRINCIPALS}access:\n  ${edge}\n`)).toEqual(problems);
});

describe("a policy variable in a prefix", () => {
  const ALL =
    "a prefix can contain aws:username, aws:userid, aws:PrincipalTag/<key>, aws:PrincipalAccount, aws:PrincipalArn, aws:PrincipalOrgID, aws:PrincipalType, aws:SourceIdentity, credentials-iot:ThingName, ec2:SourceInstanceARN, lambda:SourceFunctionArn";
  const KINDS = `${BUCKETS}principals:
  role: { account: b, role: Porter, assumed_by: ["arn:aws:iam::222222222222:root"], tags: { Team: blue }, session_tags: [job] }
  user: { account: b, user: ann, tags: { team: blue } }
  instance: { account: b, role: Instance, assumed_by: [ec2.amazonaws.com] }
  old_role: { account: b, role: Old, existing: true }
  old_user: { account: b, user: bob, existing: true }
  partner: { account: b, entire_account: true }
access:
`;
  const PRINCIPALS_OF_ALL_KINDS = ["role", "user", "instance", "old_role", "old_user", "partner"];
  /** Without the place and the prefix. */
  const shortened = (lines: readonly string[]) => lines.map((line) => line.replace(/^.*?" contains /, ""));
  const accessTo = (principal: string, prefix: string) =>
    `${KINDS}  - { principal: ${principal}, bucket: source, allow: read, prefix: "${prefix}" }\n`;

  test.each(["aws:userid", "AWS:UserID", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalType"])(
    "%s has a value for everyone",
    (variable) => {
      for (const principal of PRINCIPALS_OF_ALL_KINDS)
        expect(problemsOf(accessTo(principal, `a/\${${variable}}/`))).toEqual([]);
    },
  );

  test.each([
    ["role", "aws:PrincipalTag/team"],
    ["role", "aws:PrincipalTag/job"],
    ["user", "aws:PrincipalTag/Team"],
    ["user", "aws:username"],
    ["old_user", "aws:username"],
    ["partner", "aws:username"],
    ["old_role", "aws:PrincipalTag/team"],
    ["old_role", "aws:SourceIdentity"],
    ["old_role", "cognito-identity.amazonaws.com:sub"],
    ["instance", "ec2:SourceInstanceARN"],
    ["old_role", "lambda:SourceFunctionArn"],
    ["partner", "credentials-iot:ThingName"],
    ["role", "aws:PrincipalOrgID"],
  ])("%s can have %s", (principal, variable) => {
    expect(problemsOf(accessTo(principal, `a/\${${variable}}/`))).toEqual([]);
  });

  test.each([
    ["role", "aws:username", "role: only users have one; use ${aws:userid} or a tag of the role"],
    [
      "instance",
      "aws:PrincipalTag/team",
      "instance: the role has no tag team; give it one, such as tags: { team: <value> }, or, if its callers pass the tag, write session_tags: [team]",
    ],
    [
      "user",
      "aws:PrincipalTag/job",
      "user: the user has no tag job; give it one, such as tags: { job: <value> }",
    ],
    [
      "role",
      "aws:SourceIdentity",
      "role: callers cannot set it when they assume the role; use ${aws:userid}",
    ],
    ["old_user", "aws:SourceIdentity", "old_user: only sessions of roles have it"],
    ["role", "ec2:SourceInstanceARN", "role: only roles that ec2.amazonaws.com assumes have it"],
    ["old_user", "ec2:SourceInstanceARN", "old_user: only roles that ec2.amazonaws.com assumes have it"],
    [
      "role",
      "cognito-identity.amazonaws.com:sub",
      "role: only sessions that Amazon Cognito authenticates have it",
    ],
    ["old_user", "saml:sub", "old_user: only sessions that a SAML provider authenticates have it"],
  ])("%s has no value for %s", (principal, variable, because) => {
    expect(shortened(problemsOf(accessTo(principal, `a/\${${variable}}/`)))).toEqual([
      `${variable}, which has no value for ${because}`,
    ]);
  });

  test.each([
    [
      "aws:PrincipleTag/team",
      `the unknown variable aws:PrincipleTag/team; ${ALL}; did you mean "aws:PrincipalTag/team"?`,
    ],
    [
      "aws:PrincipalTag/",
      `the unknown variable aws:PrincipalTag/; ${ALL}; did you mean "aws:PrincipalTag/<key>"?`,
    ],
    [
      "aws:PrincipalTag",
      `the unknown variable aws:PrincipalTag; ${ALL}; did you mean "aws:PrincipalTag/<key>"?`,
    ],
    ["aws:user", `the unknown variable aws:user; ${ALL}; did you mean "aws:userid"?`],
    ["iot:Connection.Thing.ThingName", `the unknown variable iot:Connection.Thing.ThingName; ${ALL}`],
    [
      "transfer:UserName",
      `transfer:UserName, which has a value only in session policies of AWS Transfer Family: grant the folder above, and write the variable in the session policy; ${ALL}`,
    ],
    ["s3:prefix", `s3:prefix, which describes the request, not the caller; ${ALL}`],
    ["identitystore:UserId", `identitystore:UserId, which is not supported in a prefix; ${ALL}`],
    ["saml:sub_type", `saml:sub_type, which is not supported in a prefix; ${ALL}`],
    ["aws:CurrentTime", `aws:CurrentTime, which describes the request, not the caller; ${ALL}`],
    ["aws:RequestTag/a", `aws:RequestTag/a, which describes the request, not the caller; ${ALL}`],
    ["aws:SourceIp", `aws:SourceIp, which describes the request, not the caller; ${ALL}`],
    ["aws:PrincipalOrgPaths", `aws:PrincipalOrgPaths, which can have several values; ${ALL}`],
    [
      "aws:PrincipalTag/team, 'all'",
      `aws:PrincipalTag/team, 'all', which has a default value, so that all callers without a value share one folder; ${ALL}`,
    ],
  ])("%s identifies nobody", (variable, message) => {
    for (const principal of PRINCIPALS_OF_ALL_KINDS)
      expect(shortened(problemsOf(accessTo(principal, `a/\${${variable}}/`)))).toEqual([message]);
  });

  test("the place is the prefix", () => {
    expect(problemsOf(accessTo("user", "${transfer:HomeBucket}/"))).toEqual([
      expect.stringMatching(/^16:61: access\[0\].prefix: "\$\{transfer:HomeBucket\}\/" contains /),
    ]);
  });
});

test.each<[string, string, string[]]>([
  [
    "of an existing role",
    "{ account: b, role: Porter, existing: true, tags: { team: blue } }",
    ['9:55: principals.porter.tags: "tags" has no effect on an existing role or user; leave it out'],
  ],
  [
    "with characters that IAM does not accept",
    '{ account: b, user: ann, tags: { "te*m": blue, team: "a?" } }',
    [
      '9:44: principals.porter.tags.te*m: "te*m" can contain only letters, digits, spaces and _.:/=+-@, found "*"',
      '9:64: principals.porter.tags.team: "a?" can contain only letters, digits, spaces and _.:/=+-@, found "?"',
    ],
  ],
  [
    "twice",
    "{ account: b, user: ann, tags: { team: blue, Team: red } }",
    [
      "9:62: principals.porter.tags.Team: the tag team is declared twice, because IAM ignores the case of tag keys; leave one of them out",
    ],
  ],
  [
    "of a user's sessions",
    "{ account: b, user: ann, session_tags: [team] }",
    ['9:36: principals.porter.session_tags: "session_tags" has no effect on a user; leave it out'],
  ],
  [
    "of the sessions of a service",
    "{ account: b, role: Porter, assumed_by: [ec2.amazonaws.com], session_tags: [team] }",
    [
      '9:72: principals.porter.session_tags: "session_tags" has no effect: only services assume the role, and they do not pass these tags; write "tags" instead, or add a role or user to "assumed_by"',
    ],
  ],
])("tags %s", (_, principal, problems) => {
  expect(problemsOf(`${BUCKETS}principals:\n  porter: ${principal}\n`)).toEqual(problems);
});

test("an entire account is one principal, in however many regions it is used", () => {
  const text = `${BUCKETS}principals:
  us: { account: a, entire_account: true }
  them: { account: west, entire_account: true }
`;
  expect(problemsOf(text)).toEqual([
    "10:42: principals.them.entire_account: is account 111111111111, like principals.us; leave one of them out, and give all the access to the other",
  ]);
});

test("a word for true or false is one problem, and means what it says", () => {
  expect(
    problemsOf(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
  partner: { id: "333333333333", managed: "no" }
buckets:
  lake: { account: data, name: acme-lake, existing: "yes", policy: handover, encryption: AES256 }
principals:
  etl: { account: data, role: etl, existing: "Yes" }
  team: { account: partner, entire_account: "on", principal_tags: { team: red } }
access:
  - { principal: etl, bucket: lake, allow: read }
  - { principal: team, bucket: lake, allow: read }
`),
  ).toEqual([
    '3:43: accounts.partner.managed: must be true or false, found the text "no"; write false',
    '5:53: buckets.lake.existing: must be true or false, found the text "yes"; write true',
    '7:46: principals.etl.existing: must be true or false, found the text "Yes"; write true',
    '8:45: principals.team.entire_account: unknown value "on"; allowed are true',
  ]);
});

test.each<[string, string, string[]]>([
  ["another team", "principal_tags: { team: two }", []],
  ["a part of it", "principal_tags: { team: one, env: prod }", []],
  ["a team that can overlap", "principal_tags: { env: prod }", []],
  [
    "the same team",
    "principal_tags: { Team: one }",
    [
      "11:44: principals.two.entire_account: is account 333333333333, like principals.one; leave one of them out, and give all the access to the other",
    ],
  ],
  [
    "the whole account",
    "",
    [
      "10:44: principals.one.entire_account: is a part of account 333333333333, which is principals.two as a whole: its administrators could choose anyone, with the tags and without; write principal_tags for two too, or leave out one of the two",
    ],
  ],
])("beside a team of an account that is not managed, %s", (_, tags, problems) => {
  const text = `${BUCKETS.replace("accounts:", 'accounts:\n  partner: { id: "333333333333", managed: false }')}principals:
  one: { account: partner, entire_account: true, principal_tags: { team: one } }
  two: { account: partner, entire_account: true, ${tags} }
`;
  expect(problemsOf(text)).toEqual(problems);
});

test("the whole of a bucket's own account is not granted", () => {
  const text = `${BUCKETS}principals:
  us: { account: west, entire_account: true }
access:
  - { principal: us, bucket: source, allow: read }
`;
  expect(problemsOf(text)).toEqual([
    "11:18: access[0].principal: account 111111111111 owns the bucket; its roles and users need only identity policies, so name one of them instead",
  ]);
});

test.each<[string, string, string[]]>([
  [
    "to itself",
    "- { from: source, to: source }",
    ['9:25: replication[0].to: "source" cannot replicate to itself; name another bucket'],
  ],
  [
    "twice",
    "- { from: source, to: destination }\n  - { from: source, to: destination, delete_markers: true }",
    [
      "10:5: replication[1]: the replication from source to destination is already stated on line 9; leave one of them out, or give each its own prefix or tags",
    ],
  ],
  [
    "of several prefixes",
    "- { from: source, to: destination, prefix: a/ }\n  - { from: source, to: destination, prefix: b/ }",
    [],
  ],
  [
    "of a prefix in another one",
    "- { from: source, to: destination, prefix: in/new/ }\n  - { from: source, to: destination, prefix: in/ }",
    [
      '10:46: replication[1].prefix: the replication from source to destination on line 9 also includes keys that begin with "in/new/", and S3 applies one rule to each object; leave one of them out, choose prefixes that do not overlap, or give both a priority',
    ],
  ],
  [
    "of a prefix and of everything",
    "- { from: source, to: destination, prefix: in/ }\n  - { from: source, to: destination }",
    [
      '10:5: replication[1]: the replication from source to destination on line 9 also includes keys that begin with "in/", and S3 applies one rule to each object; leave one of them out, choose prefixes that do not overlap, or give both a priority',
    ],
  ],
  [
    "of a prefix and of a tag",
    "- { from: source, to: destination, prefix: in/ }\n  - { from: source, to: destination, tags: { team: legal } }",
    [
      '10:5: replication[1]: the replication from source to destination on line 9 also includes keys that begin with "in/" and have the tag "team=legal", and S3 applies one rule to each object; leave one of them out, choose prefixes that do not overlap, or give both a priority',
    ],
  ],
  [
    "to a bucket that is not there",
    "- { from: source, to: dest }",
    ['9:25: replication[0].to: "dest" is not in buckets; there are source, destination'],
  ],
  [
    "of a policy variable",
    '- { from: source, to: destination, prefix: "${aws:username}" }',
    [
      '9:46: replication[0].prefix: "${aws:username}" must not contain "${": policy variables do not work here',
    ],
  ],
  [
    "by a role of another account",
    '- { from: source, to: destination, role: "arn:aws:iam::999999999999:role/x" }',
    [
      '9:44: replication[0].role: "arn:aws:iam::999999999999:role/x" is an ARN; write only the name, "x"',
      '9:44: replication[0].role: "arn:aws:iam::999999999999:role/x" is in account 999999999999, but S3 can only assume a role of account 111111111111, which has "source"',
    ],
  ],
  [
    "under a key that is not there",
    "- { from: source, to: destination, key: archive }",
    ['9:43: replication[0].key: "archive" is not in keys and buckets; there are source, destination'],
  ],
  [
    "under a key that readers of the destination cannot use",
    "- { from: source, to: destination, key: source }",
    [
      '9:43: replication[0].key: "source" is not among other_keys of "destination", so who reads "destination" could not decrypt the replicas; add it there',
    ],
  ],
])("replication %s", (_, edge, problems) => {
  expect(problemsOf(`${BUCKETS}replication:\n  ${edge}\n`)).toEqual(problems);
});

test.each<[string, string, string, string, string[]]>([
  [
    "a destination without a key",
    "acme-destination",
    "acme-destination, encryption: AES256",
    "",
    [
      '9:25: replication[0].to: "destination" has encryption "AES256", but "source" has objects that are encrypted with a KMS key; their replicas need a KMS key too, so remove "encryption" from "destination"',
    ],
  ],
  [
    "a destination without a key for objects under another key than the default",
    "acme-source }\n  destination: { account: b, name: acme-destination",
    "acme-source, encryption: AES256, other_keys: [third] }\n  third: { account: a, name: acme-third }\n  destination: { account: b, name: acme-destination, encryption: AES256",
    "",
    [
      '10:25: replication[0].to: "destination" has encryption "AES256", but "source" has objects that are encrypted with a KMS key; their replicas need a KMS key too, so remove "encryption" from "destination"',
    ],
  ],
  [
    "the least of KMS and a Bucket Key",
    "to: destination }",
    "to: destination, minimal_kms: true }",
    "",
    [
      '9:51: replication[0].minimal_kms: "minimal_kms" grants only kms:Encrypt, but a Bucket Key also needs kms:Decrypt; give both buckets "bucket_key_enabled: false", or leave "minimal_kms" out',
    ],
  ],
  [
    "a destination that requires its key and would deny replicas under SSE-S3",
    "acme-source }\n  destination: { account: b, name: acme-destination",
    "acme-source, encryption: AES256 }\n  destination: { account: b, name: acme-destination, require_key: true",
    "",
    [
      '9:25: replication[0].to: "destination" has "require_key: true", but "source" has encryption "AES256", and replicas keep the encryption of their source, so "destination" would deny them; encrypt "source" with a KMS key, or leave "require_key" out',
    ],
  ],
  [
    "a key of the rule, and a destination that requires its own",
    "acme-destination }\nreplication:\n  - { from: source, to: destination }",
    "acme-destination, require_key: true, other_keys: [archive] }\nkeys: { archive: { account: b } }\nreplication:\n  - { from: source, to: destination, key: archive }",
    "",
    [
      '10:43: replication[0].key: "destination" has "require_key: true", so it would deny replicas under "archive"; leave one of them out',
    ],
  ],
  [
    "a key of the rule for objects without any",
    "acme-source }\n  destination: { account: b, name: acme-destination }\nreplication:\n  - { from: source, to: destination }",
    "acme-source, encryption: AES256 }\n  destination: { account: b, name: acme-destination, other_keys: [archive] }\nkeys: { archive: { account: b } }\nreplication:\n  - { from: source, to: destination, key: archive }",
    "",
    [
      '10:43: replication[0].key: "source" has encryption "AES256", and replicas keep the encryption of their source, so no key encrypts them; encrypt "source" with a KMS key, or leave "key" out',
    ],
  ],
  [
    "a bucket that may not be versioned",
    "acme-source",
    "acme-source, versioning: false",
    "",
    [
      '9:13: replication[0].from: buckets.source has "versioning: false", but replication needs versioning on both buckets; leave "versioning" out',
    ],
  ],
  [
    "a role's name that would be too long",
    "acme-source",
    `acme-${"x".repeat(56)}`,
    "",
    [
      `9:5: replication[0]: the name of the role would be "acme-${"x".repeat(56)}-replication", which must be 1 to 64 characters long, found 73; set a shorter one with "role"`,
    ],
  ],
  [
    "a principal of the role's Terraform name",
    "replication:",
    "principals: { source_replication: { account: a, user: x } }\nreplication:",
    "",
    [
      "8:15: principals.source_replication: is also the Terraform name of the role that replicates source; choose another name",
    ],
  ],
  [
    "a principal that is the role",
    "replication:",
    "principals: { other: { account: a, role: acme-source-replication, existing: true } }\nreplication:",
    "",
    [
      '10:5: replication[0]: the role "acme-source-replication" is already principals.other; set another name with "role"',
    ],
  ],
  [
    "one role for two buckets",
    "  destination:",
    "  third: { account: a, name: acme-third }\n  destination:",
    "  - { from: third, to: destination, role: Acme-Source-Replication }\n",
    [
      '11:43: replication[1].role: the role "Acme-Source-Replication" already belongs to source; each bucket needs its own, so choose another name',
    ],
  ],
  [
    "two roles for one bucket",
    "  destination:",
    "  third: { account: b, name: acme-third }\n  destination:",
    "  - { from: source, to: third, role: other }\n",
    [
      '11:38: replication[1].role: "other" is the second role of source, after "acme-source-replication"; a bucket has one role for all its destinations, so use the same name or leave this one out',
    ],
  ],
])("replication with %s", (_, from, to, more, problems) => {
  const text = `${BUCKETS}replication:\n  - { from: source, to: destination }\n${more}`;
  expect(problemsOf(changed(text, from, to))).toEqual(problems);
});

test.each([
  [
    "{ local: {}, s3: { bucket: acme-state, region: us-east-1 } }",
    "must have one of local, s3 and cloud, found local and s3",
  ],
  ["{}", "must have one of local, s3 and cloud, found none"],
])("a backend %s", (backend, message) => {
  expect(problemsOf(`backend: ${backend}\n${BUCKETS}`)).toEqual([`1:10: backend: ${message}`]);
});

test("all problems of a file are told at once, in the order of its lines", () => {
  const text = `accounts:
  a: { id: 1, region: nowhere }
buckets:
  b: { account: c, name: A }
access:
  - { principal: nobody, bucket: nothing, allow: all }
`;
  expect(problemsOf(text).map((problem) => problem.replace(/:.*/, ""))).toEqual([
    "2",
    "2",
    "4",
    "4",
    "6",
    "6",
    "6",
  ]);
});

test.each([
  ["nonsense", "{[]}:,-#&*!|>'\"%@` \nabc123\t".repeat(runs(37_000))],
  ["brackets", "[{".repeat(runs(260_000))],
  ["closing brackets", "]".repeat(runs(1_048_000))],
  ["aliases", `a: &a 1\n${"- *a\n".repeat(runs(200_000))}`],
  ["lists", "- ".repeat(runs(260_000))],
  ["mappings", "a: ".repeat(runs(170_000))],
  ["keys", Array.from({ length: runs(50_000) }, (_, key) => `k${key}: 1`).join("\n")],
])("a file that is full of %s is refused, in few words", (_, text) => {
  const error = errorOf(() => loadTopology(text));
  expect(error).toMatchObject({ name: "TopologyError" });
  expect((error as Error).message.length).toBeLessThan(20_000);
});

function errorOf(load: () => unknown): unknown {
  try {
    return load();
  } catch (error) {
    return error;
  }
}

test("a misspelt section is one problem", () => {
  expect(problemsOf(PRINCIPALS.replace("accounts:", "acounts:"))).toEqual([
    '1:1: acounts: unknown key "acounts"; allowed are backend, accounts, keys, buckets, principals, access, replication, datasync, for_each, split_by; did you mean "accounts"?',
  ]);
});

test("buckets that borrow their keys in a circle have one answer", () => {
  const circle = `${ACCOUNTS}buckets:
  x: { account: a, name: acme-x, key: z }
  y: { account: a, name: acme-y, key: x }
  z: { account: a, name: acme-z, key: y }
  w: { account: a, name: acme-w, key: y }
`;
  expect(problemsOf(circle)).toEqual(
    [
      [6, "x", "z"],
      [7, "y", "x"],
      [8, "z", "y"],
      [9, "w", "y"],
    ].map(
      ([line, bucket, lender]) =>
        `${line}:39: buckets.${bucket}.key: buckets.${lender} has no key of its own: its "key" leads in a circle, from bucket to bucket; leave out "key" in one of them`,
    ),
  );
});

test("the owner of a key is named, however long the chain", () => {
  const chain = `${ACCOUNTS}buckets:
  x: { account: a, name: acme-x }
  y: { account: a, name: acme-y, key: x }
  z: { account: a, name: acme-z, key: y }
  w: { account: a, name: acme-w, key: z }
`;
  expect(problemsOf(chain).at(-1)).toBe(
    '9:39: buckets.w.key: buckets.z has no key of its own: it uses the key of "x"; did you mean "x"?',
  );
});

test("no ARN is in another partition than its account", () => {
  const text = `accounts:
  a: { id: "111111111111", region: cn-north-1, assume_role: { role_arn: "arn:aws:iam::111111111111:role/x" } }
buckets:
  b: { account: a, name: acme-b }
principals:
  p:
    account: a
    role: P
    assumed_by: ["arn:aws-cn:iam::111111111111:root", "arn:aws:iam::111111111111:role/y", ec2.amazonaws.com]
    permissions_boundary: arn:aws-us-gov:iam::111111111111:policy/z
`;
  const told = (arn: string, partition: string) =>
    `"${arn}" is in partition ${partition}, but the account is in aws-cn; write arn:aws-cn:… for an ARN of this partition`;
  expect(problemsOf(text).map((problem) => problem.replace(/^\d+:\d+: /, ""))).toEqual([
    `accounts.a.assume_role.role_arn: ${told("arn:aws:iam::111111111111:role/x", "aws")}`,
    `principals.p.assumed_by[1]: ${told("arn:aws:iam::111111111111:role/y", "aws")}`,
    `principals.p.permissions_boundary: ${told("arn:aws-us-gov:iam::111111111111:policy/z", "aws-us-gov")}`,
  ]);
});

describe("warnings", () => {
  const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
  const file = join(folder, "a.yaml");
  afterAll(() => rmSync(folder, { recursive: true }));

  const ACCESS = `access:
  - { principal: porter, bucket: source, allow: read }
`;

  const CHAIN = `${BUCKETS}  third: { account: a, name: acme-third }\nreplication:\n`;
  const LONG_CHAIN = CHAIN.replace(
    "replication:",
    "  fourth: { account: b, name: acme-fourth }\nreplication:",
  );

  test.each<[string, string, string[]]>([
    ["nothing", PRINCIPALS + ACCESS, []],
    [
      "a prefix that begins with a slash",
      `${PRINCIPALS}access:\n  - { principal: porter, bucket: source, allow: read, prefix: /in/ }\n`,
      [
        '11:63: access[0].prefix: "/in/" only matches keys that begin with a slash, which is unusual; write "in/" for s3://<bucket>/in/',
      ],
    ],
    [
      "a replicated prefix that begins with a slash",
      `${BUCKETS}replication:\n  - { from: source, to: destination, prefix: //a }\n`,
      [
        '9:46: replication[0].prefix: "//a" only matches keys that begin with a slash, which is unusual; write "a" for s3://<bucket>//a',
      ],
    ],
    [
      "a variable in a name",
      `${BUCKETS}principals:
  ann: { account: b, user: ann }
access:
  - { principal: ann, bucket: source, allow: read, prefix: "a/\${aws:username}-in" }
  - { principal: ann, bucket: source, allow: read, prefix: "b/\${aws:username}-in/" }
`,
      [
        '11:60: access[0].prefix: "a/${aws:username}-in" also matches longer names, such as bobby for bob; if it is a folder, write "a/${aws:username}-in/"',
      ],
    ],
    [
      "variables without braces",
      `${BUCKETS}principals:
  ann: { account: b, user: ann }
access:
  - { principal: ann, bucket: source, allow: read, prefix: "a/{aws:username}/" }
  - { principal: ann, bucket: source, allow: read, prefix: "b/$aws:username/" }
  - { principal: ann, bucket: source, allow: read, prefix: "c/\${aws:username}/" }
`,
      [
        '11:60: access[0].prefix: "a/{aws:username}/" contains "{aws:username}" as text, not as a variable; write "${aws:username}"',
        '12:60: access[1].prefix: "b/$aws:username/" contains "$aws:username" as text, not as a variable; write "${aws:username}"',
      ],
    ],
    [
      "tags that only pods have, of a role at the end of a chain",
      `${BUCKETS}principals:
  pod: { account: b, role: Pod, assumed_by: [pods.eks.amazonaws.com] }
  reader: { account: a, role: Reader, assumed_by: [pod] }
  next: { account: a, role: Next, assumed_by: [reader] }
access:
  - { principal: next, bucket: source, allow: read, prefix: "\${aws:PrincipalTag/kubernetes-namespace}/" }
`,
      [
        '13:61: access[0].prefix: "${aws:PrincipalTag/kubernetes-namespace}/" contains aws:PrincipalTag/kubernetes-namespace; next gets this access only if the request comes from a pod whose EKS Pod Identity association adds session tags',
      ],
    ],
    [
      "uploads listed under a prefix",
      `${PRINCIPALS}access:\n  - { principal: porter, bucket: source, allow: [read, list_uploads], prefix: in/ }\n`,
      [
        '11:49: access[0].allow: AWS cannot limit "list_uploads" to a prefix: it shows the keys of all uploads in progress in the bucket; if you want that, allow it in a separate entry without prefix',
      ],
    ],
    [
      "uploads listed in the whole bucket, beside access under a prefix",
      `${PRINCIPALS}access:
  - { principal: porter, bucket: source, allow: [read, locate], prefix: in/ }
  - { principal: porter, bucket: source, allow: list_uploads }
`,
      [],
    ],
    [
      "the tag of an existing role",
      `${BUCKETS}principals:
  porter: { account: b, role: Porter, existing: true }
access:
  - { principal: porter, bucket: source, allow: read, prefix: "a/\${aws:PrincipalTag/team}/" }
`,
      [
        '11:63: access[0].prefix: "a/${aws:PrincipalTag/team}/" contains aws:PrincipalTag/team; porter gets this access only if the role has the tag team, or its session',
      ],
    ],
    [
      "a name of which an account's roles have none",
      `${BUCKETS}principals:
  partner: { account: b, entire_account: true }
access:
  - { principal: partner, bucket: source, allow: read, prefix: "a/\${aws:username}/" }
`,
      [
        '11:64: access[0].prefix: "a/${aws:username}/" contains aws:username; partner gets this access only if the caller is a user of the account; its roles do not have one',
      ],
    ],
    [
      "a prefix that ends in a variable",
      `${PRINCIPALS}access:\n  - { principal: porter, bucket: source, allow: read, prefix: "home/\${aws:userid}" }\n`,
      [
        '11:63: access[0].prefix: "home/${aws:userid}" also matches longer names, such as bobby for bob; write "home/${aws:userid}/"',
      ],
    ],
    [
      "a prefix that is the beginning of another folder's name",
      `${PRINCIPALS}access:
  - { principal: porter, bucket: source, allow: get, prefix: in }
  - { principal: porter, bucket: source, allow: list, prefix: input/ }
  - { principal: porter, bucket: destination, allow: get, prefix: inner/ }
  - { principal: porter, bucket: source, allow: get, prefix: logs/2024- }
  - { principal: porter, bucket: source, allow: list, prefix: logs/2024-01/ }
`,
      ['11:62: access[0].prefix: "in" also matches "input/", see access[1]; if it is a folder, write "in/"'],
    ],
    [
      "replicas that the destination's key does not encrypt",
      `${BUCKETS.replace("acme-source", "acme-source, encryption: AES256")}replication:\n  - { from: source, to: destination }\n`,
      [
        '9:25: replication[0].to: "source" has encryption "AES256", and replicas keep the encryption of their source, so the KMS key of "destination" does not protect them; encrypt "source" with a KMS key if it should',
      ],
    ],
    [
      "replicas that are not replicated again",
      `${CHAIN}  - { from: source, to: destination }\n  - { from: destination, to: third }\n`,
      [
        '11:13: replication[1].from: S3 does not replicate replicas, so objects of "source" do not arrive in "third" through "destination"; if they should, add { from: source, to: third }',
      ],
    ],
    [
      "replicas of some objects that are not replicated again",
      `${CHAIN}  - { from: source, to: destination, prefix: in/ }\n  - { from: destination, to: third, prefix: in/new/ }\n  - { from: source, to: third, prefix: out/ }\n`,
      [
        '11:13: replication[1].from: S3 does not replicate replicas, so objects of "source" do not arrive in "third" through "destination"; if they should, add { from: source, to: third, prefix: "in/new/" }',
      ],
    ],
    [
      "a longer chain, all at once",
      `${LONG_CHAIN}  - { from: source, to: destination }\n  - { from: destination, to: third }\n  - { from: third, to: fourth }\n`,
      [
        '12:13: replication[1].from: S3 does not replicate replicas, so objects of "source" do not arrive in "third" through "destination"; if they should, add { from: source, to: third }',
        '13:13: replication[2].from: S3 does not replicate replicas, so objects of "destination" do not arrive in "fourth" through "third"; if they should, add { from: destination, to: fourth }',
        '13:13: replication[2].from: S3 does not replicate replicas, so objects of "source" do not arrive in "fourth" through "destination" and "third"; if they should, add { from: source, to: fourth }',
      ],
    ],
    [
      "nothing after everything is added to a longer chain",
      `${LONG_CHAIN}${["source, to: destination", "destination, to: third", "third, to: fourth", "source, to: third", "destination, to: fourth", "source, to: fourth"].map((edge) => `  - { from: ${edge} }\n`).join("")}`,
      [],
    ],
    [
      "a ring of three, in which no bucket gets everything",
      `${CHAIN}  - { from: source, to: destination }\n  - { from: destination, to: third }\n  - { from: third, to: source }\n`,
      [
        '10:13: replication[0].from: S3 does not replicate replicas, so objects of "third" do not arrive in "destination" through "source"; if they should, add { from: third, to: destination }',
        '11:13: replication[1].from: S3 does not replicate replicas, so objects of "source" do not arrive in "third" through "destination"; if they should, add { from: source, to: third }',
        '12:13: replication[2].from: S3 does not replicate replicas, so objects of "destination" do not arrive in "source" through "third"; if they should, add { from: destination, to: source }',
      ],
    ],
    [
      "nothing where the objects arrive directly",
      `${CHAIN}  - { from: source, to: destination, prefix: in/ }\n  - { from: destination, to: third }\n  - { from: source, to: third }\n`,
      [],
    ],
    [
      "nothing where a prefix keeps two replications apart",
      `${CHAIN}  - { from: source, to: destination, prefix: in/ }\n  - { from: destination, to: third, prefix: out/ }\n`,
      [],
    ],
    [
      "nothing where two buckets replicate everything to each other",
      `${CHAIN}  - { from: source, to: destination, replica_modifications: true }\n  - { from: destination, to: source, replica_modifications: true }\n`,
      [],
    ],
    [
      "metadata that does not get back",
      `${CHAIN}  - { from: source, to: destination }\n  - { from: destination, to: source }\n`,
      [
        '10:5: replication[0]: "source" and "destination" replicate to each other, but changes of the tags of replicas in "source" stay there; to replicate them too, add replica_modifications: true in both directions',
      ],
    ],
    [
      "modifications of replicas that there are not",
      `${CHAIN}  - { from: source, to: destination, replica_modifications: true }\n`,
      [
        '10:61: replication[0].replica_modifications: nothing replicates from "destination" to "source", so "source" has no replicas of it to change; leave it out, or add { from: destination, to: source, replica_modifications: true }',
      ],
    ],
    [
      "modifications of replicas that there are not under a prefix",
      `${CHAIN}  - { from: source, to: destination, prefix: a/, replica_modifications: true }\n  - { from: destination, to: source, prefix: b/ }\n`,
      [
        '10:73: replication[0].replica_modifications: nothing that begins with "a/" replicates from "destination" to "source", so "source" has no replicas of it to change; leave it out, or add { from: destination, to: source, prefix: "a/", replica_modifications: true }',
      ],
    ],
    [
      "a name of a service that is another one in China",
      `${PRINCIPALS.replace('["arn:aws:iam::222222222222:root"]', "[ec2.amazonaws.com, glue.amazonaws.com.cn, lambda.amazonaws.com]").replaceAll("us-east-1", "cn-north-1").replaceAll("us-west-2", "cn-northwest-1")}${ACCESS}`,
      [
        '9:52: principals.porter.assumed_by[0]: in China, AWS documents EC2 as "ec2.amazonaws.com.cn"; write this name',
        '9:71: principals.porter.assumed_by[1]: most services have the same name in China as elsewhere, and this one is not known as an exception; check whether it is "glue.amazonaws.com", because IAM rejects a name that does not exist',
      ],
    ],
    [
      "an external id that nobody sends",
      `${PRINCIPALS.replace('["arn:aws:iam::222222222222:root"]', "[ec2.amazonaws.com], external_id: acme-42")}access:
  - { principal: porter, bucket: source, allow: get }
`,
      [
        '9:72: principals.porter.external_id: "external_id" has no effect: only services and identity providers assume the role, and they do not send one; leave it out, or add a role or user to "assumed_by"',
      ],
    ],
    [
      "a principal without access",
      PRINCIPALS,
      [
        "9:3: principals.porter: has no access; add, for example, access: [{ principal: porter, bucket: <bucket>, allow: read }]",
      ],
    ],
    [
      "a principal that only assumes another",
      `${PRINCIPALS.replace('["arn:aws:iam::222222222222:root"]', "[ann]")}  ann: { account: b, user: Ann }\naccess:\n  - { principal: porter, bucket: source, allow: read }\n`,
      [],
    ],
    [
      "a service that is not known",
      `${PRINCIPALS.replace("arn:aws:iam::222222222222:root", "quantum-storage.amazonaws.com")}access:\n  - { principal: porter, bucket: source, allow: read }\n`,
      [
        '9:52: principals.porter.assumed_by[0]: "quantum-storage.amazonaws.com" is not a known service; IAM rejects the policy if the service does not exist, so check the name',
      ],
    ],
    [
      "an account that is stated twice",
      `${BUCKETS.replace("us-west-2", "us-east-1")}`,
      [
        "4:9: accounts.west: is account 111111111111 in us-east-1, like accounts.a; if it is another account, change the id, otherwise use accounts.a",
      ],
    ],
    [
      "regions that are not known, wherever they are",
      `backend: { s3: { bucket: acme-state, region: us-east-9 } }
accounts:
  a: { id: "111111111111", region: eu-west-9 }
  b: { id: "222222222222", managed: false }
  c: { id: "333333333333", region: zz-north-1 }
buckets:
  one: { account: a, name: acme-one }
principals:
  analyst: { account: a, permission_set: Analyst, region: eu-west-8 }
access:
  - { principal: analyst, bucket: one, allow: read }
`,
      [
        '1:46: backend.s3.region: "us-east-9" is not a region that this version of s3porter knows; if AWS has it by now, keep it, and use a version of Terraform that knows it; did you mean "us-east-1"?',
        '3:36: accounts.a.region: "eu-west-9" is not a region that this version of s3porter knows; if AWS has it by now, keep it, and use a version of the AWS provider that knows it; did you mean "eu-west-1"?',
        '5:36: accounts.c.region: "zz-north-1" is not a region that this version of s3porter knows; if AWS has it by now, keep it, and use a version of the AWS provider that knows it',
        '9:59: principals.analyst.region: "eu-west-8" is not a region that this version of s3porter knows; if AWS has it by now, keep it; did you mean "eu-west-1"?',
      ],
    ],
    [
      "keys in a partition for which AWS does not document kms:ViaService",
      `accounts:
  a: { id: "111111111111", region: eusc-de-east-1 }
  b: { id: "222222222222", region: eusc-de-east-1 }
buckets:
  one: { account: a, name: acme-one }
`,
      [
        "2:36: accounts.a.region: is in partition aws-eusc, for which AWS does not document the name of S3 in kms:ViaService; the key policies expect s3.<region>.amazonaws.com, so read and write one encrypted object before you rely on it",
      ],
    ],
    [
      "no keys in that partition",
      `accounts:
  a: { id: "111111111111", region: eusc-de-east-1 }
buckets:
  one: { account: a, name: acme-one, encryption: AES256 }
`,
      [],
    ],
  ])("about %s", (_, text, warnings) => {
    writeFileSync(file, text);
    expect(readTopology(file).warnings.map(formatWarning)).toEqual(
      warnings.map((warning) => `warning: ${file}:${warning}`),
    );
  });
});
