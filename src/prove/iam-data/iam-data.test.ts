import {
  actionNames,
  actionsOn,
  conditionKeysOf,
  isGlobalConditionKey,
  isKnownService,
  matchingActions,
  resourceTypesOf,
  takesConditionKey,
} from "./iam-data";

test("every action of S3, KMS and STS is known, once", () => {
  const counts = Object.fromEntries(
    ["kms", "s3", "sts"].map((service) => [service, matchingActions(`${service}:*`).length]),
  );
  expect(counts).toEqual({ kms: 56, s3: 180, sts: 16 });
  expect(new Set(actionNames()).size).toBe(252);
  expect(matchingActions("*")).toEqual(actionNames());
});

test.each([
  ["bucket", "s3:ListBucket", 60],
  ["object", "s3:GetObject", 40],
  ["key", "kms:Decrypt", 40],
  ["role", "sts:AssumeRole", 6],
  ["none", "s3:ListAllMyBuckets", 20],
] as const)("the actions on a %s include %s", (kind, action, fewest) => {
  expect(actionsOn(kind)).toContain(action);
  expect(actionsOn(kind).length).toBeGreaterThanOrEqual(fewest);
});

test("an action is on a bucket or on objects, not on both", () => {
  const objects = new Set(actionsOn("object"));
  expect(actionsOn("bucket").filter((action) => objects.has(action))).toEqual([]);
});

test.each<[string, string[]]>([
  ["s3:getobject", ["s3:GetObject"]],
  ["s3:GetObjectT*", ["s3:GetObjectTagging", "s3:GetObjectTorrent"]],
  ["S3:ReplicateTag?", ["s3:ReplicateTags"]],
  ["kms:ReEncrypt*", ["kms:ReEncryptFrom", "kms:ReEncryptTo"]],
  ["kms:ReEncrypt", []],
  ["s3:HeadObject", []],
  ["ec2:*", []],
  ["s3:ListBucket", ["s3:ListBucket"]],
  ["KMS:decrypt", ["kms:Decrypt"]],
  ["s3:ListObjectsV2", []],
  [
    "s3:*ObjectAnnotation",
    [
      "s3:DeleteObjectAnnotation",
      "s3:GetObjectAnnotation",
      "s3:PutObjectAnnotation",
      "s3:ReplicateObjectAnnotation",
    ],
  ],
  ["s3:GetObjectVersionAnnotationForReplication", ["s3:GetObjectVersionAnnotationForReplication"]],
  ["kms:ReEncrypt", []],
])("%s stands for %j", (pattern, expected) => {
  expect(matchingActions(pattern)).toEqual(expected);
});

test("knows what actions are authorized on", () => {
  expect(resourceTypesOf("s3:GetObject")).toEqual(["accesspointobject", "object"]);
  expect(resourceTypesOf("kms:CreateAlias")).toEqual(["alias", "key"]);
  expect(resourceTypesOf("s3:ListAllMyBuckets")).toEqual([]);
});

test("condition keys are those of the action and of its resource types", () => {
  expect(conditionKeysOf("kms:Decrypt")).toEqual(
    expect.arrayContaining([
      "kms:ViaService",
      "kms:EncryptionContext:${EncryptionContextKey}",
      "kms:KeySpec",
    ]),
  );
  expect(conditionKeysOf("s3:HeadObject")).toEqual([]);
});

test.each([
  ["kms:Decrypt", "kms:EncryptionContext:aws:s3:arn", true],
  ["kms:DescribeKey", "kms:EncryptionContext:aws:s3:arn", false],
  ["kms:DescribeKey", "kms:ViaService", true],
  ["kms:Decrypt", "kms:EncryptionContext:", false],
  ["s3:ListBucket", "s3:prefix", true],
  ["s3:ListBucketVersions", "s3:prefix", true],
  ["s3:ListBucketMultipartUploads", "s3:prefix", false],
  ["s3:GetObject", "S3:Prefix", false],
  ["s3:GetObject", "s3:ExistingObjectTag/team", true],
  ["s3:GetObject", "aws:PrincipalTag/team", true],
  ["s3:GetObject", "AWS:SourceArn", true],
  ["s3:GetObject", "aws:PrincipalTag", false],
  ["s3:GetObject", "aws:NoSuchKey", false],
])("whether %s takes %s: %s", (action, key, expected) => {
  expect(takesConditionKey(action, key)).toBe(expected);
});

test("global keys are told from those of a service", () => {
  expect(isGlobalConditionKey("aws:PrincipalArn")).toBe(true);
  expect(isGlobalConditionKey("kms:ViaService")).toBe(false);
});

test("knows of which services it knows the actions", () => {
  expect(["s3", "KMS", "ec2"].map(isKnownService)).toEqual([true, true, false]);
});
