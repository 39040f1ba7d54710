/** The lines of an app that create what is in a stack. */
import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { TerraformElement, TerraformOutput, TerraformProvider, type TerraformStack } from "cdktf";
import { type IConstruct, Node } from "constructs";
import { isUserError } from "../messages/user-error";

/** A line of a file. */
export interface CreationPlace {
  /** Absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

const places = new WeakMap<Node, CreationPlace>();

/**
 * From now on, remembers for each Terraform element the line of the app that creates it. Call this once, before the app
 * creates the first. It takes time: most with ts-node, which looks up the source of every line.
 */
export function rememberCreation(): void {
  const { addMetadata } = Node.prototype;
  // CDKTF calls this for every element that is created, for such a place, and without asking for it.
  Node.prototype.addMetadata = function (this: Node, ...args: Parameters<typeof addMetadata>) {
    const place = places.has(this) ? undefined : placeIn(caller ?? callHere());
    if (place !== undefined) places.set(this, place);
    addMetadata.apply(this, args);
  };
}

/** A call of the app, for what follows from it later. */
export type Call = Error;

export function callHere(): Call {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Infinity;
  try {
    return new Error("a call of the app");
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Acts as if an earlier call did: new elements have its place, and the errors that a user can fix its stack. */
export function onBehalfOf<T>(call: Call, act: () => T): T {
  caller = call;
  try {
    return act();
  } catch (error) {
    if (isUserError(error)) error.stack = [String(error), ...framesOf(call)].join("\n");
    throw error;
  } finally {
    caller = undefined;
  }
}

let caller: Call | undefined;

function framesOf({ stack = "" }: Call): string[] {
  return stack.split("\n").slice(1);
}

/** Where the elements of a stack were created, by their Terraform address. */
export function creationPlaces(stack: TerraformStack): Readonly<Record<string, CreationPlace>> {
  return Object.fromEntries(
    stack.node.findAll().flatMap((element): [string, CreationPlace][] => {
      const place = places.get(element.node);
      const address = place && addressOf(element);
      return place === undefined || address === undefined ? [] : [[address, place]];
    }),
  );
}

function addressOf(element: IConstruct): string | undefined {
  if (!TerraformElement.isTerraformElement(element)) return undefined;
  const { friendlyUniqueId: name } = element;
  if (TerraformOutput.isTerraformOutput(element)) return `output.${name}`;
  if (TerraformProvider.isTerraformProvider(element))
    return `provider.${element.terraformResourceType}.${name}`;
  // CDKTF does not make it public. That of a data source begins with `data.`.
  const { _elementType: type } = element as unknown as { readonly _elementType?: string };
  return type && `${type}.${name}`;
}

/** The innermost line that is neither of a package nor of s3porter. */
function placeIn(call: Call): CreationPlace | undefined {
  const frames = framesOf(call).flatMap((frame) => frameOf(frame) ?? []);
  const [here] = frames;
  if (here === undefined) return undefined;
  // The source map of a bundle says where this file was.
  const own = dirname(dirname(here.file)) + sep;
  return frames.find(({ file }) => !file.startsWith(own) && !file.split(/[/\\]/).includes("node_modules"));
}

/** `at new Lake (/app/lib/lake.ts:7:3)`, without the calls inside of Node.js. */
function frameOf(text: string): CreationPlace | undefined {
  const [, path, line] = /^\s*at (?:.* \()?((?:file:|[A-Za-z]:)?[^:(]+):(\d+):\d+\)?$/.exec(text) ?? [];
  if (path === undefined || !/[/\\]/.test(path)) return undefined;
  return { file: path.startsWith("file:") ? fileURLToPath(path) : path, line: Number(line) };
}
