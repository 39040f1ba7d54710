import { renderBlock } from "./block";

test("a block without a body takes one line", () => {
  expect(renderBlock({ type: "data", labels: ["aws_partition", "source"], body: [[]] })).toBe(
    'data "aws_partition" "source" {}',
  );
});

test("paragraphs have an empty line between them", () => {
  const nested = { type: "rule", labels: [], body: [[{ name: "id", value: '"a"' }]] };
  const body = [
    [
      { name: "a", value: "1" },
      { name: "bc", value: "2" },
    ],
    [],
    nested,
    nested,
  ];
  expect(renderBlock({ type: "x", labels: [], body })).toBe(
    'x {\n  a  = 1\n  bc = 2\n\n  rule {\n    id = "a"\n  }\n\n  rule {\n    id = "a"\n  }\n}',
  );
});
