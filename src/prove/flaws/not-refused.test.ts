import { flawsOfChanged, leaveOut } from "../../../test/fixtures/changed-stack";

test("requests without TLS", () => {
  const [flaw] = flawsOfChanged("copy-with-role", (terraform) =>
    leaveOut(terraform, "source_bucket_policy", "DenyInsecureTransport"),
  );
  expect(flaw).toEqual({
    part: "nothing else",
    problem:
      "an administrator of account 111111111111 can do ls without TLS on acme-source, which must be refused",
    addresses: ["aws_s3_bucket_policy.source"],
    because: [
      "no statement of the bucket policy of acme-source in account 111111111111 matches",
      "statement number 1 of the policy that allows everything in account 111111111111 allows it",
    ],
    repair:
      "in aws_s3_bucket_policy.source, deny s3:ListBucket for these requests, or narrow the statements that allow them",
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html",
  });
});

test.each([
  [
    "DenyOtherKey",
    ["PUT with another key", "replication with another key", "re-encryption with another key"],
  ],
  [
    "DenyAwsManagedKey",
    [
      "PUT with aws:kms but no key",
      "replication with aws:kms but no key",
      "re-encryption with aws:kms but no key",
    ],
  ],
  ["DenyCustomerProvidedKey", ["PUT with SSE-C", "replication with SSE-C"]],
  [
    "DenyOtherAlgorithm",
    [
      "PUT with SSE-S3",
      "replication with SSE-S3",
      "re-encryption with SSE-S3",
      "PUT with aws:kms:dsse",
      "replication with aws:kms:dsse",
      "re-encryption with aws:kms:dsse",
    ],
  ],
])("without %s, uploads are not kept under the key", (sid, titles) => {
  const flaws = flawsOfChanged("copy-with-user", (terraform) =>
    leaveOut(terraform, "destination_bucket_policy", sid),
  );
  expect(flaws.map(({ problem }) => /can do (.*) on acme-sync-destination/.exec(problem)?.[1])).toEqual(
    titles,
  );
});
