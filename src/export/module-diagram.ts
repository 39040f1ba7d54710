import { deliveringService } from "../aws/delivering-services";
import { folded, type FoldedEdge, type FoldedNode } from "../diagram/alike";
import { edgeLabel, frameLabel, nodeLabel } from "../diagram/labels";
import { mermaidLines } from "../diagram/mermaid";
import type { Edge, Frame, Picture, PictureNode } from "../diagram/picture";
import { keyOf } from "../topology/defaults";
import { levelsOf } from "../topology/levels";
import type { Bucket, Key, Model, Principal } from "../topology/model";

/**
 * A Mermaid diagram of accounts, buckets, keys and principals, and of who can do what. If there is much of it, what is alike is
 * drawn once.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function diagramOf(model: Model): string {
  const { frames, nodes, edges } = folded(pictureOf(model));
  const unmanaged = new Set(model.accounts.filter(({ managed }) => !managed).map(({ name }) => name));
  const inFrame = (at: number | undefined, indent: string) =>
    nodes.filter(({ frame }) => frame === at).map((node) => `${indent}${mermaidNode(node)}`);
  const idAt = (at: number) => nodes[at]?.members[0]?.id;
  return [
    "flowchart LR",
    ...frames.flatMap((accounts, at) => [
      `  subgraph account_${accounts[0]?.id}["${mermaidLines([accountsLabel(accounts, unmanaged)])}"]`,
      ...inFrame(at, "    "),
      "  end",
    ]),
    ...inFrame(undefined, "  "),
    ...edges.map((edge) => `  ${idAt(edge.from)} ${mermaidArrow(edge)} ${idAt(edge.to)}`),
  ].join("\n");
}

function pictureOf(model: Model): Picture {
  const { accounts, keys, buckets, principals, services, access, replications, deliveries } = model;
  const isOrganization = ({ kind }: Principal) => kind === "organization";
  return {
    frames: accounts.map(({ name }) => ({ id: name, name })),
    nodes: [
      ...principals.filter((each) => !isOrganization(each)).map(principalNode),
      ...buckets.flatMap((bucket) => [
        bucketNode(bucket),
        ...(bucket.encryption.kind === "own key" ? [keyNode(bucket.encryption.key)] : []),
      ]),
      ...keys.map(keyNode),
      ...services.map(({ name, service }): PictureNode => ({
        ...OUTSIDE,
        id: `service_${name}`,
        kind: "service",
        name: `${service} ${name}`,
      })),
      ...principals.filter(isOrganization).map(principalNode),
    ],
    edges: [
      ...access.map(({ principal, bucket, permissions, prefix }) =>
        edgeOf(
          "access",
          `principal_${principal.name}`,
          `bucket_${bucket.name}`,
          `${levelsOf(permissions).join(", ")}${under(prefix)}`,
        ),
      ),
      ...replications.map(({ from, to, prefix }) =>
        edgeOf("replication", `bucket_${from.name}`, `bucket_${to.name}`, `replicates${under(prefix)} to`),
      ),
      ...deliveries.map(({ service: { name, service }, bucket, prefix }) =>
        edgeOf(
          "access",
          `service_${name}`,
          `bucket_${bucket.name}`,
          `${deliveringService(service).allow === "put" ? "delivers" : "reads"}${under(prefix)}`,
        ),
      ),
      ...buckets.flatMap((bucket) => {
        const key = keyOf(bucket);
        return [
          ...(key ? [keyEdge(bucket, key, "encrypted with")] : []),
          ...bucket.otherKeys.map((other) => keyEdge(bucket, other, "some objects encrypted with")),
        ];
      }),
    ],
  };
}

const OUTSIDE = { details: [], frame: undefined, isExisting: false };

function bucketNode({ name, account, existing }: Bucket): PictureNode {
  const id = `bucket_${name}`;
  return { id, kind: "bucket", name, details: [], frame: account.name, isExisting: existing !== undefined };
}

function keyNode({ name, account, existing }: Key): PictureNode {
  return { id: `key_${name}`, kind: "key", name, details: [], frame: account.name, isExisting: existing };
}

function principalNode(principal: Principal): PictureNode {
  const { kind, name, account } = principal;
  const id = `principal_${name}`;
  const tags = "principalTags" in principal ? Object.entries(principal.principalTags) : [];
  const details = tags.map(([key, value]) => `${key}=${value}`);
  if (kind === "organization") return { ...OUTSIDE, id, kind, name, details };
  const isExisting = "existing" in principal && principal.existing;
  return { id, kind: tags.length > 0 ? "team" : kind, name, details, frame: account.name, isExisting };
}

function keyEdge(bucket: Bucket, key: Key, label: string): Edge {
  return edgeOf("key", `bucket_${bucket.name}`, `key_${key.name}`, label);
}

function edgeOf(kind: Edge["kind"], from: string, to: string, label: string): Edge {
  return { kind, from, to, label: [label], state: "works" };
}

function under(prefix: string): string {
  return prefix === "" ? "" : ` objects under ${prefix}`;
}

/** Says of accounts without a provider that the module is not deployed to them. */
function accountsLabel(accounts: readonly Frame[], unmanaged: ReadonlySet<string>): string {
  const left = accounts.filter(({ id }) => unmanaged.has(id)).length;
  const label = accounts.length === 1 ? `account ${accounts[0]?.name}` : frameLabel(accounts);
  if (left === 0) return label;
  return `${label}, ${left < accounts.length ? "some " : ""}not deployed to`;
}

/** The brackets of Mermaid around the label of a node. Whoever does something has round ones. */
const SHAPES: Readonly<Partial<Record<PictureNode["kind"], readonly [string, string]>>> = {
  bucket: ["[(", ")]"],
  key: ["{{", "}}"],
};

function mermaidNode(node: FoldedNode): string {
  const [first] = node.members as [PictureNode];
  const [opening, closing] = SHAPES[first.kind] ?? ["([", "])"];
  return `${first.id}${opening}"${mermaidLines(linesOf(node, first))}"${closing}`;
}

function linesOf(node: FoldedNode, { kind, name, details, isExisting }: PictureNode): readonly string[] {
  if (node.members.length > 1) {
    const { name: count, details: names } = nodeLabel(node);
    return [`${count.join("")}${isExisting ? ", exist already" : ""}`, ...names];
  }
  const tags = details.length === 0 ? "" : `, tagged ${details.join(", ")}`;
  const words = [WORDS[kind] ?? kind, name].filter((word) => word !== "").join(" ");
  return [`${words}${tags}${isExisting ? ", exists already" : ""}`];
}

/** What a module calls one of a kind. Empty if the name says it. */
const WORDS: Readonly<Partial<Record<PictureNode["kind"], string>>> = {
  account: "any role or user",
  team: "any role or user",
  service: "",
};

const ARROWS: Readonly<Record<Edge["kind"], readonly [string, string]>> = {
  access: ["--", "-->"],
  replication: ["==", "==>"],
  key: ["-.", ".->"],
  trust: ["-.", ".->"],
};

function mermaidArrow(edge: FoldedEdge): string {
  const [line, arrow] = ARROWS[edge.kind];
  return `${line} "${mermaidLines(edgeLabel(edge))}" ${arrow}`;
}
