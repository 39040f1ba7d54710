import { renderVariable } from "./variable";

test("a variable, in the order of Terraform's style guide", () => {
  expect(
    renderVariable("source_bucket_name", {
      validation: {
        condition: '${can(regex("^[a-z0-9.-]{3,63}$", var.source_bucket_name))}',
        error_message: "The name ${var.source_bucket_name} is not one that S3 takes.",
      },
      nullable: false,
      description: "The name of the bucket.",
      type: "string",
    }),
  ).toBe(`variable "source_bucket_name" {
  type        = string
  description = "The name of the bucket."
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9.-]{3,63}$", var.source_bucket_name))
    error_message = "The name \${var.source_bucket_name} is not one that S3 takes."
  }
}`);
});

test.each([false, 0, "", null, [], {}])("the default may be %j", (value) => {
  expect(renderVariable("a", { default: value })).toBe(
    `variable "a" {\n  default = ${JSON.stringify(value)}\n}`,
  );
});

test("a type may take several lines", () => {
  expect(renderVariable("a", { type: "object({\n  name = string\n})", nullable: false })).toBe(
    'variable "a" {\n  type = object({\n    name = string\n  })\n  nullable = false\n}',
  );
});
