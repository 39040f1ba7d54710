/** The words of a diagram, which all of its formats share. */
import type { Frame, PictureNode } from "./picture";
import type { FoldedEdge, FoldedNode } from "./alike";

/** What a node says. */
export interface NodeLabel {
  readonly kind: string;
  /** Lines before the name: the kind, unless the name says it. */
  readonly heading: readonly string[];
  /** In lines that are not too long. */
  readonly name: readonly string[];
  readonly details: readonly string[];
}

const MOST_NAMES = 3;

export function nodeLabel({ members }: FoldedNode): NodeLabel {
  const [first, ...others] = members as [PictureNode, ...PictureNode[]];
  const { one, several } = KINDS[first.kind];
  const exists = first.isExisting && HOLD_DATA.has(first.kind) ? ", exists already" : "";
  if (others.length === 0) {
    const kind = `${one}${exists}`;
    return { kind, heading: [kind], name: inLines(first.name), details: first.details };
  }
  return {
    kind: `${several}${exists}`,
    heading: [],
    name: [`${members.length} ${several}`],
    details: someOf(members.map(({ name }) => name)),
  };
}

/** Others that exist already are outside of this Terraform anyway. */
const HOLD_DATA: ReadonlySet<string> = new Set(["bucket", "key"]);

const KINDS: Readonly<Record<PictureNode["kind"], { readonly one: string; readonly several: string }>> = {
  bucket: { one: "bucket", several: "buckets" },
  key: { one: "key", several: "keys" },
  role: { one: "role", several: "roles" },
  user: { one: "user", several: "users" },
  account: { one: "account", several: "accounts" },
  organization: { one: "organization", several: "organizations" },
  team: { one: "roles and users with tags", several: "teams" },
  "permission set": { one: "permission set", several: "permission sets" },
  service: { one: "AWS service", several: "AWS services" },
  "identity provider": { one: "identity provider", several: "identity providers" },
  others: { one: "others", several: "others" },
};

const WIDEST = 40;

/** Breaks a long name after a slash, a hyphen or the like. */
function inLines(name: string): string[] {
  if (name.length <= WIDEST) return [name];
  const at = Math.max(...["/", "-", ".", "_", ":"].map((sign) => name.lastIndexOf(sign, WIDEST - 1)));
  const end = at > WIDEST / 3 ? at + 1 : WIDEST;
  return [name.slice(0, end), ...inLines(name.slice(end))];
}

/** `account data 111111111111`, or the accounts that have the same in them. */
export function frameLabel(frames: readonly Frame[]): string {
  const [first, ...others] = frames;
  if (!first) return "";
  if (others.length === 0) return ["account", first.name, first.id].filter((text) => text !== "").join(" ");
  return `${frames.length} accounts: ${someOf(frames.map(({ name, id }) => (name === "" ? id : name))).join(", ")}`;
}

/** The first few names, and how many more there are. */
function someOf(names: readonly string[]): string[] {
  const rest = names.length - MOST_NAMES;
  return rest > 1 ? [...names.slice(0, MOST_NAMES), `and ${rest} more`] : [...names];
}

/** What an edge says, a line each. What somebody can do says itself what works only in part. */
export function edgeLabel({ label, between, kind, state }: FoldedEdge): string[] {
  return [
    ...label,
    ...(between ? [BETWEEN[between]] : []),
    ...(state === "fails" && kind !== "access" ? ["fails"] : []),
  ];
}

/** The label as it is drawn, in lines that are not too long. */
export function edgeLines(edge: FoldedEdge): string[] {
  return edgeLabel(edge).flatMap(wrapped);
}

/** Breaks a long line between words. A long word stays. */
function wrapped(line: string): string[] {
  return line.split(" ").reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    const isRoom = last !== undefined && last.length + 1 + word.length <= WIDEST;
    return isRoom ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
  }, []);
}

const BETWEEN = { own: "each its own", all: "all of them", some: "each some of them" } as const;

/** `role S3Porter can read bucket acme-source`: what a screen reader says of an edge. */
export function edgeSentence(edge: FoldedEdge, nodes: readonly FoldedNode[]): string {
  const [from, to] = [edge.from, edge.to].map((at) => {
    const { kind, name: lines } = nodeLabel(nodes[at] as FoldedNode);
    const name = lines.join("");
    return name.startsWith(kind) || /^\d/.test(name) ? name : `${kind} ${name}`;
  });
  return `${from}: ${edgeLabel(edge).join(", ")} ${to}`;
}

/**
 * Text in one line, without the characters that XML has not.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, " ");
}
