import { TerraformStack } from "cdktf";
import { newApp } from "../../test/fixtures/stack";
import { withoutCreationStacks } from "./creation-stacks";

const { captureStackTrace } = Error;

test("what is built is returned, and stack traces are captured again", () => {
  expect(withoutCreationStacks(() => 42)).toBe(42);
  expect(Error.captureStackTrace).toBe(captureStackTrace);
});

test("no stack trace is captured in between", () => {
  const captured = () => {
    const holder: { stack?: string } = {};
    Error.captureStackTrace(holder);
    return holder.stack;
  };
  expect(captured()).toContain("creation-stacks.test");
  expect(withoutCreationStacks(captured)).toBeUndefined();
});

test("an error that is thrown has its stack, and stack traces are captured again", () => {
  const build = () =>
    withoutCreationStacks(() => {
      const stack = new TerraformStack(newApp(), "test");
      throw new Error(`no ${stack.node.id}`);
    });
  expect(build).toThrow(
    expect.objectContaining({
      message: "no test",
      stack: expect.stringContaining("creation-stacks.test"),
    }),
  );
  expect(Error.captureStackTrace).toBe(captureStackTrace);
});
