import { estateWith, flawsOf, problemsOf } from "../../../test/fixtures/lint-estate";
import { documentVersion } from "./document-version";

const policy = (version: object) => ({
  terraform: ({ resource }: { resource: Record<string, Record<string, Record<string, unknown>>> }) => {
    const porter = resource.aws_iam_role_policy?.porter;
    if (porter) {
      const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }];
      porter.policy = JSON.stringify({ ...version, Statement });
    }
  },
});

test.each([
  [{ Version: "2008-10-17" }, "its Version is 2008-10-17, so AWS treats policy variables as text"],
  [{}, "it has no Version, so AWS treats policy variables as text"],
])("%j", (version, problem) => {
  expect(problemsOf(documentVersion, policy(version))).toEqual([
    `the identity policy copy of role Porter: ${problem}`,
  ]);
});

test("the current version", () => {
  expect(problemsOf(documentVersion, policy({ Version: "2012-10-17" }))).toEqual([]);
});

test("a policy of which nothing is known", () => {
  const estate = estateWith({});
  const unknown = { address: "x", document: { Statement: [] }, unknown: "is known only after apply" };
  const buckets = estate.buckets.map((bucket) => ({ ...bucket, policy: unknown }));
  expect(documentVersion.find({ ...estate, buckets })).toEqual([]);
});

test("a flaw says where, what to do, and which page says so", () => {
  expect(flawsOf(documentVersion, policy({}))).toEqual([
    {
      part: "well-formed",
      problem: expect.any(String),
      addresses: ["aws_iam_role_policy.porter"],
      because: ["the identity policy copy of role Porter in account 222222222222"],
      repair: 'set "Version": "2012-10-17"',
      source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
    },
  ]);
});
