import { format } from "@cdktf/hcl-tools";
import { parse } from "@cdktf/hcl2json";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join, parse as parsePath } from "node:path";
import {
  arbitraryPolicy,
  arbitraryTemplate,
  arbitraryTemplateValue,
  arbitraryLiteral,
} from "../../../test/fixtures/arbitrary-hcl";
import { renderFile, type StackJson, stackHcl } from "../../../test/fixtures/stack-hcl";
import { policyDocument } from "../policy-hcl";
import { runs } from "../../../test/support/runs";
import {
  heredoc,
  renderData,
  renderLocals,
  renderModule,
  renderOutput,
  renderProvider,
  renderResource,
  renderTerraform,
  renderVariable,
  type ValueMap,
} from "./hcl";

const GOLDEN = join(__dirname, "../../../test/golden");
const STACKS = readdirSync(GOLDEN).map((file) => {
  const json: StackJson = JSON.parse(readFileSync(join(GOLDEN, file), "utf8"));
  return [parsePath(parsePath(file).name).name, json] as const;
});

/** Names of nobody else's; `a` first, so that the others are aligned with it. */
async function parsedLocals(hcl: string): Promise<Record<string, unknown>> {
  const { locals } = await parse("locals.tf", hcl);
  return locals[0];
}

/** What an expression is of, such as `jsonencode({ … })`. */
async function argumentOf(call: string, expression: unknown): Promise<unknown> {
  const [, argument] = new RegExp(`^\\$\\{${call}\\((.*)\\)\\}$`, "s").exec(String(expression)) ?? [];
  return (await parsedLocals(`locals {\n  argument = ${argument}\n}\n`)).argument;
}

test("pieces have an empty line between them, and the last line ends", () => {
  expect(renderFile("# a", "b {}")).toBe("# a\n\nb {}\n");
});

test("a value is read back as what it was, and formatted as terraform fmt does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryTemplateValue, { minLength: 1, maxLength: 4 }), async (values) => {
      const locals = Object.fromEntries(values.map((value, index) => ["a".repeat(index + 1), value]));
      const hcl = `${renderLocals(locals)}\n`;
      expect(await parsedLocals(hcl)).toEqual(locals);
      expect(await format(hcl)).toBe(hcl);
    }),
    { numRuns: runs(100) },
  );
});

test("a policy document is read back as what it was, whatever is said of its statements", async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPolicy, async ({ document, comments }) => {
      const hcl = `${renderLocals({ policy: policyDocument(document, comments) })}\n`;
      const { policy } = await parsedLocals(hcl);
      expect(await argumentOf("jsonencode", policy)).toEqual(document);
      expect(await format(hcl)).toBe(hcl);
    }),
    { numRuns: runs(100) },
  );
});

test("text of several lines is read back as what it was", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(arbitraryLiteral, fc.constantFrom("", " ", "  a", "${var.a}", "EOT")), {
        minLength: 2,
      }),
      async (lines) => {
        const text = lines.join("\n");
        const hcl = `${renderLocals({ name: "a", text: heredoc(text), list: [heredoc(text), "a"] })}\n`;
        const { text: read, list } = (await parsedLocals(hcl)) as { text: string; list: string[] };
        const isChomped = /^\$\{chomp\(<</.test(read);
        expect(isChomped ? await argumentOf("chomp", `${read}`) : read).toBe(isChomped ? `${text}\n` : text);
        expect(list[1]).toBe("a");
        expect(await format(hcl)).toBe(hcl);
      },
    ),
    { numRuns: runs(100) },
  );
});

