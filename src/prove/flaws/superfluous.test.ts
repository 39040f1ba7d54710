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

const ALIKE = ["shared-with-principals", "shared_bucket_policy", "GetForAnalystAndOthers"] as const;

/** Adds to the principals of a statement that two roles share. */
function withMore({ condition = [], principal = [] }: { condition?: string[]; principal?: string[] }) {
  const [stack, local, sid] = ALIKE;
  return minimality(stack, (terraform) => {
    const statement = statementOf(terraform, local, sid);
    const arns = [statement.Condition?.ArnEquals?.["aws:PrincipalArn"] ?? []].flat();
    statement.Condition = { ArnEquals: { "aws:PrincipalArn": [...arns, ...condition] } };
    statement.Principal = { AWS: ["arn:aws:iam::222222222222:root", ...principal] };
  });
}

test.each([
  ["that nobody asked for", "arn:aws:iam::222222222222:role/Intern"],
  ["of an account that the statement does not name", "arn:aws:iam::333333333333:role/S3Uploader"],
  ["of the bucket's own account", "arn:aws:iam::111111111111:role/S3Uploader"],
  ["with another path", "arn:aws:iam::222222222222:role/x/S3Uploader"],
])("one of several principals %s", (_, arn) => {
  expect(withMore({ condition: [arn] })).toEqual([
    {
      part: "minimal",
      problem: `${arn} in the aws:PrincipalArn of statement GetForAnalystAndOthers of the bucket policy of acme-shared-roles is superfluous`,
      addresses: ["aws_s3_bucket_policy.shared"],
      because: [
        "everything that was asked for is allowed without it: nothing needs it, or its account does not allow it",
      ],
      repair: `remove ${arn} from the aws:PrincipalArn of statement GetForAnalystAndOthers in aws_s3_bucket_policy.shared`,
    },
  ]);
});

test("one of several accounts, none of whose principals the statement names", () => {
  const root = "arn:aws:iam::333333333333:root";
  expect(withMore({ principal: [root] }).map(({ problem }) => problem)).toEqual([
    `${root} in the Principal of statement GetForAnalystAndOthers of the bucket policy of acme-shared-roles is superfluous`,
  ]);
});

test("a principal that lacks something else is not called superfluous", () => {
  const flaws = minimality("shared-with-principals", (terraform) => {
    for (const { Sid, Action } of terraform.locals.analyst_identity_policy?.Statement ?? [])
      if (Sid === "GetShared")
        statementOf(terraform, "analyst_identity_policy", Sid).Action = [Action ?? []].flat().slice(1);
  });
  expect(flaws).toEqual([]);
});
