/** The JSON Schema of topologies says what s3porter says, as far as JSON Schema can. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { parse } from "yaml";
import { topologyJsonSchema } from "../../scripts/topology-schema";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { openInEditor } from "../support/language-server";
import { REPOSITORY } from "../support/repository";
import { runs } from "../support/runs";

const FILE = join(REPOSITORY, "docs/topology.schema.json");
const STACKS = join(REPOSITORY, "stacks");
const schema = JSON.parse(readFileSync(FILE, "utf8")) as Schema;
const validate = new Ajv({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(schema);

interface Schema {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

const copy = readFileSync(join(STACKS, "copy-with-role.yaml"), "utf8");

test("docs/topology.schema.json is what the code says", () => {
  expect(schema).toEqual(JSON.parse(JSON.stringify(topologyJsonSchema())));
});

test.each(readdirSync(STACKS).filter((file) => file.endsWith(".yaml")))("%s is valid", (file) => {
  validate(parse(readFileSync(join(STACKS, file), "utf8")));
  expect(validate.errors).toBeNull();
});

test("random topologies are valid", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      validate(topology);
      expect(validate.errors).toBeNull();
    }),
    { numRuns: runs(1000) },
  );
});

test.each([
  ["a section", "acces: []"],
  ["a field of a bucket", "buckets: { a: { account: a, name: acme, versionning: true } }"],
  ["a level", "access: [{ principal: p, bucket: a, allow: raed }]"],
  ["a type", "buckets: { a: { account: a, name: acme, versioning: 7 } }"],
  ["an account that is a number", "accounts: { a: { id: 111111111111 } }"],
])("%s that is wrong", (_, text) => {
  const sections = {
    accounts: { a: { id: "111111111111" } },
    buckets: { a: { account: "a", name: "acme" } },
  };
  expect(validate(sections)).toBe(true);
  expect(validate({ ...sections, ...(parse(text) as object) })).toBe(false);
});

test("every field is described, except those of policies and of what names itself", () => {
  const names = fieldsWithout("", schema).filter(
    (path) => !/\b(Statement|merge|(trust_)?statements)\b/.test(path),
  );
  const sections = [...new Set(names.map((path) => path.split(".").slice(0, -1).join(".")))];
  expect(sections.sort()).toEqual([
    "accounts.assume_role",
    "accounts.endpoints",
    "backend.cloud",
    "backend.local",
    "backend.s3",
    "buckets.object_lock",
  ]);
});

test("defaults are values", () => {
  const { buckets, principals } = schema.properties ?? {};
  const bucket = (buckets?.additionalProperties as Schema).properties;
  expect(bucket?.bucket_key_enabled?.default).toBe(true);
  expect(bucket?.encryption?.default).toBe("aws:kms");
  const principal = (principals?.additionalProperties as Schema).properties;
  expect(principal?.max_session_duration?.default).toBe(3600);
});

/** The paths of fields without a description. */
function fieldsWithout(
  path: string,
  { properties = {}, additionalProperties, items, anyOf }: Schema,
): string[] {
  const inside = [additionalProperties, items, ...(anyOf ?? [])].filter((each) => typeof each === "object");
  return [
    ...Object.entries(properties).flatMap(([name, field]) => {
      const at = path === "" ? name : `${path}.${name}`;
      return [...(field.description === undefined ? [at] : []), ...fieldsWithout(at, field)];
    }),
    ...inside.flatMap((each) => fieldsWithout(path, each)),
  ];
}

describe("in an editor", () => {
  const headed = (text: string) => `# yaml-language-server: $schema=${FILE}\n${text}`;
  const file = join(STACKS, "edited.yaml");

  test("a good topology has no marks, and fields show what they are", async () => {
    const text = headed(copy);
    const editor = await openInEditor(file, text);
    expect(editor.diagnostics).toEqual([]);
    const line = text.split("\n").findIndex((each) => each.includes("assumed_by"));
    expect(await editor.hover(line, 6)).toContain("Who can assume a new role");
    editor.close();
  });

  test("mistakes are marked at their lines", async () => {
    const text = headed(copy.replace("assumed_by", "asumed_by").replace("allow: read }", "allow: raed }"));
    const editor = await openInEditor(file, text);
    const lines = ["asumed_by", "raed"].map((word) =>
      text.split("\n").findIndex((each) => each.includes(word)),
    );
    expect(editor.diagnostics.map(({ line }) => line)).toEqual(lines);
    expect(editor.diagnostics[0]?.message).toContain("asumed_by");
    editor.close();
  });

  test("fields and levels are completed", async () => {
    const text = headed(`${copy}  - { principal: porter, bucket: source, allow: }\nrepl`);
    const lines = text.split("\n");
    const editor = await openInEditor(file, text);
    expect(await editor.completions(lines.length - 1, 4)).toContain("replication");
    const [level, column] = [lines.length - 2, lines.at(-2)?.indexOf("allow: ") ?? 0];
    expect(await editor.completions(level, column + 7)).toContain("read_write");
    editor.close();
  });
});
