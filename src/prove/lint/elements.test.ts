import { type Additions, estateWith, problemsOf, type Terraform } from "../../../test/fixtures/lint-estate";
import { elements } from "./elements";
import type { RawStatement } from "../../estate/policy-document";
import { withDocuments } from "../../estate/with-documents";
import { lint } from "./lint";

const ALLOW = {
  Effect: "Allow",
  Principal: { AWS: "222222222222" },
  Resource: "arn:aws:s3:::acme-source/*",
};

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const everybody = { Principal: "*" };
const IDENTITY = "statement number 3 of the identity policy copy of role Porter";
const BUCKET = "statement number 2 of the bucket policy of acme-source";
const KEY = "statement number 3 of the key policy of aws_kms_key.source";
const TRUST = "statement number 2 of the trust policy of role Porter";

test.each<[Additions, string]>([
  [
    { identity: [{ ...allow, ...everybody }] },
    `${IDENTITY}: it has a Principal, which a policy of a role or user cannot have`,
  ],
  [
    { identity: [{ Effect: "Allow", Action: "s3:*" }] },
    `${IDENTITY}: it has no Resource, which AWS requires`,
  ],
  [{ identity: [{ Effect: "Allow", Resource: "*" }] }, `${IDENTITY}: it has no Action, which AWS requires`],
  [
    { identity: [{ ...allow, NotAction: "s3:*" }] },
    `${IDENTITY}: it has both Action and NotAction, which AWS rejects`,
  ],
  [{ identity: [{ ...allow, Action: [] }] }, `${IDENTITY}: its Action is empty, which AWS rejects`],
  [{ bucket: [allow] }, `${BUCKET}: it has no Principal, which AWS requires here`],
  [
    { bucket: [{ ...allow, Principal: { AWS: [] } }] },
    `${BUCKET}: its Principal is empty, which AWS rejects`,
  ],
  [
    { bucket: [{ ...allow, NotPrincipal: { AWS: "222222222222" } }] },
    `${BUCKET}: its NotPrincipal allows everyone else, including strangers`,
  ],
  [
    { key: [{ Effect: "Allow", ...everybody, Action: "kms:Decrypt" }] },
    `${KEY}: it has no Resource, so it has no effect, although KMS accepts it`,
  ],
  [
    { key: [{ Effect: "Allow", ...everybody, Resource: "*" }] },
    `${KEY}: it has no Action, so it has no effect, although KMS accepts it`,
  ],
  [
    { trust: [{ Effect: "Allow", ...everybody, Action: "sts:AssumeRole", Resource: "*" }] },
    `${TRUST}: it has a Resource, which a trust policy cannot have`,
  ],
])("%j", (additions, problem) => {
  expect(problemsOf(elements, additions)).toEqual([problem]);
});

test("a policy without statements", () => {
  const terraform = ({ resource }: Terraform) => {
    Object.assign(resource.aws_s3_bucket_policy?.source ?? {}, {
      policy: '{"Version":"2012-10-17","Statement":[]}',
    });
  };
  expect(problemsOf(elements, { terraform })).toEqual([
    "the bucket policy of acme-source: it has no statements",
  ]);
});

test("valid statements have no flaws", () => {
  const additions = {
    identity: [{ Effect: "Deny", NotAction: "s3:*", NotResource: "*" }],
    bucket: [{ ...allow, Effect: "Deny", NotPrincipal: { AWS: "222222222222" } }],
    key: [{ ...allow, ...everybody }],
    trust: [{ Effect: "Allow", ...everybody, Action: "sts:AssumeRole" }],
  };
  expect(problemsOf(elements, additions)).toEqual([]);
});

test("a statement that is not in the grammar is reported, and the others are judged", () => {
  const estate = withDocuments(
    estateWith({ bucket: [{ ...ALLOW, Action: "s3:NoSuchAction" }] }),
    (document) => ({
      ...document,
      Statement: [{ Sid: "Odd", Effect: "Permit" } as unknown as RawStatement, ...document.Statement],
    }),
  );
  const problems = lint(estate).map(({ check, problem }) => `${check}: ${problem}`);
  expect(problems).toContain(
    'elements: the bucket policy of acme-source: statement Odd: the Effect "Permit" is neither "Allow" nor "Deny", so AWS rejects it, and it is not judged here',
  );
  expect(problems).toContainEqual(expect.stringContaining("unknown action s3:NoSuchAction"));
});
