import { flawsOfChanged, statementOf } from "../../../test/fixtures/changed-stack";

const unexpected = (...args: Parameters<typeof flawsOfChanged>) =>
  flawsOfChanged(...args).filter(({ problem }) => problem.includes("but nothing asks for it"));

test("a bucket policy that names a whole account", () => {
  expect(
    unexpected("copy-with-role", (terraform) => {
      delete statementOf(terraform, "source_bucket_policy", "GetForPorter").Condition;
    }),
  ).toEqual([
    {
      part: "nothing else",
      problem:
        "an administrator of account 222222222222 can do s3:GetObject, s3:GetObjectTagging on arn:aws:s3:::acme-source/a/b, but nothing asks for it",
      addresses: ["aws_s3_bucket_policy.source"],
      because: [
        "statement GetForPorter of the bucket policy of acme-source in account 111111111111 allows it, naming the account",
      ],
      repair:
        "narrow statement GetForPorter in aws_s3_bucket_policy.source to what was asked for, or ask for it",
      source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html",
    },
  ]);
});

test("an identity policy that another account still narrows", () => {
  const [flaw] = unexpected("copy-with-role", (terraform) => {
    delete statementOf(terraform, "porter_identity_policy", "DecryptSource").Condition;
  });
  expect(flaw?.problem).toMatch(
    /^S3Porter can do kms:Decrypt on .* as soon as account 111111111111 allows it too, but nothing asks for it$/,
  );
  expect(flaw?.addresses).toEqual(["aws_iam_role_policy.porter"]);
});

test("a bucket whose name another account takes", () => {
  const [flaw] = unexpected("copy-with-role", (terraform) => {
    delete statementOf(terraform, "porter_identity_policy", "PutDestination").Condition;
  });
  expect(flaw?.problem).toContain("as soon as account 999999999999 allows it too");
});

test("another account that can assume the role", () => {
  const problems = unexpected("copy-with-role", (terraform) => {
    statementOf(terraform, "porter_trust_policy", "AssumeRole").Principal = {
      AWS: ["arn:aws:iam::222222222222:user/destination-admin", "arn:aws:iam::333333333333:root"],
    };
  }).map(({ problem }) => problem);
  expect(problems).toEqual([
    "an administrator of account 333333333333 can do sts:AssumeRole on arn:aws:iam::222222222222:role/S3Porter, but nothing asks for it",
  ]);
});

test("everybody", () => {
  const problems = unexpected("copy-with-role", (terraform) => {
    statementOf(terraform, "source_bucket_policy", "ListForPorter").Principal = "*";
    delete statementOf(terraform, "source_bucket_policy", "ListForPorter").Condition;
  }).map(({ problem }) => problem.replace(/ can do s3:ListBucket.*/, ""));
  expect(problems.sort()).toEqual([
    "a user of account 111111111111 without any policy",
    "an administrator of account 222222222222",
    "an administrator of account 999999999999",
    "anyone",
  ]);
});
