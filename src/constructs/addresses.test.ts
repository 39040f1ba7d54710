import { TerraformLocal, TerraformStack } from "cdktf";
import { newApp, terraformOf } from "../../test/fixtures/stack";
import { claimAddress, isClaimed, releaseAddress, waitFor } from "./addresses";

function element(stack: TerraformStack, id: string) {
  return new TerraformLocal(stack, id, id);
}

test("an element has the name that it claims, without a hash", () => {
  const stack = new TerraformStack(newApp(), "test");
  claimAddress(element(stack, "one"), "source", "local");
  expect(terraformOf(stack).locals).toEqual({ source: "one" });
});

test("an address that is taken is refused, and says by whom it is taken", () => {
  const stack = new TerraformStack(newApp(), "test");
  claimAddress(element(stack, "one"), "source", "local");
  expect(() => claimAddress(element(stack, "two"), "source", "local")).toThrow(
    new Error(
      "test/two: the Terraform address local.source is taken by test/one; the id of a construct becomes its Terraform name, so give one of the two another id",
    ),
  );
});

test("the same name is free for another type, and in another stack", () => {
  const app = newApp();
  const [stack, other] = [new TerraformStack(app, "test"), new TerraformStack(app, "other")];
  claimAddress(element(stack, "one"), "source", "local");
  expect(() => claimAddress(element(stack, "two"), "source", "output")).not.toThrow();
  expect(() => claimAddress(element(other, "one"), "source", "local")).not.toThrow();
});

test("an address that is released is free, and stays with whoever claims it next", () => {
  const stack = new TerraformStack(newApp(), "test");
  const [one, two] = [element(stack, "one"), element(stack, "two")];
  claimAddress(one, "source", "local");
  releaseAddress(one);
  claimAddress(two, "source", "local");
  releaseAddress(one);
  expect(isClaimed(stack, "local.source")).toBe(true);
});

test("what a resource waits for is sorted and unique, whichever was asked for first", () => {
  const resource = { dependsOn: ["aws_s3_bucket.b"] } as Parameters<typeof waitFor>[0];
  waitFor(resource, "aws_s3_bucket.c", "aws_s3_bucket.a");
  waitFor(resource, "aws_s3_bucket.c");
  expect(resource.dependsOn).toEqual(["aws_s3_bucket.a", "aws_s3_bucket.b", "aws_s3_bucket.c"]);
});
