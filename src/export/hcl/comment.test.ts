import { renderComment } from "./comment";

test.each([
  ["why", "# why"],
  ["why\n\nhttps://docs.aws.amazon.com/", "# why\n#\n# https://docs.aws.amazon.com/"],
  ['a\r\nb\rc\u2028resource "x" "y" {}', '# a\n# b\n# c\n# resource "x" "y" {}'],
  ["${x} \t\u202e", "# ${x} \ufffd\ufffd"],
])("renders %j", (text, hcl) => expect(renderComment(text)).toBe(hcl));
