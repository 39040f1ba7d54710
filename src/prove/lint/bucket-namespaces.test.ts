import { problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { bucketNamespaces } from "./bucket-namespaces";

/** The bucket acme-source of account 111111111111 in us-east-1, with another name or another namespace. */
const named = (bucket: string, bucket_namespace?: string) => ({
  terraform: ({ resource }: Terraform) => {
    resource.aws_s3_bucket = {
      s: { provider: "aws.a", bucket, ...(bucket_namespace && { bucket_namespace }) },
    };
    delete resource.aws_s3_bucket_policy;
  },
});

test.each([
  ["acme", undefined],
  ["acme", "global"],
  ["acme-111111111111-us-east-1-an", "account-regional"],
])("%s in the namespace %s", (name, namespace) => {
  expect(problemsOf(bucketNamespaces, named(name, namespace))).toEqual([]);
});

test.each([
  [
    "acme",
    "account-regional",
    'acme is in the account regional namespace, but does not end with "-111111111111-us-east-1-an"',
  ],
  [
    "acme-222222222222-us-east-1-an",
    "account-regional",
    'acme-222222222222-us-east-1-an is in the account regional namespace, but does not end with "-111111111111-us-east-1-an"',
  ],
  [
    "acme-111111111111-us-east-1-an",
    undefined,
    'acme-111111111111-us-east-1-an ends with "-an", but is in the global namespace',
  ],
])("%s is not a name in the namespace %s", (name, namespace, problem) => {
  expect(problemsOf(bucketNamespaces, named(name, namespace))).toEqual([problem]);
});
