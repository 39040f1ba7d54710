import { readCommandLine } from "./command-line";

test.each<[string, string, string[]]>([
  ["aws s3 ls", "aws s3 ls", []],
  ["AWS S3  LS s3://b", "aws s3 ls", ["b "]],
  ["aws s3 ls s3://b/", "aws s3 ls", ["b "]],
  ["aws s3 rm s3://b/x/y", "aws s3 rm", ["b x/y"]],
  ["aws s3 cp s3://a/x s3://b/y --recursive", "aws s3 cp recursive", ["a x", "b y"]],
  ['aws s3 cp "s3://a/x y" s3://b', "aws s3 cp", ["a x y", "b "]],
  ["aws s3 cp s3://a/x .", "aws s3 cp downloading", ["a x"]],
  ["aws s3 cp ./a.txt 's3://a/x'", "aws s3 cp uploading", ["a x"]],
  ["aws s3 sync s3://a/x/ ./x --delete", "aws s3 sync delete downloading", ["a x/"]],
  // What an option says cannot be told from a path, and leaves words that no operation has.
  ["aws s3 cp ./a s3://a/x --acl public-read", "aws s3 cp a acl public read", ["a x"]],
  ["aws s3 cp s3://a/x", "aws s3 cp", ["a x"]],
  ["get-object", "getobject", []],
  ["aws s3api get-object", "getobject", []],
  ["s3api head-object --bucket b --key x/y", "headobject", ["b x/y"]],
  ["aws s3api list-objects-v2 --bucket b", "listobjectsv2", ["b "]],
  ["aws s3api get-object --bucket b --key 'x y' --version-id 1 out", "getobject with versionid", ["b x y"]],
  ["aws s3api copy-object --bucket b --key y --copy-source /a/x", "copyobject", ["a x", "b y"]],
  ["aws kms decrypt", "decrypt", []],
  ["aws sts assume-role", "assumerole", []],
  ["reading tags", "reading tags", []],
  ["", "", []],
])("%s", (text, words, uris) => {
  const command = readCommandLine(text);
  expect(command.words.join(" ")).toBe(words);
  expect(command.uris.map(({ bucketName, key }) => `${bucketName} ${key}`)).toEqual(uris);
});
