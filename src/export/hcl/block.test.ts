import { renderArguments, renderBlock, type Schema } from "./block";
import type { ValueMap } from "./value";

describe("blocks", () => {
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
});

describe("what a block takes", () => {
  const SCHEMA: Schema = {
    bucket: "attribute",
    tags: "attribute",
    provider: "expression",
    rule: { id: "attribute", filter: { prefix: "attribute" } },
  };

  const render = (values: ValueMap) =>
    renderBlock({ type: "x", labels: [], body: renderArguments(SCHEMA, values, "x") });

  test("attributes come before blocks, each in the order given", () => {
    expect(render({ rule: { filter: {}, id: "a" }, tags: { a: "b" }, bucket: "c" })).toBe(
      'x {\n  tags   = { a = "b" }\n  bucket = "c"\n\n  rule {\n    id = "a"\n\n    filter {}\n  }\n}',
    );
  });

  test("a list of objects is a block for each", () => {
    expect(render({ rule: [{ id: "a" }, { id: "b" }] })).toBe(
      'x {\n  rule {\n    id = "a"\n  }\n\n  rule {\n    id = "b"\n  }\n}',
    );
  });

  test("what is undefined, no block or a comment is left out", () => {
    expect(render({ "//": { metadata: {} }, bucket: undefined, rule: [] })).toBe("x {}");
    expect(render({ rule: null })).toBe("x {}");
    expect(render({ rule: { "//": "a" } })).toBe("x {\n  rule {}\n}");
  });

  test("expressions are bare, in a list too, which takes one line where there is room", () => {
    const long = ["source", "destination"].map(
      (bucket) => `aws_s3_bucket_server_side_encryption_configuration.${bucket}`,
    );
    expect(render({ provider: "aws.source" })).toBe("x {\n  provider = aws.source\n}");
    expect(render({ provider: ["aws.a", "aws.b"] })).toBe("x {\n  provider = [aws.a, aws.b]\n}");
    expect(render({ provider: long })).toBe(`x {\n  provider = [\n    ${long[0]},\n    ${long[1]},\n  ]\n}`);
  });

  test.each<[ValueMap, string]>([
    [
      { rule: { filter: { prefixes: "a" } } },
      'x.rule.filter has no argument "prefixes" that can be set; it has prefix; correct the name, or run `npm run terraform-blocks`',
    ],
    [
      { constructor: "a" },
      'x has no argument "constructor" that can be set; it has bucket, tags, provider, rule;',
    ],
    [
      { rule: "${var.rules}" },
      'x.rule is a block, received "${var.rules}"; give the block\'s arguments as an object, or a list of such objects',
    ],
    [{ rule: [[{ id: "a" }]] }, 'x.rule is a block, received [{"id":"a"}];'],
    [
      { provider: { aws: "source" } },
      'x.provider takes an expression in a string, or a list of such strings, received {"aws":"source"}; write it as in "aws.source"',
    ],
    [{ provider: [1] }, "x.provider takes an expression in a string, or a list of such strings, received 1;"],
  ])("refuses %j", (values, message) => expect(() => render(values)).toThrow(message));
});
