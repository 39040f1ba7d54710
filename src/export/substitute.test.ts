import { substitute } from "./substitute";

const replacements = new Map([
  ["s3porter-bucket-1", "${var.one_bucket_name}"],
  ["s3porter-bucket-10", "${var.ten_bucket_name}"],
  ["arn:aws:iam::900000000000:user/s3porter-2", "${var.assumed_by}"],
  ["900000000001", "${local.a_account_id}"],
]);

test.each([
  ["s3porter-bucket-1", "${var.one_bucket_name}"],
  ["s3porter-bucket-10", "${var.ten_bucket_name}"],
  ["arn:aws:s3:::s3porter-bucket-10/*", "arn:${local.partition}:s3:::${var.ten_bucket_name}/*"],
  ["arn:aws:iam::900000000001:root", "arn:${local.partition}:iam::${local.a_account_id}:root"],
  ["arn:aws:iam::900000000000:user/s3porter-2", "${var.assumed_by}"],
  ["$${aws:username} is left alone", "$${aws:username} is left alone"],
])("%s becomes %s", (text, expected) => {
  expect(substitute({ a: [text, 7, null, { b: text }] }, replacements)).toEqual({
    a: [expected, 7, null, { b: expected }],
  });
});
