import { flawsOfChanged, statementOf } from "../../../test/fixtures/changed-stack";

const minimality = (...args: Parameters<typeof flawsOfChanged>) =>
  flawsOfChanged(...args).filter(({ part }) => part === "minimal");

test("an action that nothing needs", () => {
  expect(
    minimality("copy-with-role", (terraform) => {
      statementOf(terraform, "porter_identity_policy", "GetSource").Action = [
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
      ];
    }),
  ).toEqual([
    {
      part: "minimal",
      problem:
        "s3:GetObjectVersion in statement GetSource of the identity policy s3porter-copy-with-role-porter of role S3Porter is superfluous",
      addresses: ["aws_iam_role_policy.porter"],
      because: [
        "everything that was asked for is allowed without it: nothing needs it, or the other account does not allow it",
      ],
      repair: "remove s3:GetObjectVersion from statement GetSource in aws_iam_role_policy.porter",
    },
  ]);
});

test("a wildcard that stands for more than is needed", () => {
  const [flaw] = minimality("copy-with-role", (terraform) => {
    statementOf(terraform, "source_bucket_policy", "GetForPorter").Action = "s3:GetObject*";
  });
  expect(flaw).toMatchObject({
    problem: expect.stringMatching(
      /^s3:GetObject\* in statement GetForPorter of the bucket policy of acme-source covers more than is needed: s3:GetObjectAcl, .* and \d+ more$/,
    ),
    because: ["it is needed for HEAD on acme-source, and nothing needs the other actions"],
    repair: "list the actions that are needed in statement GetForPorter in aws_s3_bucket_policy.source",
  });
});

test("a Deny that denies nothing", () => {
  const [flaw] = minimality("copy-with-role", ({ locals }) => {
    locals.source_bucket_policy?.Statement.push({
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObjectAcl",
      Resource: "arn:aws:s3:::acme-source/*",
    });
  });
  expect(flaw).toMatchObject({
    problem:
      "s3:PutObjectAcl in a statement without a Sid of the bucket policy of acme-source is superfluous",
    because: ["everything that must be refused is refused without it"],
  });
});

test("the half of something whose other half is missing is not called superfluous", () => {
  expect(
    minimality("copy-with-role", (terraform) => {
      statementOf(terraform, "source_bucket_policy", "GetForPorter").Action = "s3:GetObject";
    }),
  ).toEqual([]);
});

test("two actions of a statement that stand for the same", () => {
  const flaws = minimality("copy-with-role", (terraform) => {
    statementOf(terraform, "source_bucket_policy", "ListForPorter").Action = [
      "s3:ListBucket",
      "s3:listbucket",
    ];
  });
  expect(flaws.map(({ problem }) => problem.split(" ")[0])).toEqual(["s3:ListBucket", "s3:listbucket"]);
});
