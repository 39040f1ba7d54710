import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  TerraformOutput,
  type TerraformStack,
  Tokenization,
} from "cdktf";

type Json = Record<string, unknown>;

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/**
 * What `TerraformStack.toTerraform` returns, in half the time: that resolves the tokens of every element, and then
 * goes through the whole once more to find none. A test holds the two against each other.
 */
export function resolveOnce(stack: TerraformStack): Json {
  const resolve = (value: object) =>
    Tokenization.resolve(value, { scope: stack, preparing: false, resolver: RESOLVER });
  const elements = stack.node
    .findAll()
    .filter((node): node is TerraformElement => TerraformElement.isTerraformElement(node));
  const overrides = resolve((stack as unknown as { rawOverrides: Json }).rawOverrides) as Json;
  const metadata: Json = {
    version: stack.node.tryGetContext("cdktfVersion"),
    stackName: stack.node.id,
    backend: "local",
    ...(Object.keys(overrides).length > 0 && { overrides: { stack: Object.keys(overrides) } }),
  };
  const outputs: Json = {};
  const terraform: Json = { "//": { metadata, outputs } };
  for (const element of elements) {
    merge(metadata, resolve(element.toMetadata()));
    if (TerraformOutput.isTerraformOutput(element))
      merge(outputs, nested(element.node.path.split("/"), element.friendlyUniqueId));
    merge(terraform, resolve(element.toTerraform()));
  }
  return merge(terraform, overrides);
}

/** `nested(["a", "b"], value)` is `{ a: { b: value } }`. */
function nested(path: readonly string[], value: string): Json {
  return path.reduceRight<unknown>((inner, segment) => ({ [segment]: inner }), value) as Json;
}

function merge(target: Json, source: Json): Json {
  for (const [key, value] of Object.entries(source)) {
    const present = target[key];
    if (Array.isArray(present) && Array.isArray(value)) target[key] = [...present, ...(value as unknown[])];
    else if (isObject(present) && isObject(value)) merge(present, value);
    else target[key] = value;
  }
  return target;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
