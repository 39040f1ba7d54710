import { loadTopology } from "../load";
import { isTopologyError } from "../problem";

function problemsOf(keys: string): string[] {
  try {
    loadTopology(`accounts:
  data: { id: "111111111111", region: eu-west-1 }
  data_too: { id: "111111111111", region: eu-west-1 }
  data_west: { id: "111111111111", region: us-west-2 }
  apps: { id: "222222222222", region: us-west-2 }
keys:
${keys}
buckets:
  state: { account: data, name: acme-state }
`);
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

const PRIMARY = "  shared: { account: data, multi_region: true }\n";
const EXISTING = `  shared: { account: data, existing: true, policy: handover, arn: "arn:aws:kms:eu-west-1:111111111111:key/mrk-1234abcd12ab34cd56ef1234567890ab" }\n`;

test.each<[string, string, readonly (string | RegExp)[]]>([
  ["a multi-Region key", PRIMARY, []],
  ["its replica", `${PRIMARY}  west: { account: data_west, replica_of: shared }`, []],
  [
    "a replica of nothing",
    `${PRIMARY}  west: { account: data_west, replica_of: share }`,
    [/keys.west.replica_of: "share" is not a key in the section keys; there is shared$/],
  ],
  [
    "a replica of a single-Region key",
    "  shared: { account: data }\n  west: { account: data_west, replica_of: shared }",
    [/keys.west.replica_of: "shared" is a single-Region key, .*write multi_region: true there/],
  ],
  [
    "a replica of a replica",
    `${PRIMARY}  west: { account: data_west, replica_of: shared }\n  far: { account: data_west, replica_of: west }`,
    [/keys.far.replica_of: "west" is a replica itself; name the key that it is a replica of/],
  ],
  [
    "a replica of a key that exists already",
    `${EXISTING}  west: { account: data_west, replica_of: shared }`,
    [/keys.west.replica_of: "shared" exists already, .*write existing: true here too/],
  ],
  [
    "a replica with multi_region",
    `${PRIMARY}  west: { account: data_west, replica_of: shared, multi_region: true }`,
    [/keys.west.multi_region: has no effect on a replica/],
  ],
  [
    "a replica in another account",
    `${PRIMARY}  west: { account: apps, replica_of: shared }`,
    [/keys.west.account: a replica is in the account of its key, and "shared" is in account 111111111111/],
  ],
  [
    "a replica in the same region",
    `${PRIMARY}  west: { account: data_too, replica_of: shared }`,
    [/keys.west.account: a replica is in another region than its key, and "shared" is in eu-west-1 too/],
  ],
  [
    "two replicas in one region",
    `${PRIMARY}  west: { account: data_west, replica_of: shared }\n  far: { account: data_west, replica_of: shared }`,
    [/keys.far.replica_of: keys.west is the replica of "shared" in us-west-2 already/],
  ],
  [
    "an existing key with the settings of new ones",
    EXISTING.replace("existing: true", "existing: true, multi_region: true"),
    [
      /keys.shared.multi_region: "multi_region" has no effect, because s3porter leaves keys that exist already/,
    ],
  ],
])("%s", (_, keys, problems) => {
  expect(problemsOf(keys)).toEqual(problems.map((problem) => expect.stringMatching(problem) as unknown));
});