test("every text of every block is read back as what it was", async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryTemplate,
      fc.dictionary(arbitraryLiteral, arbitraryLiteral),
      async (text, tags) => {
        const condition = "${length(var.a) > 1}";
        const hcl = renderFile(
          renderTerraform({
            required_providers: { aws: { source: text, configuration_aliases: ["aws.a", "aws.b"] } },
          }),
          renderProvider("aws", { alias: "a", profile: text, default_tags: { tags } }),
          renderVariable("a", {
            type: "list(object({\n  name = string\n}))",
            description: text,
            default: [tags],
            validation: [{ condition, error_message: text }],
          }),
          renderData("aws_partition", "a", { provider: "aws.a" }),
          renderResource("aws_kms_key", "a", {
            description: text,
            tags,
            lifecycle: { precondition: { condition, error_message: text } },
            depends_on: ["aws_kms_key.b"],
          }),
          renderModule("a", { source: text, providers: { "aws.a": "aws.b" }, inputs: { text, tags } }),
          renderOutput("a", { value: tags, description: text }),
        );
        const precondition = [{ condition, error_message: text }];
        expect(await parse("blocks.tf", hcl)).toEqual({
          terraform: [
            {
              required_providers: [
                { aws: { source: text, configuration_aliases: ["${aws.a}", "${aws.b}"] } },
              ],
            },
          ],
          provider: { aws: [{ alias: "a", profile: text, default_tags: [{ tags }] }] },
          variable: {
            a: [
              {
                type: "${list(object({\n    name = string\n  }))}",
                description: text,
                default: [tags],
                validation: [{ condition, error_message: text }],
              },
            ],
          },
          data: { aws_partition: { a: [{ provider: "${aws.a}" }] } },
          resource: {
            aws_kms_key: {
              a: [
                { description: text, tags, lifecycle: [{ precondition }], depends_on: ["${aws_kms_key.b}"] },
              ],
            },
          },
          module: { a: [{ source: text, providers: { "aws.a": "${aws.b}" }, text, tags }] },
          output: { a: [{ value: tags, description: text }] },
        });
        expect(await format(hcl)).toBe(hcl);
      },
    ),
    { numRuns: runs(100) },
  );
});

describe.each(STACKS)("the stack %s", (_, json) => {
  test("is read back as what it was", async () => {
    expect(await parse("stack.tf", stackHcl(json))).toEqual(asParsed(json));
  });

  test("is formatted as terraform fmt does", async () => {
    const hcl = stackHcl(json);
    expect(await format(hcl)).toBe(hcl);
  });

  test("has policies that are read back as what they were", async () => {
    const policies = Object.entries(json.locals).map(([name, document]) => [name, policyDocument(document)]);
    const hcl = `${renderLocals(Object.fromEntries(policies))}\n`;
    const locals = await parsedLocals(hcl);
    for (const [name, document] of Object.entries(json.locals)) {
      expect(await argumentOf("jsonencode", locals[name])).toEqual(document);
    }
    expect(await format(hcl)).toBe(hcl);
  });
});

/** A stack as hcl2json has it: every block in a list, and references in `${…}`. */
function asParsed({ terraform, provider, locals, resource, output }: StackJson): unknown {
  const { required_providers, backend, ...rest } = terraform;
  return {
    terraform: [
      {
        ...rest,
        required_providers: [required_providers],
        backend: mapValues(backend ?? {}, (block) => [block]),
      },
    ],
    provider: mapValues(provider, (blocks) => blocks.map(parsedBody)),
    locals: [locals],
    resource: mapValues(resource, (blocks) => mapValues(blocks, (block) => [parsedBody(block)])),
    output: mapValues(output, (block) => [block]),
  };
}

function parsedBody({ "//": _metadata, provider, depends_on, ...values }: ValueMap): ValueMap {
  return {
    ...mapValues(values, parsedArgument),
    ...(provider !== undefined && { provider: `\${${String(provider)}}` }),
    ...(depends_on !== undefined && { depends_on: (depends_on as string[]).map((each) => `\${${each}}`) }),
  };
}

/** An object is a block, unless it is the only map that the AWS provider has here. */
function parsedArgument(value: ValueMap[string], name: string): ValueMap[string] {
  const bodies = [value].flat();
  const isBlock =
    name !== "tags" &&
    name !== "dimensions" &&
    bodies.every((body) => typeof body === "object" && body !== null);
  return isBlock ? bodies.map((body) => parsedBody(body as ValueMap)) : value;
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
