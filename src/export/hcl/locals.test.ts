import { renderLocals } from "./locals";

test("what takes several lines stands apart", () => {
  expect(renderLocals({ a: 1, long: "${data.aws_partition.source.id}", map: { a: 1, b: 2 }, b: false }))
    .toBe(`locals {
  a    = 1
  long = data.aws_partition.source.id

  map = {
    a = 1
    b = 2
  }

  b = false
}`);
});

test("a name is one that Terraform takes", () => {
  expect(() => renderLocals({ "a.b": 1 })).toThrow('expected the name of a local, received "a.b"');
});
