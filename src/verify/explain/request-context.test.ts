import type { Authorization } from "../../prove/catalogue/authorization";
import { readContext, withContext } from "./request-context";

test("a value may hold anything, and be empty", () => {
  expect(readContext(["aws:SourceIp=192.0.2.1", "s3:prefix=", "aws:PrincipalTag/team=a=b"])).toEqual({
    "aws:SourceIp": "192.0.2.1",
    "s3:prefix": "",
    "aws:PrincipalTag/team": "a=b",
  });
});

test.each([
  [["aws:SourceIp"], /^--context "aws:SourceIp" must be a condition key and its value, such as/],
  [["=x"], /must be a condition key and its value/],
  [["aws:SourceIP=1", "AWS:sourceip=2"], /^--context has AWS:sourceip twice;/],
  [["aws:PrincipleTag/team=x"], /is not a condition key of S3, KMS or STS, nor a global one/],
  [["s3:prefx=x"], /did you mean "s3:prefix"\?$/],
  [["aws:username=x"], /AWS derives this key from the caller and the resource;/],
])("%j is refused", (pairs, message) => {
  expect(() => readContext(pairs)).toThrow(message);
});

const authorization = (action: string, context: Authorization["context"] = {}): Authorization => ({
  action,
  resource: "*",
  owner: "111111111111",
  context,
  source: "",
});

test.each<[string, Authorization, Record<string, string>, Record<string, string>]>([
  [
    "a global key",
    authorization("kms:Decrypt"),
    { "aws:SourceIp": "192.0.2.1" },
    { "aws:SourceIp": "192.0.2.1" },
  ],
  [
    "what the operation says, in whatever case",
    authorization("s3:ListBucket", { "s3:prefix": "in/" }),
    { "S3:Prefix": "out/" },
    { "S3:Prefix": "out/" },
  ],
  ["a key of another service", authorization("kms:Decrypt"), { "s3:prefix": "in/" }, {}],
  [
    "the network that S3 does not pass on to KMS",
    authorization("kms:Decrypt", { "kms:ViaService": "s3.us-east-1.amazonaws.com" }),
    { "aws:SourceVpce": "vpce-1" },
    { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
  ],
])("%s", (_, asked, given, expected) => {
  expect(withContext(asked, given).context).toEqual(expected);
});
