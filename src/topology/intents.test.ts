import { intentsOf } from "./intents";
import { loadTopology } from "./load";
import { resolve } from "./resolve";

const TOPOLOGY = `accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
keys:
  archive: { account: a }
buckets:
  locked: { account: a, name: acme-locked, require_key: true }
  source: { account: a, name: acme-source, other_keys: [archive, lender] }
  lender: { account: a, name: acme-lender }
  borrower: { account: b, name: acme-borrower, key: lender }
principals:
  porter: { account: b, role: Porter, path: /team/, existing: true }
  ann: { account: a, user: Ann, existing: true }
  vendor: { account: b, role: Vendor, assumed_by: ["arn:aws:iam::333333333333:root"], external_id: acme-42 }
  partner: { account: b, entire_account: true }
access:
  - { principal: porter, bucket: source, allow: read, prefix: in/ }
  - { principal: ann, bucket: borrower, allow: [write, list] }
  - { principal: partner, bucket: source, allow: read_write }
replication:
  - { from: source, to: borrower, delete_markers: true }
`;

test("a topology asks for access and replication between ARNs", () => {
  expect(intentsOf(resolve(loadTopology(TOPOLOGY)))).toEqual({
    access: [
      {
        principalArn: "arn:aws:iam::222222222222:role/team/Porter",
        bucketArn: "arn:aws:s3:::acme-source",
        permissions: ["list", "get"],
        prefix: "in/",
      },
      {
        principalArn: "arn:aws:iam::111111111111:user/Ann",
        bucketArn: "arn:aws:s3:::acme-borrower",
        permissions: ["put", "list"],
        prefix: "",
      },
      {
        principalArn: "arn:aws:iam::222222222222:root",
        bucketArn: "arn:aws:s3:::acme-source",
        permissions: ["list", "get", "put"],
        prefix: "",
      },
    ],
    replications: [
      {
        fromArn: "arn:aws:s3:::acme-source",
        toArn: "arn:aws:s3:::acme-borrower",
        prefix: "",
        deleteMarkers: true,
        minimalKms: false,
        settings: {
          isEnabled: true,
          tags: {},
          priority: undefined,
          storageClass: undefined,
          replicaModifications: false,
          metrics: true,
          timeControl: false,
        },
      },
    ],
    otherKeys: [
      { bucketArn: "arn:aws:s3:::acme-source", keyAddress: "aws_kms_key.archive" },
      { bucketArn: "arn:aws:s3:::acme-source", keyAddress: "aws_kms_key.lender" },
    ],
    requiredKeys: ["arn:aws:s3:::acme-locked"],
    offers: [{ principalArn: "arn:aws:iam::222222222222:root", address: "output.partner_policy" }],
    trusts: [
      {
        roleArn: "arn:aws:iam::222222222222:role/Vendor",
        trusted: ["arn:aws:iam::333333333333:root"],
        externalId: "acme-42",
      },
    ],
  });
});
