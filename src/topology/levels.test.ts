import { LEVELS, isPartOf, levelFor, levelsOf, permissionsOf } from "./levels";

test.each([
  ["read", ["list", "get"]],
  ["write", ["put"]],
  ["read_write", ["list", "get", "put"]],
  [
    ["read", "delete"],
    ["list", "get", "delete"],
  ],
  [
    ["read", "read_write"],
    ["list", "get", "put"],
  ],
] as const)("%j stands for %j", (allow, permissions) => {
  expect(permissionsOf(allow)).toEqual(permissions);
});

test.each([
  ["put, get and list", ["put", "get", "list"], ["read_write"]],
  ["get, list and delete", ["get", "list", "delete"], ["read", "delete"]],
  ["put and get", ["put", "get"], ["write", "get"]],
  ["list", ["list"], ["list"]],
  ["versions and list", ["get_version", "list_versions", "list"], ["list", "list_versions", "get_version"]],
] as const)("the fewest levels for %s", (_, permissions, levels) => {
  expect(levelsOf(permissions)).toEqual(levels);
});

test.each([
  ["read", ["list", "get"]],
  ["write", ["put"]],
  ["read_write", ["read", "write", "list", "get", "put"]],
  ["list", []],
  ["get", []],
  ["put", []],
  ["delete", []],
  ["locate", []],
  ["get_version", []],
  ["toString", []],
])("the parts of %s are %j", (level, parts) => {
  expect([...LEVELS, "toString"].filter((other) => isPartOf(other, level))).toEqual(parts);
});

test.each([
  ["s3:GetBucketLocation", "locate"],
  ["GetObject", "get"],
  ["get_object_tagging", "get"],
  ["ListObjectsV2", "list"],
  ["s3:ListMultipartUploadParts", "list_uploads"],
  ["s3:ListBucketMultipartUploads", "list_uploads"],
  ["s3:DeleteObjectVersion", "delete_version"],
  ["s3:InitiateReplication", "initiate_replication"],
  ["batch_replication", "initiate_replication"],
  ["s3:PutInventoryConfiguration", "generate_manifest"],
  ["s3:UpdateObjectEncryption", "update_encryption"],
  ["re_encrypt", "update_encryption"],
  ["read-only", "read"],
  ["upload", "write"],
  ["full", "[read_write, delete]"],
  ["s3:PutBucketPolicy", undefined],
  ["fly", undefined],
])("%s means the level %s", (word, level) => {
  expect(levelFor(word)).toBe(level);
});
