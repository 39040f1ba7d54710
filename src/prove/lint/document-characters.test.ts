import { problemsOf } from "../../../test/fixtures/lint-estate";
import { documentCharacters } from "./document-characters";

const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/日本/*" };

test("IAM and KMS take Latin-1", () => {
  const key = { ...statement, Principal: "*", Resource: "arn:aws:kms:*:*:key/ł" };
  expect(problemsOf(documentCharacters, { identity: [statement], key: [key] })).toEqual([
    "the key policy of aws_kms_key.source: it has the character ł (U+0142), but AWS accepts only characters up to U+00FF in such a policy",
    "the identity policy copy of role Porter: it has the character 日 (U+65E5), but AWS accepts only characters up to U+00FF in such a policy",
  ]);
});

test("accents are of Latin-1, and S3 takes anything", () => {
  const accents = { ...statement, Resource: "arn:aws:s3:::acme-source/été/*" };
  const bucket = { ...statement, Principal: "*" };
  expect(problemsOf(documentCharacters, { identity: [accents], bucket: [bucket] })).toEqual([]);
});
