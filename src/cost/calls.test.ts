import { CALLS, cliCopy, kmsRequestsOf, listing, partsOf, s3UsageOf, sumOf, times } from "./calls";

const MEBIBYTE = 2 ** 20;

test.each<[string, number, object]>([
  ["just below 8 MiB", 8 * MEBIBYTE - 1, { CopyObject: 1 }],
  [
    "8 MiB",
    8 * MEBIBYTE,
    {
      HeadObject: 1,
      GetObjectTagging: 1,
      CreateMultipartUpload: 1,
      UploadPartCopy: 1,
      CompleteMultipartUpload: 1,
    },
  ],
  [
    // 100,000,000 / 8,388,608 = 11.9
    "100 MB",
    100_000_000,
    {
      HeadObject: 1,
      GetObjectTagging: 1,
      CreateMultipartUpload: 1,
      UploadPartCopy: 12,
      CompleteMultipartUpload: 1,
    },
  ],
])("the AWS CLI copies an object of %s", (_, bytes, calls) => {
  expect(cliCopy(bytes)).toEqual(calls);
});

test.each([
  [10_000 * 8 * MEBIBYTE, 10_000],
  // One byte more: parts of 16 MiB.
  [10_000 * 8 * MEBIBYTE + 1, 5_001],
  // 500 GB in parts of 64 MiB: 7,450.6
  [500 * 10 ** 9, 7_451],
])("%d bytes are %d parts", (bytes, parts) => {
  expect(partsOf(bytes)).toBe(parts);
});

test.each([
  [0, 1],
  [1_000, 1],
  [1_001, 2],
  [50_000_000, 50_000],
])("listing %d objects takes %d requests", (objects, requests) => {
  expect(listing(objects)).toEqual({ ListObjectsV2: requests });
});

test("calls are added up, by what they are charged as", () => {
  const calls = sumOf(times(3, { CopyObject: 1, HeadObject: 2 }), { CopyObject: 1, ListObjectsV2: 5 });
  expect(calls).toEqual({ CopyObject: 4, HeadObject: 6, ListObjectsV2: 5 });
  expect(s3UsageOf(calls)).toEqual({ s3_put_per_1000: 9, s3_get_per_1000: 6 });
});

test("KMS is asked for each key that a call touches", () => {
  expect(kmsRequestsOf({ CopyObject: 10 })).toBe(20);
  expect(kmsRequestsOf({ ListObjectsV2: 10, HeadObject: 10, GetObjectTagging: 10 })).toBe(0);
  // 1 for the upload, 2 for each part, 1 to complete
  expect(kmsRequestsOf(cliCopy(100_000_000))).toBe(1 + 24 + 1);
});

test("AWS: 1,000 replicated objects are 1,000 charged requests and 2,000 to KMS", () => {
  expect(s3UsageOf({ Replication: 1_000 })).toEqual({ s3_put_per_1000: 1_000 });
  expect(kmsRequestsOf({ Replication: 1_000 })).toBe(2_000);
});

test("what reads is charged as GET, everything else as PUT", () => {
  const reads = Object.entries(CALLS).flatMap(([name, { chargedAs }]) =>
    chargedAs === "s3_get_per_1000" ? [name] : [],
  );
  expect(reads).toEqual(["HeadObject", "GetObjectTagging", "GetObject"]);
});
