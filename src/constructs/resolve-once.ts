import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  TerraformOutput,
  TerraformResource,
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
    merge(terraform, plainResource(element) ?? resolve(element.toTerraform()));
  }
  return merge(terraform, overrides);
}

/** What CDKTF does not make public of its resources. */
interface Resource extends Pick<
  TerraformResource,
  "terraformResourceType" | "friendlyUniqueId" | "provider" | "dependsOn" | "lifecycle"
> {
  readonly constructNodeMetadata: Json;
  readonly rawOverrides: Json;
  synthesizeAttributes(): Json;
}

/**
 * The same as `toTerraform` of a resource that has attributes without tokens, a provider, dependencies and `prevent_destroy`
 * at most; undefined for others. CDKTF copies the attributes of each resource several times, in search of what few have.
 */
function plainResource(element: TerraformElement): Json | undefined {
  if (element.toTerraform !== TerraformResource.prototype.toTerraform) return undefined;
  if (hasOwnMetaArguments(element)) return undefined;
  const resource = element as unknown as Resource;
  if (hasMore(resource)) return undefined;
  const { lifecycle } = resource;
  const attributes = resource.synthesizeAttributes();
  attributes.depends_on = resource.dependsOn;
  attributes.provider = resource.provider?.fqn;
  attributes.lifecycle = lifecycle && { prevent_destroy: lifecycle.preventDestroy };
  attributes["//"] = resource.constructNodeMetadata;
  if (!isPlain(attributes)) return undefined;
  return { resource: { [resource.terraformResourceType]: { [resource.friendlyUniqueId]: attributes } } };
}

/** Whether its class adds to what CDKTF makes of its dependencies, provider and lifecycle. */
function hasOwnMetaArguments(element: object): boolean {
  const { prototype } = TerraformResource;
  for (let type = Object.getPrototypeOf(element); type !== prototype; type = Object.getPrototypeOf(type))
    if (Object.hasOwn(type, "terraformMetaArguments")) return true;
  return false;
}

function hasMore(resource: Resource): boolean {
  const { rawOverrides, lifecycle = {} } = resource;
  return (
    Object.keys(rawOverrides).length > 0 ||
    Object.keys(lifecycle).some((argument) => argument !== "preventDestroy") ||
    OTHERS.some((member) => (resource as unknown as Json)[member] !== undefined)
  );
}

/** Other members that change what CDKTF makes of a resource. */
const OTHERS = [
  "count",
  "forEach",
  "provisioners",
  "connection",
  "_imported",
  "_movedById",
  "_movedByTarget",
] as const;

/** Calls `resolve` for the parts that can contain a token, and returns plain data as it is. */
function withoutTokens(value: unknown, resolve: (part: unknown) => unknown): unknown {
  if (isPlain(value)) return value;
  if (!isRecord(value) || Object.keys(value).some(mayHoldToken)) return resolve(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutTokens(each, resolve)]));
}

/** Whether a value is data without any token. */
function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case "string":
      return !mayHoldToken(value);
    case "number":
      return value >= LEAST_NUMBER;
    case "object":
      if (value === null) return true;
      if (Array.isArray(value)) return value.every((each) => each !== undefined && isPlain(each));
      if (!isRecord(value)) return false;
      for (const key in value) if (mayHoldToken(key) || !isPlain(value[key])) return false;
      return true;
    default:
      return typeof value !== "function";
  }
}

/** Not an array, and not an object of a class, such as a token. */
function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** CDKTF encodes tokens in texts, lists and maps with this marker, and number tokens as huge numbers, which end in e+289. */
function mayHoldToken(text: string): boolean {
  return text.includes("TfToken[") || text.includes("+2");
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
    if (value === undefined) continue;
    if (Array.isArray(present) && Array.isArray(value)) target[key] = [...present, ...(value as unknown[])];
    else if (isObject(present) && isObject(value)) merge(present, value);
    else target[key] = value;
  }
  return target;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
