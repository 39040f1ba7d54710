import fc from "fast-check";
import { topologyOf } from "../../bench/pairs-topology";
import { hostileText } from "../../test/fixtures/hostile-text";
import { runs } from "../../test/support/runs";
import { readTopology, STACK_NAMES } from "../../test/support/topologies";
import { topologyTerraform } from "../constructs/topology-terraform";
import type { Estate } from "../estate/estate";
import { describe as description } from "../prove/check/describe";
import { asGiven } from "../prove/existing";
import type { Topology } from "../topology/topology";
import { resolve } from "../topology/resolve";
import { caseOf } from "../verify/topology";
import { folded } from "./alike";
import { diagramOf } from "./diagram";
import { mermaidOf } from "./mermaid";
import { pngOf } from "./png";
import { svgOf } from "./svg";

const estateOf = (topology: Topology): Estate => {
  const model = resolve(topology);
  const { intents, estate } = caseOf(model, topologyTerraform("test", model).terraform);
  return asGiven(intents, estate).estate;
};
const draw = async (estate: Estate, format: "svg" | "mermaid") =>
  String(await diagramOf("test", { estate, description: description(estate) }, format));
const textsIn = (svg: string) =>
  [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => unescaped(text ?? ""));
const unescaped = (text: string) => text.replaceAll("&#45;", "-").replaceAll("&#160;", " ");

test("a diagram has the accounts, buckets with their keys, and who can do what", async () => {
  expect(await draw(estateOf(readTopology("copy-with-role")), "mermaid")).toBe(
    [
      "flowchart LR",
      '  subgraph account_0["account destination 222222222222"]',
      '    n0[("bucket<br>acme-destination<br>key alias/acme-destination")]',
      '    n2["role<br>S3Porter"]',
      '    n3(["user<br>destination-admin"])',
      "  end",
      '  subgraph account_1["account source 111111111111"]',
      '    n1[("bucket<br>acme-source<br>key alias/acme-source")]',
      "  end",
      '  n2 -->|"write"| n0',
      '  n2 -->|"read"| n1',
      '  n3 -.->|"can assume"| n2',
    ].join("\n"),
  );
});

describe("jobs of S3 Batch Operations", () => {
  const drawTopology = async (topology: Topology, change = (text: string) => text) => {
    const model = resolve(topology);
    const terraform = JSON.parse(change(JSON.stringify(topologyTerraform("test", model).terraform)));
    const { intents, estate } = caseOf(model, terraform);
    return String(await diagramOf("test", { estate, description: description(estate), intents }, "mermaid"));
  };
  const arrowsOf = (text: string) => text.split("\n").filter((line) => line.includes("Batch "));

  test("copy between the buckets of their role, and not to that of the manifests", async () => {
    expect(arrowsOf(await drawTopology(readTopology("batch-copy")))).toEqual([
      '  n2 ==>|"Batch Operations copies to<br>as acme-batch-copy"| n0',
    ]);
  });

  test("replicate where a rule replicates", async () => {
    expect(arrowsOf(await drawTopology(readTopology("batch-replication")))).toEqual([
      '  n2 ==>|"Batch Replication copies to<br>as acme-backfill"| n0',
    ]);
  });

  test("fail if the role cannot read", async () => {
    const drawn = await drawTopology(readTopology("batch-copy"), (text) =>
      text.replaceAll('"s3:GetObject"', '"s3:GetObjectAttributes"'),
    );
    expect(arrowsOf(drawn).join()).toMatch(/Batch Operations copies to<br>as acme-batch-copy<br>fails/);
  });

  test("are not in Terraform that others wrote, which has none", async () => {
    expect(arrowsOf(await draw(estateOf(readTopology("batch-copy")), "mermaid"))).toEqual([]);
  });
});

test("replication is an arrow between buckets, and names its role", async () => {
  expect(await draw(estateOf(readTopology("replication")), "mermaid")).toBe(
    [
      "flowchart LR",
      '  subgraph account_0["account destination 222222222222"]',
      '    n0[("bucket<br>acme-replication-destination<br>key alias/acme-replication-destination")]',
      "  end",
      '  subgraph account_1["account source 111111111111"]',
      '    n1[("bucket<br>acme-replication-source<br>key alias/acme-replication-source")]',
      "  end",
      '  n1 ==>|"replicates to<br>as acme-replication"| n0',
    ].join("\n"),
  );
});

test("services that deliver by themselves are drawn", async () => {
  const drawn = await draw(estateOf(readTopology("central-logs")), "mermaid");
  expect(drawn).toMatch(/AWS service<br>cloudtrail\.amazonaws\.com/);
  expect(drawn).toMatch(/\|"write"\|/);
});

test.each(STACK_NAMES)("%s is drawn with all of its buckets", async (name) => {
  const estate = estateOf(readTopology(name));
  const texts = textsIn(await draw(estate, "svg"));
  for (const bucket of estate.buckets) expect(texts).toContain(bucket.name);
});

