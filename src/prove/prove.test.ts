import { type ChangeableTerraform, flawsOfChanged, statementOf } from "../../test/fixtures/changed-stack";

test.each([
  [
    "source_bucket_policy",
    "GetForPorter",
    "s3:GetObjectTagging",
    "s3:GetObjectTaging",
    "aws_s3_bucket_policy.source",
  ],
  ["porter_identity_policy", "GetSource", "s3:GetObject", "s3:GetObjetc", "aws_iam_role_policy.porter"],
  ["source_key_policy", "DecryptSourceForPorter", "kms:Decrypt", "kms:Decrpyt", "aws_kms_key.source"],
])("in %s, %s has %s misspelt: one flaw", (local, sid, right, wrong, address) => {
  const flaws = flawsOfChanged("copy-with-role", (terraform) => {
    const statement = statementOf(terraform, local, sid);
    statement.Action = [statement.Action ?? []].flat().map((action) => (action === right ? wrong : action));
  });
  expect(flaws.map(({ part, addresses, repair }) => ({ part, addresses, repair }))).toEqual([
    { part: "well-formed", addresses: [address], repair: `use an action that exists, such as ${right}` },
  ]);
});

test("what is wrong besides a misspelt action is reported, too", () => {
  const flaws = flawsOfChanged("copy-with-role", (terraform) => {
    statementOf(terraform, "source_bucket_policy", "GetForPorter").Action = "s3:GetObjct";
  });
  expect(flaws.map(({ part, problem }) => [part, problem])).toEqual([
    ["well-formed", expect.stringContaining("unknown action s3:GetObjct") as string],
    ["complete", expect.stringContaining("s3:GetObjectTagging on") as string],
    ["well-formed", expect.stringContaining("s3:GetObjectTagging") as string],
  ]);
});

test("a word that is near no action is no misspelling", () => {
  const change = (terraform: ChangeableTerraform) =>
    void (statementOf(terraform, "source_bucket_policy", "ListForPorter").Action = "s3:DownloadEverything");
  expect(flawsOfChanged("copy-with-role", change)).toContainEqual(
    expect.objectContaining({ part: "complete", addresses: ["aws_s3_bucket_policy.source"] }),
  );
});

describe("a key's own account keeps its administration", () => {
  const root = "arn:aws:iam::111111111111:root";
  const flawsOf = (statement: object) =>
    flawsOfChanged(
      "copy-with-role",
      (terraform) =>
        void Object.assign(statementOf(terraform, "source_key_policy", "EnableIAMPolicies"), statement),
    );

  test.each([
    [{ Action: ["kms:*"] }],
    [{ Action: "KMS:*" }],
    [{ Principal: { AWS: "111111111111" } }],
    [{ Principal: { AWS: [root] } }],
    [{ Condition: {} }],
  ])("written as %j", (statement) => {
    expect(flawsOf(statement)).toEqual([]);
  });

  test.each([
    [{ Principal: { AWS: [root, "arn:aws:iam::111111111111:role/Admin"] } }],
    [{ Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
  ])("but not if it is written as %j", (statement) => {
    expect(flawsOf(statement)).not.toEqual([]);
  });
});
