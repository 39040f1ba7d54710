import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface TerraformJson {
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, { readonly value: string }>>;
  readonly provider: { readonly aws: readonly Readonly<Record<string, unknown>>[] };
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

/** What `cdktf init --template typescript` writes: type checks at every run, and the provider by its barrel. */
const TSCONFIG = {
  compilerOptions: {
    alwaysStrict: true,
    strict: true,
    module: "CommonJS",
    target: "ES2020",
    lib: ["es2020"],
    skipLibCheck: true,
  },
};

/**
 * Writes the resources of synthesized stacks as the app that somebody would have who begins with CDKTF's TypeScript
 * template, and returns its folder.
 */
export function writeTemplateApp(cdktfOut: string, folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stacks = readdirSync(join(cdktfOut, "stacks")).sort();
  const source = [
    `import { App, TerraformOutput, TerraformStack } from "cdktf";`,
    `import * as aws from "@cdktf/provider-aws";`,
    `import type { Construct } from "constructs";`,
    ...stacks.map((name, index) =>
      stackClass(
        `Stack${index}`,
        JSON.parse(readFileSync(join(cdktfOut, "stacks", name, "cdk.tf.json"), "utf8")),
      ),
    ),
    `const app = new App();`,
    ...stacks.map((name, index) => `new Stack${index}(app, ${JSON.stringify(name)});`),
    `app.synth();`,
  ].join("\n");
  writeFileSync(join(folder, "main.ts"), source);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
  return folder;
}

function stackClass(
  className: string,
  { locals = {}, output = {}, provider, resource }: TerraformJson,
): string {
  const providers = provider.aws.map(
    (props) =>
      `const ${props.alias} = new aws.provider.AwsProvider(this, "${props.alias}", ${literal(camelCase(props))});`,
  );
  const resources = Object.entries(resource).flatMap(([type, byName]) =>
    Object.entries(byName).map(
      ([name, { "//": _, provider: alias, depends_on, policy, assume_role_policy, ...props }]) => {
        const json = (document: unknown) =>
          document === undefined
            ? undefined
            : new Code(`JSON.stringify(${literal(locals[localName(String(document))])})`);
        const config = {
          ...(camelCase(props) as object),
          provider: new Code(String(alias).replace("aws.", "")),
          policy: json(policy),
          assumeRolePolicy: json(assume_role_policy),
        };
        const create = `new aws.${bindingOf(type)}(this, "${type}-${name}", ${literal(config)})`;
        return depends_on ? `${create}.addOverride("depends_on", ${literal(depends_on)});` : `${create};`;
      },
    ),
  );
  const outputs = Object.entries(output).map(
    ([name, { value }]) => `new TerraformOutput(this, "${name}", { value: ${literal(value)} });`,
  );
  const body = [...providers, ...resources, ...outputs].join("\n");
  return `class ${className} extends TerraformStack {\nconstructor(scope: Construct, id: string) {\nsuper(scope, id);\n${body}\n}\n}`;
}

/** A value that is TypeScript already. */
class Code {
  constructor(readonly text: string) {}
}

function literal(value: unknown): string {
  if (value instanceof Code) return value.text;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return `{ ${entries.map(([key, entry]) => `${JSON.stringify(key)}: ${literal(entry)}`).join(", ")} }`;
  }
  return JSON.stringify(value);
}

/** `aws_s3_bucket_versioning` is `s3BucketVersioning.S3BucketVersioningA`: some classes have an A, to tell them from a block. */
function bindingOf(type: string): string {
  const namespace = snakeToCamel(type.replace(/^aws_/, ""));
  const className = namespace.charAt(0).toUpperCase() + namespace.slice(1);
  const hasSuffix = /^S3Bucket(Versioning|ServerSideEncryptionConfiguration|ReplicationConfiguration)$/.test(
    className,
  );
  return `${namespace}.${className}${hasSuffix ? "A" : ""}`;
}

function localName(expression: string): string {
  return expression.replace(/^\$\{jsonencode\(local\.(.*)\)\}$/, "$1");
}

function camelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      snakeToCamel(key),
      key === "tags" ? entry : camelCase(entry),
    ]),
  );
}

function snakeToCamel(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
