import { Token } from "cdktf";
import { Construct } from "constructs";
import { newApp } from "../../test/fixtures/stack";
import { validate } from "./validate";

const scope = new Construct(new Construct(newApp(), "stack"), "source");
const problemOf = (value: string) => (value === "good" ? undefined : "is no good");

test("a value that breaks its rule is refused, with the path, the property and the value", () => {
  expect(() => validate(scope, "bucketName", 'a"b', problemOf)).toThrow(
    new Error('stack/source: bucketName "a\\"b" is no good'),
  );
});

test.each([
  ["keeps its rule", "good"],
  ["is not set", undefined],
  ["Terraform alone knows", Token.asString({ resolve: () => "bad" })],
])("a value that %s is taken as it is", (_, value) => {
  expect(() => validate(scope, "bucketName", value, problemOf)).not.toThrow();
});

test("the error's name tells it from a bug", () => {
  expect(() => validate(scope, "bucketName", "", problemOf)).toThrow(
    expect.objectContaining({ name: "UsageError" }),
  );
});
