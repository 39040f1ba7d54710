/** Limits and deliveries in the policies of buckets and keys that exist already, whoever owns these policies. */
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { intentsOf } from "../../src/topology/intents";
import { loadTopology } from "../../src/topology/load";
import type { Model } from "../../src/topology/model";
import { resolve } from "../../src/topology/resolve";
import { type ChangeableTerraform, leaveOut } from "../fixtures/changed-stack";
import { proofOf } from "../support/provable";

const KEY = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
const Version = "2012-10-17";
const ROOT = { AWS: "arn:aws:iam::111111111111:root" };
const OWNERS = {
  handover: { bucket: "handover", key: "handover" },
  merge: {
    bucket: { merge: { Version, Statement: [] } },
    key: {
      merge: {
        Version,
        Statement: [{ Sid: "Root", Effect: "Allow", Principal: ROOT, Action: "kms:*", Resource: "*" }],
      },
    },
  },
} as const;

interface Owners {
  readonly bucket: object | string;
  readonly key: object | string;
}

function modelWith(owners: Owners, bucket: object, delivering: object): Model {
  const lake = { account: "data", name: "acme-lake", existing: true, key: "central" };
  const has = Object.keys(delivering).length > 0;
  const topology = loadTopology(
    JSON.stringify({
      accounts: {
        data: { id: "111111111111", region: "eu-west-1" },
        apps: { id: "222222222222", region: "eu-west-1" },
      },
      keys: { central: { account: "data", existing: true, arn: KEY, policy: owners.key } },
      buckets: {
        lake: { ...lake, policy: owners.bucket, ...bucket },
        other: { account: "data", name: "acme-other", key: "central" },
      },
      principals: {
        batch: { account: "apps", role: "acme-batch", existing: true },
        intern: { account: "data", user: "intern", existing: true },
        ...(has && { service: delivering }),
      },
      access: [
        { principal: "batch", bucket: "lake", allow: "read_write" },
        { principal: "intern", bucket: "other", allow: "read" },
        ...(has ? [{ principal: "service", bucket: "lake", allow: "put" }] : []),
      ],
    }),
  );
  return resolve(topology);
}

function terraformOf(model: Model): ChangeableTerraform {
  return JSON.parse(JSON.stringify(topologyTerraform("lake", model).terraform)) as ChangeableTerraform;
}

const sidsOf = ({ locals }: ChangeableTerraform) =>
  ["lake_bucket_policy", "central_key_policy"].flatMap((local) =>
    (locals[local]?.Statement ?? []).map(({ Sid = "" }) => [local, Sid] as const),
  );

const networks = { vpc_endpoints: ["vpce-0123456789abcdef0"], except: [] };
const OPTIONS: [string, object, object, number][] = [
  ["require_key", { require_key: true }, {}, 3],
  ["deny_sse_c", { deny_sse_c: true }, {}, 1],
  ["minimum_tls", { minimum_tls: "1.3" }, {}, 1],
  ["an organization", { restrict_to: { organization: "o-abcde12345" } }, {}, 2],
  ["networks", { restrict_to: networks }, {}, 1],
  ["deny", { deny: ["intern"] }, {}, 2],
  ["CloudTrail", {}, { service: "cloudtrail", for_accounts: ["data"] }, 2],
  ["S3 Inventory", {}, { service: "s3-inventory", for_accounts: ["apps"] }, 2],
];
const CASES = (["handover", "merge"] as const).flatMap((owner) =>
  OPTIONS.map(([name, bucket, service, count]) => ({ name, owner, bucket, service, count })),
);

test.each(CASES)("$name with policies of which the owner is: $owner", ({ owner, bucket, service, count }) => {
  const model = modelWith(OWNERS[owner], bucket, service);
  expect(proofOf(intentsOf(model), terraformOf(model)).flaws).toEqual([]);
  const plain = sidsOf(terraformOf(modelWith(OWNERS[owner], {}, {}))).map(String);
  const added = sidsOf(terraformOf(model)).filter((each) => !plain.includes(String(each)));
  expect(added.length).toBeGreaterThanOrEqual(count);
  for (const [local, sid] of added) {
    const changed = terraformOf(model);
    leaveOut(changed, local, sid);
    const { flaws } = proofOf(intentsOf(model), changed);
    expect([local, sid, flaws.length]).not.toEqual([local, sid, 0]);
  }
});

/** What the policies had before: it allows everything that the limits must refuse. */
const EVERYTHING = {
  bucket: {
    merge: {
      Version,
      Statement: [
        {
          ...{ Effect: "Allow", Principal: "*", Action: "s3:*" },
          Resource: ["arn:aws:s3:::acme-lake", "arn:aws:s3:::acme-lake/*"],
        },
      ],
    },
  },
  key: {
    merge: { Version, Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }] },
  },
};

test.each(OPTIONS.filter(([, bucket]) => Object.keys(bucket).length > 0))(
  "each Deny of %s beside statements that allow everything",
  (_, bucket) => {
    const model = modelWith(EVERYTHING, bucket, {});
    const partsOf = (terraform: ChangeableTerraform) =>
      proofOf(intentsOf(model), terraform).flaws.map(({ part }) => part);
    expect(partsOf(terraformOf(model))).not.toContain("nothing else");
    const denies = sidsOf(terraformOf(model)).filter(([, sid]) => sid.startsWith("Deny"));
    expect(denies.length).toBeGreaterThan(0);
    for (const [local, sid] of denies) {
      const changed = terraformOf(model);
      leaveOut(changed, local, sid);
      expect([local, sid, ...partsOf(changed)]).toContain("nothing else");
    }
  },
);
