import { flawsOf, problemsOf } from "../../../test/fixtures/lint-estate";
import { sidCharacters, sidsUnique } from "./sids";

const statement = (Sid: string) => ({ Sid, Effect: "Allow", Action: "s3:GetObject", Resource: "*" });
const ofResource = (Sid: string) => ({ ...statement(Sid), Principal: "*" });

test("a Sid of an IAM policy is letters and digits", () => {
  expect(problemsOf(sidCharacters, { identity: [statement("read-objects"), statement("Read2")] })).toEqual([
    "statement read-objects of the identity policy copy of role Porter: IAM only accepts letters and digits in a Sid",
  ]);
  expect(flawsOf(sidCharacters, { identity: [statement("read the objects")] })[0]?.repair).toBe(
    "rename it to readTheObjects",
  );
});

test("a Sid in a bucket or key policy can contain spaces", () => {
  expect(problemsOf(sidCharacters, { bucket: [ofResource("a b")], key: [ofResource("a b")] })).toEqual([]);
});

test("a Sid is unique in its document", () => {
  const twice = [statement("Read"), statement("Read"), statement("Write")];
  expect(problemsOf(sidsUnique, { identity: twice, bucket: twice })).toEqual([
    "the bucket policy of acme-source: several of its statements have the Sid Read, which AWS rejects",
    "the identity policy copy of role Porter: several of its statements have the Sid Read, which AWS rejects",
  ]);
});
