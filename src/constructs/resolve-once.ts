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
 * Returns the same as `TerraformStack.toTerraform`, but much faster. CDKTF resolves the tokens of every element, and then
 * searches the whole result for tokens again. This function resolves only the values that contain tokens. Policies are most
 * of a stack, and contain none. A test compares the two results.
 */
export function resolveOnce(stack: TerraformStack): Json {
  const resolve = (value: object) =>
    withoutTokens(value, (part) =>
      Tokenization.resolve(part, { scope: stack, preparing: false, resolver: RESOLVER }),
    ) as Json;
  const elements = stack.node
    .findAll()
    .filter((node): node is TerraformElement => TerraformElement.isTerraformElement(node));
  const overrides = resolve((stack as unknown as { rawOverrides: Json }).rawOverrides);
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

/** Copies plain data, without undefined values, and calls `resolve` for everything that can contain a token. */
function withoutTokens(value: unknown, resolve: (part: unknown) => unknown): unknown {
  if (typeof value === "string") return mayHoldToken(value) ? resolve(value) : value;
  if (typeof value === "number") return value < LEAST_NUMBER ? resolve(value) : value;
  if (typeof value === "function") return resolve(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    // A token in a list can resolve to several elements.
    if (value.some((each) => typeof each === "string" && mayHoldToken(each))) return resolve(value);
    return value.map((each) => withoutTokens(each, resolve)).filter((each) => each !== undefined);
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return resolve(value);
  const result: Json = {};
  for (const key in value) {
    if (mayHoldToken(key)) return resolve(value);
    const member = withoutTokens((value as Json)[key], resolve);
    if (member !== undefined) result[key] = member;
  }
  return result;
}

/** CDKTF encodes tokens in texts, lists and maps with this marker, and number tokens as huge numbers. */
function mayHoldToken(text: string): boolean {
  return text.includes("TfToken[") || text.includes("e+2");
}

/** Smaller numbers are tokens, such as -1.8881545897087505e+289. */
const LEAST_NUMBER = -1e288;

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
