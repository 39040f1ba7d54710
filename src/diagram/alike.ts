/**
 * Draws what is alike once. Nodes are alike if they are of one kind and have the same edges to nodes that are alike, so that
 * ten pairs of a role and a bucket become "10 roles" and "10 buckets", whatever their names and accounts.
 */
import { Multimap } from "../prove/multimap";
import type { Edge, Frame, Picture, PictureNode } from "./picture";

/** A picture in which each node and frame can stand for several. */
export interface Folded {
  readonly frames: readonly (readonly Frame[])[];
  /** The frame of each is an index into `frames`. */
  readonly nodes: readonly FoldedNode[];
  readonly edges: readonly FoldedEdge[];
}

export interface FoldedNode {
  /** At least one. */
  readonly members: readonly PictureNode[];
  readonly frame: number | undefined;
}

export interface FoldedEdge extends Omit<Edge, "from" | "to"> {
  /** Index into `nodes`. */
  readonly from: number;
  readonly to: number;
  /** What each member of `from` does with those of `to`: its own, `all`, or some of them. Undefined if that is one. */
  readonly between: "own" | "all" | "some" | undefined;
}

/** More accesses and replications than this are drawn folded. */
export const MOST_DRAWN = 8;

export function folded(picture: Picture): Folded {
  const busy = picture.edges.filter(({ kind }) => kind === "access" || kind === "replication");
  return busy.length > MOST_DRAWN
    ? quotient(picture, refined(picture))
    : quotient(
        picture,
        picture.nodes.map((_, index) => index),
        true,
      );
}

/**
 * The class of each node: colour refinement, until no class is split any more. Nodes of one class have the same number of
 * the same edges to the nodes of any other class.
 * https://en.wikipedia.org/wiki/Colour_refinement_algorithm
 */
function refined({ nodes, edges }: Picture): readonly number[] {
  const positions = new Map(nodes.map(({ id }, index) => [id, index]));
  const neighbours = nodes.map((): [string, number][] => []);
  const frames = new Multimap<string, number>();
  for (const { from, to, kind, label, state } of edges) {
    const [a, b] = [positions.get(from) ?? 0, positions.get(to) ?? 0];
    neighbours[a]?.push([JSON.stringify([">", kind, label, state]), b]);
    neighbours[b]?.push([JSON.stringify(["<", kind, label, state]), a]);
  }
  for (const [index, { frame }] of nodes.entries()) if (frame !== undefined) frames.add(frame, index);
  // Being in one account is an edge too.
  for (const inside of frames.all())
    if (inside.length <= MOST_DRAWN)
      for (const a of inside) for (const b of inside) if (a !== b) neighbours[a]?.push(["account", b]);
  const large = (frame: string | undefined) =>
    frame !== undefined && frames.get(frame).length > MOST_DRAWN ? frame : undefined;
  let classes = numbered(
    nodes.map(({ kind, details, isExisting, frame }) => [kind, details.length, isExisting, large(frame)]),
  );
  for (let count = 0; count !== new Set(classes).size;) {
    count = new Set(classes).size;
    const before = classes;
    classes = numbered(
      neighbours.map((each, index) => [
        before[index],
        each.map(([label, other]) => `${before[other]} ${label}`).sort(),
      ]),
    );
  }
  return classes;
}

function numbered(descriptions: readonly unknown[]): readonly number[] {
  const numbers = new Map<string, number>();
  return descriptions.map((description) => {
    const text = JSON.stringify(description);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
}

function quotient(
  { frames, nodes, edges }: Picture,
  classes: readonly number[],
  keepsFrames = false,
): Folded {
  const members = new Multimap(nodes.map((node, index) => [classes[index] ?? 0, node] as const));
  const order = [...new Set(classes)];
  const position = new Map(order.map((group, index) => [group, index]));
  const nodeAt = new Map(nodes.map(({ id }, index) => [id, position.get(classes[index] ?? 0) ?? 0]));
  // Accounts whose contents are the same are one frame.
  const contents = frames.map(({ id }) => {
    const inside = nodes.flatMap((node, index) =>
      node.frame === id ? [position.get(classes[index] ?? 0)] : [],
    );
    return keepsFrames ? id : JSON.stringify([...new Set(inside)].sort());
  });
  const kinds = [...new Set(contents)];
  const frameOf = (id: string | undefined) => {
    const index = frames.findIndex((frame) => frame.id === id);
    return index < 0 ? undefined : kinds.indexOf(contents[index] ?? "");
  };
  const counted = new Map<string, { edge: Edge; count: number }>();
  for (const edge of edges) {
    const { kind, label, state } = edge;
    const id = JSON.stringify([nodeAt.get(edge.from), nodeAt.get(edge.to), kind, label, state]);
    counted.set(id, { edge, count: (counted.get(id)?.count ?? 0) + 1 });
  }
  return {
    frames: kinds.map((kind) => frames.filter((_, index) => contents[index] === kind)),
    nodes: order.map((group) => {
      const all = members.get(group);
      return { members: all, frame: frameOf(all[0]?.frame) };
    }),
    edges: [...counted.values()].map(({ edge: { from, to, ...rest }, count }) => {
      const [a, b] = [nodeAt.get(from) ?? 0, nodeAt.get(to) ?? 0];
      const [ones, others] = [a, b].map((at) => members.get(order[at] ?? 0).length) as [number, number];
      return { ...rest, from: a, to: b, between: between(ones, others, count) };
    }),
  };
}

/** How so many edges connect so many nodes with others, if each has as many as the next. */
function between(ones: number, others: number, edges: number): FoldedEdge["between"] {
  if (others === 1) return undefined;
  if (edges === ones * others) return "all";
  return edges === ones && edges === others ? "own" : "some";
}
