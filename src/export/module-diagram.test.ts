import { loadTopology } from "../topology/load";
import { resolve } from "../topology/resolve";
import { diagramOf } from "./module-diagram";

test("accounts, buckets, keys and principals, and who does what", () => {
  const topology = loadTopology(`accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
keys:
  archive:
    {
      account: a,
      existing: true,
      arn: "arn:aws:kms:us-east-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b",
      policy: handover,
    }
buckets:
  one: { account: a, name: acme-one, other_keys: [archive] }
  two: { account: b, name: acme-two, key: one }
  three: { account: b, name: acme-three, encryption: AES256, existing: true, policy: handover }
  four: { account: b, name: acme-four, key: one }
principals:
  porter: { account: b, role: Porter, existing: true }
  partner: { account: b, entire_account: true }
access:
  - { principal: porter, bucket: one, allow: [read, delete], prefix: in/ }
  - { principal: partner, bucket: one, allow: read }
replication:
  - { from: one, to: two }
  - { from: one, to: four, prefix: 'say "hi" #1' }
`);
  expect(diagramOf(resolve(topology))).toBe(`flowchart LR
  subgraph account_a["account a"]
    bucket_one[("bucket one")]
    key_one{{"key one"}}
    key_archive{{"key archive, exists already"}}
  end
  subgraph account_b["account b"]
    principal_porter(["role porter, exists already"])
    principal_partner(["any role or user partner"])
    bucket_two[("bucket two")]
    bucket_three[("bucket three, exists already")]
    bucket_four[("bucket four")]
  end
  principal_porter -- "read, delete objects under in/" --> bucket_one
  principal_partner -- "read" --> bucket_one
  bucket_one == "replicates to" ==> bucket_two
  bucket_one == "replicates objects under say #34;hi#34; #35;1 to" ==> bucket_four
  bucket_one -. "encrypted with" .-> key_one
  bucket_one -. "some objects encrypted with" .-> key_archive
  bucket_two -. "encrypted with" .-> key_one
  bucket_four -. "encrypted with" .-> key_one`);
});

test("each team of an account has its tags", () => {
  const topology = loadTopology(`
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", managed: false }
buckets:
  one: { account: a, name: acme-one }
principals:
  red: { account: b, entire_account: true, principal_tags: { team: red, "cost center": a b } }
  blue: { account: b, entire_account: true, principal_tags: { team: blue } }
access:
  - { principal: red, bucket: one, allow: read }
  - { principal: blue, bucket: one, allow: write }
`);
  const diagram = diagramOf(resolve(topology));
  expect(diagram).toContain('principal_red(["any role or user red, tagged team=red, cost center=a b"])');
  expect(diagram).toContain('principal_blue(["any role or user blue, tagged team=blue"])');
});

test("ten alike pairs of a role and a bucket are drawn once", () => {
  const pairs = Array.from({ length: 10 }, (_, index) => `team${index}`);
  const topology = loadTopology(
    [
      "accounts:",
      '  a: { id: "111111111111", region: us-east-1 }',
      ...pairs.map(
        (pair, index) => `  ${pair}: { id: "22222222220${index}", region: us-east-1, managed: ${index < 5} }`,
      ),
      "buckets:",
      ...pairs.map((pair) => `  ${pair}: { account: a, name: acme-${pair} }`),
      "  logs: { account: a, name: acme-logs }",
      "principals:",
      ...pairs.map((pair) => `  ${pair}: { account: ${pair}, role: ${pair}, existing: true }`),
      "access:",
      ...pairs.map((pair) => `  - { principal: ${pair}, bucket: ${pair}, allow: read, prefix: in/ }`),
      "  - { principal: team0, bucket: logs, allow: write }",
    ].join("\n"),
  );
  expect(diagramOf(resolve(topology))).toBe(`flowchart LR
  subgraph account_a["account a"]
    bucket_team0[("bucket team0")]
    key_team0{{"key team0"}}
    bucket_team1[("9 buckets<br>team1<br>team2<br>team3<br>and 6 more")]
    key_team1{{"9 keys<br>team1<br>team2<br>team3<br>and 6 more"}}
    bucket_logs[("bucket logs")]
    key_logs{{"key logs"}}
  end
  subgraph account_team0["account team0"]
    principal_team0(["role team0, exists already"])
  end
  subgraph account_team1["9 accounts#58; team1, team2, team3, and 6 more, some not deployed to"]
    principal_team1(["9 roles, exist already<br>team1<br>team2<br>team3<br>and 6 more"])
  end
  principal_team0 -- "read objects under in/" --> bucket_team0
  principal_team1 -- "read objects under in/<br>each its own" --> bucket_team1
  principal_team0 -- "write" --> bucket_logs
  bucket_team0 -. "encrypted with" .-> key_team0
  bucket_team1 -. "encrypted with<br>each its own" .-> key_team1
  bucket_logs -. "encrypted with" .-> key_logs`);
});
