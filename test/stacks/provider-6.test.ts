/** Version 6 of the AWS provider is not run here: everything that is written is held against its schema. */
import { parse } from "@cdktf/hcl2json";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { proveTopology } from "../../src/verify/topology";
import schema from "../fixtures/provider-6.json";
import { REPOSITORY } from "../support/repository";

type Json = Readonly<Record<string, unknown>>;

interface Block {
  readonly attributes: Readonly<Record<string, string>>;
  readonly blocks: Readonly<Record<string, Block>>;
}

interface Type extends Block {
  readonly computed: readonly string[];
  readonly deprecated: readonly string[];
}

type Kind = "resource" | "data";

const TYPES: Readonly<Record<Kind, Readonly<Record<string, Type>>>> = schema;

/** Arguments that every resource has, of Terraform itself. */
const META = new Set(["//", "provider", "depends_on", "lifecycle"]);

const GOLDEN = join(REPOSITORY, "test/golden");
const MODULES = join(REPOSITORY, "modules");
const written = [
  ...readdirSync(GOLDEN).map((file) => join(GOLDEN, file)),
  ...readdirSync(MODULES, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tf"))
    .map((file) => join(MODULES, file)),
].map((path) => [path.slice(REPOSITORY.length + 1), path] as const);

async function read(path: string): Promise<Json> {
  const text = readFileSync(path, "utf8");
  return (path.endsWith(".json") ? JSON.parse(text) : await parse(path, text)) as Json;
}

test.each(written)("%s has arguments of version 6, in their blocks and of their types", async (_, path) => {
  expect(misfitsOf(await read(path))).toEqual([]);
});

test("so has a bucket in the namespace of its account, which version 5 cannot create", () => {
  const topology = loadTopology(`accounts: { a: { id: "111111111111", region: us-east-1 } }
buckets: { one: { account: a, name: acme-111111111111-us-east-1-an } }`);
  const { terraform } = topologyTerraform("namespaces", resolve(topology));
  expect(terraform).toHaveProperty("resource.aws_s3_bucket.one.bucket_namespace");
  expect(misfitsOf(terraform as Json)).toEqual([]);
  expect(proveTopology({ name: "namespaces", topology }).proof).toMatchObject({ flaws: [], unmodelled: [] });
});

test("the schema is that of the bindings on which the stacks are built with CDK Terrain", () => {
  const { dependencies } = JSON.parse(readFileSync(join(REPOSITORY, "test/cdktn/package.json"), "utf8")) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const name = "@cdktn/provider-aws";
  expect(schema.generatedFrom).toContain(`${name} ${dependencies[name]}`);
});

/** Version 5 has no other name for them. */
const DEPRECATED = ["data.aws_region.id"];

test("nothing that version 6 deprecates is written, except what version 5 needs", async () => {
  const found = await Promise.all(written.map(async ([, path]) => deprecatedIn(await read(path))));
  expect([...new Set(found.flat())]).toEqual(DEPRECATED);
});

describe("a file that version 6 rejects", () => {
  const bucket = (type: string, block: Json) => ({ resource: { [type]: { a: block } } });

  test.each<[string, Json, string]>([
    ["an unknown type", bucket("aws_s3_cask", {}), "aws_s3_cask.a: unknown type"],
    [
      "an unknown argument",
      bucket("aws_s3_bucket", { bucket: "a", name: "a" }),
      "aws_s3_bucket.a: name: unknown argument",
    ],
    [
      "a missing argument",
      bucket("aws_s3_bucket_policy", { bucket: "a" }),
      "aws_s3_bucket_policy.a: no policy",
    ],
    [
      "an argument of another type",
      bucket("aws_kms_key", { enable_key_rotation: [true] }),
      "aws_kms_key.a: enable_key_rotation: bool expected",
    ],
    [
      "an argument outside its block",
      bucket("aws_s3_bucket_ownership_controls", { bucket: "a", rule: [{}], object_ownership: "b" }),
      "aws_s3_bucket_ownership_controls.a: object_ownership: unknown argument",
    ],
    [
      "an attribute instead of a block",
      bucket("aws_s3_bucket_ownership_controls", { bucket: "a", rule: "b" }),
      "aws_s3_bucket_ownership_controls.a: rule: block expected",
    ],
    [
      "an unknown attribute",
      { output: { a: { value: "${aws_kms_key.a.name}" } } },
      "aws_kms_key.a.name: unknown attribute",
    ],
  ])("%s", (_, file, misfit) => {
    expect(misfitsOf(file)).toContain(misfit);
  });

  test("what is deprecated is found in arguments, blocks and references", () => {
    expect(
      deprecatedIn({
        ...bucket("aws_s3_bucket", { acl: "private", versioning: [{ enabled: true }] }),
        output: { a: { value: "${data.aws_partition.a.id}" } },
      }),
    ).toEqual(["aws_s3_bucket.acl", "aws_s3_bucket.versioning", "data.aws_partition.id"]);
  });
});

function misfitsOf(file: Json): string[] {
  return [
    ...providersIn(file).flatMap((block) => misfitsOfBlock(schema.provider.aws, block, "provider.aws")),
    ...blocksIn(file).flatMap(({ kind, type, address, block }) => {
      const known = TYPES[kind][type];
      return known ? misfitsOfBlock(known, block, address) : [`${address}: unknown type`];
    }),
    ...referencesIn(file).flatMap(({ kind, type, name, attribute }) => {
      const known = TYPES[kind][type];
      const isKnown = known && [...Object.keys(known.attributes), ...known.computed].includes(attribute);
      return isKnown ? [] : [`${type}.${name}.${attribute}: unknown attribute`];
    }),
  ];
}

function misfitsOfBlock({ attributes, blocks }: Block, block: Json, at: string): string[] {
  const missing = Object.entries(attributes)
    .filter(([name, type]) => type.startsWith("required ") && !Object.hasOwn(block, name))
    .map(([name]) => `${at}: no ${name}`);
  const misfits = Object.entries(block).flatMap(([name, value]) => {
    if (META.has(name)) return [];
    const nested = blocks[name];
    if (nested) {
      return [value].flat().flatMap((each) => {
        const isBlock = typeof each === "object" && each !== null;
        return isBlock
          ? misfitsOfBlock(nested, each as Json, `${at}: ${name}`)
          : [`${at}: ${name}: block expected`];
      });
    }
    const type = attributes[name]?.replace("required ", "");
    if (type === undefined) return [`${at}: ${name}: unknown argument`];
    return isOfType(value, type) ? [] : [`${at}: ${name}: ${type} expected`];
  });
  return [...missing, ...misfits];
}

/** A string can be an expression of any type, and Terraform converts numbers and booleans from strings. */
function isOfType(value: unknown, type: string): boolean {
  if (typeof value === "string") return type === "string" || value.startsWith("${");
  if (type === "bool") return typeof value === "boolean";
  if (type === "list(string)") return Array.isArray(value) && value.every((each) => isOfType(each, "string"));
  if (type === "map(string)")
    return (
      typeof value === "object" &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((each) => isOfType(each, "string"))
    );
  return typeof value === type;
}

function deprecatedIn(file: Json): string[] {
  const isDeprecated = (kind: Kind, type: string, name: string) =>
    TYPES[kind][type]?.deprecated.includes(name);
  const prefix = (kind: Kind) => (kind === "data" ? "data." : "");
  return [
    ...blocksIn(file).flatMap(({ kind, type, block }) =>
      Object.keys(block)
        .filter((name) => isDeprecated(kind, type, name))
        .map((name) => `${prefix(kind)}${type}.${name}`),
    ),
    ...referencesIn(file)
      .filter(({ kind, type, attribute }) => isDeprecated(kind, type, attribute))
      .map(({ kind, type, attribute }) => `${prefix(kind)}${type}.${attribute}`),
  ];
}

function providersIn(file: Json): Json[] {
  return Object.values((file.provider ?? {}) as Json).flatMap((blocks) => [blocks].flat() as Json[]);
}

/** The parser of HCL makes a list of each block. */
function blocksIn(file: Json) {
  return (["resource", "data"] as const).flatMap((kind) =>
    Object.entries((file[kind] ?? {}) as Readonly<Record<string, Json>>).flatMap(([type, named]) =>
      Object.entries(named).flatMap(([name, blocks]) =>
        [blocks].flat().map((block) => ({ kind, type, address: `${type}.${name}`, block: block as Json })),
      ),
    ),
  );
}

/** `${aws_kms_key.source.arn}`, `${data.aws_region.source.id}` */
function referencesIn(file: Json) {
  const expressions = [...JSON.stringify(file).matchAll(/\$\{[^}]*\}/g)].join(" ");
  return [...expressions.matchAll(/\b(data\.)?(aws_\w+)\.([\w-]+)\.(\w+)/g)].map(
    ([, data, type = "", name = "", attribute = ""]) => {
      const kind: Kind = data === undefined ? "resource" : "data";
      return { kind, type, name, attribute };
    },
  );
}
