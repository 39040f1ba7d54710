/**
 * Writes `test/fixtures/provider-6.json`: what version 6 of the AWS provider takes and returns, for the types in
 * `src/export/hcl/blocks.json`. It is read from packages that are generated from the provider's schema. They have half a
 * gigabyte, which is too much to install for a test, so they are given here as folders:
 *
 * ```sh
 * npm install --prefix /tmp/provider-6 --ignore-scripts --legacy-peer-deps @cdktn/provider-aws @pulumi/aws
 * npm run provider-6 -- /tmp/provider-6/node_modules
 * ```
 *
 * `@cdktn/provider-aws` has everything but deprecations, which `@pulumi/aws` has.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import blocks from "../src/export/hcl/blocks.json";

const FILE = join(__dirname, "../test/fixtures/provider-6.json");

/** A block, or the arguments of an attribute that is written like one. */
interface Block {
  /** Types by name: `string`, `list(string)`. A required one begins with `required `. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly blocks: Readonly<Record<string, Block>>;
}

interface Type extends Block {
  /** Attributes that only AWS sets. */
  readonly computed: readonly string[];
  readonly deprecated: readonly string[];
}

async function main(modules: string): Promise<void> {
  const cdktn = join(modules, "@cdktn/provider-aws");
  const pulumi = join(modules, "@pulumi/aws");
  const type = (kind: "resource" | "data") => (name: string) => [
    name,
    typeOf(name, declarationsOf(cdktn, kind, name), deprecatedIn(pulumi, kind, name)),
  ];
  const provider = blockOf("AwsProviderConfig", read(join(cdktn, "lib/provider/index.d.ts")));
  const { endpoints } = provider.blocks;
  const known = Object.keys(blocks.provider.aws.endpoints);
  const json = JSON.stringify({
    source: `hashicorp/aws ${providerVersion(cdktn)}`,
    generatedFrom: [cdktn, pulumi].map((folder) => {
      const { name, version } = packageOf(folder);
      return `${name} ${version}`;
    }),
    provider: {
      aws: {
        ...provider,
        blocks: {
          ...provider.blocks,
          endpoints: { ...endpoints, attributes: picked(endpoints?.attributes ?? {}, known) },
        },
      },
    },
    resource: Object.fromEntries(Object.keys(blocks.resource).map(type("resource"))),
    data: Object.fromEntries(Object.keys(blocks.data).map(type("data"))),
  });
  writeFileSync(FILE, await format(json, { parser: "json", printWidth: 110 }));
}

/** `aws_s3_bucket` is `lib/s3-bucket`, a data source is `lib/data-aws-region`. */
function declarationsOf(cdktn: string, kind: "resource" | "data", type: string): string {
  const folder = type.replace(/^aws_/, kind === "data" ? "data_aws_" : "").replaceAll("_", "-");
  return read(join(cdktn, "lib", folder, "index.d.ts"));
}

function typeOf(type: string, declarations: string, deprecated: readonly string[]): Type {
  const [, config] =
    /^export interface (\w+Config) extends cdktn\.TerraformMetaArguments/m.exec(declarations) ?? [];
  if (config === undefined) throw new Error(`${type} has no configuration`);
  const block = blockOf(config, declarations);
  const ofResource = declarations.slice(declarations.lastIndexOf("export declare class "));
  const settable = new Set([...Object.keys(block.attributes), ...Object.keys(block.blocks)]);
  const computed = [...ofResource.matchAll(/^ {4}get (\w+)\(\)/gm)]
    .map(([, name = ""]) => name)
    .filter((name) => !name.endsWith("Input"))
    .map(snakeCase)
    .filter((name) => !settable.has(name));
  const known = new Set([...settable, ...computed]);
  return { ...block, computed, deprecated: deprecated.map((name) => inSingular(name, known)) };
}

