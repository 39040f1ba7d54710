import type { Viz } from "@viz-js/viz" with { "resolution-mode": "import" };
import type { Folded } from "./alike";
import { graphOf, nodeName } from "./graph";
import { edgeSentence, nodeLabel, printable, type NodeLabel } from "./labels";

/**
 * A diagram as SVG. It has no script, font or picture from elsewhere, and says in words what it shows.
 *
 * @param title the title of the picture, for screen readers
 */
export async function svgOf(folded: Folded, title: string): Promise<string> {
  const svg = (await graphviz()).renderString(graphOf(folded), { format: "svg" });
  const { nodes, edges } = folded;
  const labels = new Map(nodes.map((node, index) => [nodeName(index), nodeLabel(node)]));
  const sentences = edges.map((edge) => edgeSentence(edge, nodes));
  const described = `<svg role="img" aria-label="${escaped([title, ...sentences].join("; "))}"`;
  return svg
    .slice(svg.indexOf("<svg"))
    .replaceAll(/<!--.*?-->\n/gs, "")
    .replaceAll(
      /<g id="(\w+)" class="(node|edge|cluster)">\n<title>(.*?)<\/title>(.*?)<\/g>/gs,
      (...[, id, kind, name, body]: string[]) => {
        const label = labels.get(name ?? "");
        const said =
          kind === "node" ? saidOf(label) : kind === "edge" ? sentences[edgeNumber(id)] : undefined;
        const title = said === undefined ? "" : `<title>${escaped(said)}</title>`;
        return `<g class="${kind}">${title}${inSize(body ?? "", kind as Sized, label)}</g>`;
      },
    )
    .replace("<svg", described);
}

let started: Promise<Viz> | undefined;

/** Graphviz takes longer to start than to draw, so all pictures share one. */
function graphviz(): Promise<Viz> {
  return (started ??= import("@viz-js/viz").then(({ instance }) => instance()));
}

type Sized = "node" | "edge" | "cluster";

/** Graphviz numbers the elements of edges from 1. */
function edgeNumber(id = ""): number {
  return Number(id.replace("edge", "")) - 1;
}

function saidOf(label: NodeLabel | undefined): string | undefined {
  return label && [label.kind, label.name.join(""), ...label.details].join(", ");
}

/** Writes text smaller than it was laid out, and the name of a node in bold. */
function inSize(body: string, kind: Sized, label: NodeLabel | undefined): string {
  const first = label?.heading.length ?? 0;
  const end = first + (label?.name.length ?? 0);
  let line = 0;
  return body.replaceAll(/font-size="[\d.]+"/g, () => {
    const isName = line >= first && line < end;
    line++;
    return isName ? 'font-size="12" font-weight="bold"' : `font-size="${kind === "cluster" ? 12 : 10}"`;
  });
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