test("a few accesses are drawn one by one", async () => {
  const texts = textsIn(await draw(estateOf(topologyOf(4)), "svg"));
  expect(texts.filter((text) => text === "read")).toHaveLength(4);
});

test("more are drawn once, with how many they stand for", async () => {
  expect(await draw(estateOf(topologyOf(20)), "mermaid")).toBe(
    [
      "flowchart LR",
      '  subgraph account_0["account destination 222222222222"]',
      '    n0[("20 buckets<br>acme-destination-0<br>acme-destination-1<br>acme-destination-10<br>and 17 more")]',
      '    n2["20 roles<br>porter-0<br>porter-1<br>porter-10<br>and 17 more"]',
      '    n3(["user<br>admin"])',
      "  end",
      '  subgraph account_1["account source 111111111111"]',
      '    n1[("20 buckets<br>acme-source-0<br>acme-source-1<br>acme-source-10<br>and 17 more")]',
      "  end",
      '  n2 -->|"write<br>each its own"| n0',
      '  n2 -->|"read<br>each its own"| n1',
      '  n3 -.->|"can assume<br>all of them"| n2',
    ].join("\n"),
  );
});

test("pairs in accounts of their own are alike, too", async () => {
  const estate = estateOf(topologyOf(10));
  const own = (id: string, arn: string) =>
    `${id.slice(0, 9)}${(/\d+$/.exec(arn)?.[0] ?? "").padStart(3, "0")}`;
  const apart: Estate = {
    ...estate,
    buckets: estate.buckets.map((each) => ({
      ...each,
      account: { ...each.account, id: own(each.account.id, each.arn) },
    })),
  };
  const drawn = await draw(apart, "mermaid");
  expect(drawn).toContain("10 accounts");
});

test("a PNG has the pixels of the SVG, and text", async () => {
  const estate = estateOf(readTopology("copy-with-role"));
  const png = await diagramOf("test", { estate, description: description(estate) }, "png");
  expect(
    Buffer.from(png as Uint8Array)
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
});

test.each(STACK_NAMES)("the diagram of %s leaves nothing unknown", async (name) => {
  expect(await draw(estateOf(readTopology(name)), "mermaid")).not.toContain("unknown");
});

test("an existing user of the bucket's account can have more", async () => {
  const diagram = await draw(estateOf(readTopology("shared-with-partner")), "mermaid");
  expect(diagram.split("\n").slice(-2)).toEqual([
    '  n1 -->|"read write<br>more if its other policies allow it"| n0',
    '  n2 -->|"read write"| n0',
  ]);
});

const node = (id: string, name: string, frame?: string) =>
  ({ id, kind: "role", name, details: [name], frame, isExisting: false }) as const;

test("a long label is drawn in several lines", async () => {
  const permissions = "unknown: delete, locate, list uploads, list versions, get version, delete version";
  const drawn = folded({
    frames: [],
    nodes: [node("a", "a"), node("b", "b")],
    edges: [{ from: "a", to: "b", kind: "access", label: ["read", permissions], state: "unknown" }],
  });
  const svg = await svgOf(drawn, "");
  const drawnLines = [
    "read",
    "unknown: delete, locate, list uploads,",
    "list versions, get version, delete",
    "version",
  ];
  expect(textsIn(svg)).toEqual(expect.arrayContaining(drawnLines));
  expect(svg).toContain(permissions);
  expect(mermaidOf(drawn)).toContain("list uploads,<br>list versions, get version, delete<br>version");
});

test("names and labels are only text, whatever they are", async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, hostileText, async (name, label) => {
      const drawn = folded({
        frames: [{ id: "111111111111", name }],
        nodes: [node("a", name, "111111111111"), node("b", label)],
        edges: [{ from: "a", to: "b", kind: "access", label: [label], state: "works" }],
      });
      const svg = await svgOf(drawn, name);
      // It fails if the XML is not well-formed.
      expect((await pngOf(svg)).length).toBeGreaterThan(0);
      expect(svg.match(/<[a-z]+/g)?.filter((tag) => !KNOWN_TAGS.has(tag))).toEqual([]);
      expect(mermaidOf(drawn).split("\n")).toHaveLength(6);
    }),
    { numRuns: runs(20), examples: [["\u001b", "\\N\uFFFF"]] },
  );
});

test("what Graphviz would read as an escape sequence is only text in the name of an account", async () => {
  const drawn = folded({
    frames: [{ id: "111111111111", name: "a\\Nb\\G" }],
    nodes: [node("a", "a", "111111111111")],
    edges: [],
  });
  expect(textsIn(await svgOf(drawn, ""))).toContain("account a\\Nb\\G 111111111111");
});

const KNOWN_TAGS = new Set(["<svg", "<g", "<title", "<text", "<path", "<polygon", "<polyline", "<ellipse"]);
