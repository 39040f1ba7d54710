import { flawsOfChanged, leaveOut, statementOf } from "../../../test/fixtures/changed-stack";

const completeness = (...args: Parameters<typeof flawsOfChanged>) =>
  flawsOfChanged(...args).filter(({ part }) => part === "complete");

test("a flaw names the document that lacks a statement, who needs it, and what to write", () => {
  const [flaw, ...others] = completeness("copy-with-role", (terraform) =>
    leaveOut(terraform, "source_key_policy", "DecryptSourceForPorter"),
  );
  expect(others).toEqual([]);
  expect(flaw).toEqual({
    part: "complete",
    problem: expect.stringMatching(
      /^S3Porter lacks permission for aws s3 cp, downloading on acme-source, and \d+ more: kms:Decrypt on arn:aws:kms:us-east-1:111111111111:key\/[0-9a-f-]+ is not allowed$/,
    ),
    addresses: ["aws_kms_key.source"],
    because: [
      "across accounts, both the caller's policies and the resource's policy must allow it",
      "no statement of the key policy of aws_kms_key.source in account 111111111111 matches",
      "statement EnableIAMPolicies of the key policy of aws_kms_key.source in account 111111111111 comes closest, but it names arn:aws:iam::111111111111:root",
    ],
    repair: expect.stringMatching(
      /^in aws_kms_key.source \(account 111111111111\), allow arn:aws:iam::222222222222:role\/S3Porter kms:Decrypt on arn:.* with kms:ViaService "s3.us-east-1.amazonaws.com" and kms:EncryptionContext:aws:s3:arn "arn:aws:s3:::acme-source\/a\/b"$/,
    ),
    source: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html",
  });
});

test("a flaw names what the closest statement lacks", () => {
  const [flaw] = completeness("copy-with-role", (terraform) => {
    statementOf(terraform, "source_bucket_policy", "GetForPorter").Condition = {
      ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/Porter" },
    };
  });
  expect(flaw?.because.at(-1)).toBe(
    'statement GetForPorter of the bucket policy of acme-source in account 111111111111 comes closest, but it requires ArnEquals aws:PrincipalArn "arn:aws:iam::222222222222:role/Porter", but the request has "arn:aws:iam::222222222222:role/S3Porter"',
  );
});

test("a Deny that denies too much is to be narrowed", () => {
  const [flaw] = completeness("copy-with-role", (terraform) => {
    delete statementOf(terraform, "source_bucket_policy", "DenyInsecureTransport").Condition;
  });
  expect(flaw?.because).toContain(
    "statement DenyInsecureTransport of the bucket policy of acme-source in account 111111111111 denies it",
  );
  expect(flaw?.repair).toBe(
    "narrow the Condition of statement DenyInsecureTransport in aws_s3_bucket_policy.source, which denies it",
  );
});

test("within one account, either side will do", () => {
  const [flaw] = completeness("copy-with-role", (terraform) =>
    leaveOut(terraform, "porter_identity_policy", "PutDestination"),
  );
  expect(flaw?.repair).toMatch(/^in aws_iam_role_policy.porter .*; or in aws_s3_bucket_policy.destination /);
});

test("a trusted user who cannot assume the role", () => {
  const [flaw] = completeness("copy-with-role", (terraform) => {
    statementOf(terraform, "porter_trust_policy", "AssumeRole").Principal = { Service: "ec2.amazonaws.com" };
  });
  expect(flaw?.problem).toBe(
    "destination-admin lacks permission for assuming the role on S3Porter: sts:AssumeRole on arn:aws:iam::222222222222:role/S3Porter is not allowed",
  );
  expect(flaw?.addresses).toEqual(["aws_iam_role.porter"]);
});

test("a key whose own account cannot keep it", () => {
  const [flaw] = completeness("shared-with-principals", (terraform) =>
    leaveOut(terraform, "shared_key_policy", "EnableIAMPolicies"),
  );
  expect(flaw?.problem).toContain(
    "an administrator of account 111111111111 lacks permission for administering the key",
  );
});

test("a policy that an account is offered", () => {
  const [flaw] = completeness("shared-with-account", (terraform) =>
    leaveOut(terraform, "partner_identity_policy", "ListShared"),
  );
  expect(flaw?.addresses).toEqual(["output.partner_policy"]);
  expect(flaw?.problem).toContain(
    "account 222222222222 lacks permission for aws s3 ls on acme-shared-account-a",
  );
});
