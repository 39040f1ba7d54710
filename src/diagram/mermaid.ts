import type { Folded, FoldedEdge, FoldedNode } from "./alike";
import { edgeLines, frameLabel, nodeLabel } from "./labels";
import type { NodeKind } from "./picture";

/** The brackets of Mermaid around the label of a node. */
const SHAPES: Readonly<Record<NodeKind, readonly [string, string]>> = {
  bucket: ["[(", ")]"],
  key: ["{{", "}}"],
  role: ["[", "]"],
  user: ["([", "])"],
  "permission set": ["[[", "]]"],
  account: ["[/", "/]"],
  organization: ["[[", "]]"],
  team: ["[\\", "\\]"],
  service: ["[[", "]]"],
  "identity provider": [">", "]"],
  others: ["((", "))"],
};

const ARROWS: Readonly<Record<FoldedEdge["kind"], string>> = {
  access: "-->",
  replication: "==>",
  key: "-.-",
  trust: "-.->",
};

/**
 * A diagram as Mermaid, which GitHub and GitLab draw in Markdown.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaidOf({ frames, nodes, edges }: Folded): string {
  const inFrame = (at: number | undefined, indent: string) =>
    nodes.flatMap((node, index) => (node.frame === at ? [`${indent}${mermaidNode(node, index)}`] : []));
  return [
    "flowchart LR",
    ...frames.flatMap((frame, at) => [
      `  subgraph account_${at}["${mermaidText(frameLabel(frame))}"]`,
      ...inFrame(at, "    "),
      "  end",
    ]),
    ...inFrame(undefined, "  "),
    ...edges.map(
      (edge) => `  n${edge.from} ${ARROWS[edge.kind]}|"${mermaidLines(edgeLines(edge))}"| n${edge.to}`,
    ),
  ].join("\n");
}

function mermaidNode(node: FoldedNode, index: number): string {
  const { heading, name, details } = nodeLabel(node);
  const [opening, closing] = SHAPES[(node.members[0] as FoldedNode["members"][number]).kind];
  return `n${index}${opening}"${mermaidLines([...heading, name.join(""), ...details])}"${closing}`;
}

/** Text of several lines in quotes. */
export function mermaidLines(lines: readonly string[]): string {
  return lines.map(mermaidText).join("<br>");
}

/** https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
function mermaidText(text: string): string {
  return text.replaceAll(
    /[^\p{Letter}\p{Number} /._=@,+-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
}