/** Pulumi has lists of blocks in the plural. */
function inSingular(name: string, known: ReadonlySet<string>): string {
  const singular = name.replace(/s$/, "");
  if (known.has(name)) return name;
  if (known.has(singular)) return singular;
  throw new Error(`${name} is deprecated, but unknown`);
}

/** Each property has a comment with a link to its documentation, which ends with its name in Terraform. */
const PROPERTY =
  /\/\*\*((?:(?!\*\/)[^])*?#(\w+)\}(?:(?!\*\/)[^])*)\*\/\s+readonly \w+(\??): ([^;]+(?:;\s+\})?);/g;

function blockOf(name: string, declarations: string): Block {
  const body = new RegExp(`^export interface ${name} [^]*?^}`, "m").exec(declarations)?.[0];
  if (body === undefined) throw new Error(`there is no ${name}`);
  const attributes: Record<string, string> = {};
  const nested: Record<string, Block> = {};
  for (const [, comment = "", argument = "", optional, type = ""] of body.matchAll(PROPERTY)) {
    const required = optional === "?" ? "" : "required ";
    if (comment.includes(`* ${argument} block`)) nested[argument] = blockOf(structOf(type), declarations);
    else attributes[argument] = `${required}${attributeType(type)}`;
  }
  return { attributes, blocks: nested };
}

/** `S3BucketRule[] | cdktn.IResolvable` */
function structOf(type: string): string {
  return type.replace(/(\[\])?( \| cdktn\.IResolvable)?$/, "");
}

function attributeType(type: string): string {
  const plain = type.replace(/ \| cdktn\.IResolvable$/, "").replace(/\s+/g, " ");
  const known: Readonly<Record<string, string>> = {
    string: "string",
    number: "number",
    boolean: "bool",
    "string[]": "list(string)",
    "{ [key: string]: string; }": "map(string)",
  };
  return known[plain] ?? "any";
}

/** `aws_s3_bucket_policy` is `s3/bucketPolicy`, a data source is `getRegion`. */
function deprecatedIn(pulumi: string, kind: "resource" | "data", type: string): string[] {
  const [, service = "", rest = ""] = /^aws_([a-z0-9]+)_?(.*)$/.exec(type) ?? [];
  const candidates = {
    resource: [
      `${service}/${camelCase(rest)}`,
      `${service}/${camelCase(rest).replace(/Configuration$/, "Config")}`,
      `${service}/${camelCase(rest).replace(/^openid/, "openId")}`,
      `${service}/${rest.split("_").reverse().join("")}`,
    ],
    data: [
      `get${camelCase(`_${type.replace(/^aws_/, "")}`)}`,
      `${service.replace(/api$/, "")}/get${camelCase(`_${rest}`)}`,
    ],
  }[kind];
  const file = candidates.map((name) => join(pulumi, `${name}.d.ts`)).find(existsSync);
  if (file === undefined) throw new Error(`${pulumi} has no ${type}`);
  const properties = read(file).matchAll(/@deprecated (?:(?!\*\/)[^])*\*\/\s+(?:readonly )?(\w+)\??:/g);
  return [...new Set([...properties].map(([, name = ""]) => snakeCase(name)))].sort();
}

function picked(attributes: Block["attributes"], names: readonly string[]): Block["attributes"] {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}

function providerVersion(cdktn: string): string {
  const [, version] =
    /providers\/hashicorp\/aws\/(\d+\.\d+\.\d+)\//.exec(read(join(cdktn, "lib/provider/index.d.ts"))) ?? [];
  if (version === undefined) throw new Error(`${cdktn} does not say the version of the provider`);
  return version;
}

function packageOf(folder: string): { name: string; version: string } {
  return JSON.parse(read(join(folder, "package.json"))) as { name: string; version: string };
}

function read(file: string): string {
  return readFileSync(file, "utf8");
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const [modules] = process.argv.slice(2);
if (modules === undefined) throw new Error("usage: npm run provider-6 -- <node_modules with the packages>");
void main(modules);
