/** A diagram as a graph for Graphviz. */
import type { Graph, Node, Edge as GraphEdge, Subgraph } from "@viz-js/viz" with {
  "resolution-mode": "import",
};
import type { Folded, FoldedEdge, FoldedNode } from "./alike";
import { edgeLines, frameLabel, nodeLabel, printable } from "./labels";
import type { NodeKind } from "./picture";

/**
 * Each kind has a shape and a colour of its own, so that neither is needed to tell them apart. The colours are those of
 * Okabe and Ito, which differ for people who do not see all colours, too.
 * https://jfly.uni-koeln.de/color/
 */
const LOOKS: Readonly<
  Record<NodeKind, { readonly shape: string; readonly line: string; readonly fill: string }>
> = {
  bucket: { shape: "cylinder", line: "#00785a", fill: "#e3f4ee" },
  key: { shape: "hexagon", line: "#8f6200", fill: "#fdf1da" },
  role: { shape: "box", line: "#0072b2", fill: "#e2eff8" },
  user: { shape: "ellipse", line: "#0072b2", fill: "#e2eff8" },
  "permission set": { shape: "tab", line: "#0072b2", fill: "#e2eff8" },
  account: { shape: "folder", line: "#5b5b5b", fill: "#f2f2f2" },
  organization: { shape: "house", line: "#5b5b5b", fill: "#f2f2f2" },
  team: { shape: "parallelogram", line: "#5b5b5b", fill: "#f2f2f2" },
  service: { shape: "component", line: "#5b5b5b", fill: "#f2f2f2" },
  "identity provider": { shape: "note", line: "#5b5b5b", fill: "#f2f2f2" },
  others: { shape: "octagon", line: "#b04a00", fill: "#fbe7db" },
};

const EDGES: Readonly<Record<FoldedEdge["kind"], Readonly<Record<string, string | number>>>> = {
  access: { color: "#333333", penwidth: 1.4 },
  replication: { color: "#00785a:#ffffff:#00785a", penwidth: 1.6 },
  key: { color: "#8f6200", style: "dashed", arrowhead: "none" },
  trust: { color: "#0072b2", style: "dotted", penwidth: 1.4, arrowhead: "empty" },
};

const FONT = "Helvetica,Arial,sans-serif";

/**
 * Graphviz does not know the fonts of the reader, and those that replace Helvetica are up to a fifth wider. So it lays out
 * text of these sizes, and `svg.ts` writes smaller text into the places.
 */
export const LAID_OUT = { node: 15, edge: 12, frame: 15 } as const;

export function graphOf({ frames, nodes, edges }: Folded): Graph {
  const inFrame = (at: number | undefined) =>
    nodes.flatMap((node, index) => (node.frame === at ? [graphNode(node, index)] : []));
  return {
    directed: true,
    graphAttributes: {
      rankdir: "LR",
      fontname: FONT,
      bgcolor: "white",
      pad: 0.3,
      nodesep: 0.35,
      ranksep: 0.7,
      newrank: true,
    },
    nodeAttributes: { fontname: FONT, fontsize: LAID_OUT.node, style: "filled", margin: "0.16,0.1" },
    edgeAttributes: { fontname: FONT, fontsize: LAID_OUT.edge, fontcolor: "#333333", arrowsize: 0.8 },
    nodes: inFrame(undefined),
    subgraphs: frames.map((frame, at): Subgraph => ({
      name: `cluster_${at}`,
      graphAttributes: {
        label: lines([frameLabel(frame)]),
        labeljust: "l",
        fontname: FONT,
        fontsize: LAID_OUT.frame,
        fontcolor: "#444444",
        style: "rounded",
        color: "#9a9a9a",
        margin: 16,
      },
      nodes: inFrame(at),
    })),
    edges: edges.map(graphEdge),
  };
}

/** The name of the node in the graph, and of its element in the SVG. */
export function nodeName(index: number): string {
  return `n${index}`;
}

function graphNode(node: FoldedNode, index: number): Node {
  const { heading, name, details } = nodeLabel(node);
  const { shape, line, fill } = LOOKS[(node.members[0] as FoldedNode["members"][number]).kind];
  const isSeveral = node.members.length > 1;
  return {
    name: nodeName(index),
    attributes: {
      shape,
      color: line,
      fillcolor: fill,
      ...(isSeveral && { peripheries: 2 }),
      ...(node.members.every(({ isExisting }) => isExisting) && { style: "filled,dashed" }),
      label: lines([...heading, ...name, ...details]),
    },
  };
}

function graphEdge(edge: FoldedEdge): GraphEdge {
  const { from, to, kind, state } = edge;
  const label = edgeLines(edge);
  return {
    tail: nodeName(from),
    head: nodeName(to),
    attributes: {
      ...EDGES[kind],
      ...(state === "fails" && { color: "#b04a00", fontcolor: "#b04a00", arrowhead: "tee" }),
      ...(state === "unknown" && { style: "dashed" }),
      // Keys stand beside their buckets, and draw no rank of their own between accounts.
      ...(kind === "key" && { weight: 0 }),
      label: lines(label),
    },
  };
}

/** A label of several lines. Graphviz reads escape sequences in it. */
function lines(texts: readonly string[]): string {
  return texts.map((text) => printable(text).replaceAll("\\", "\\\\")).join("\n");
}
