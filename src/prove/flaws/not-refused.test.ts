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
  ["DenyOtherKey", ["PUT under another key", "replica under another key", "re-encryption under another key"]],
  [
    "DenyAwsManagedKey",
    [
      "PUT under aws:kms without a key",
      "replica under aws:kms without a key",
      "re-encryption under aws:kms without a key",
    ],
  ],
  ["DenyCustomerProvidedKey", ["PUT under SSE-C", "replica under SSE-C"]],
  [
    "DenyOtherAlgorithm",
    [
      "PUT under SSE-S3",
      "replica under SSE-S3",
      "re-encryption under SSE-S3",
      "PUT under aws:kms:dsse",
      "replica under aws:kms:dsse",
      "re-encryption under aws:kms:dsse",
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
