import { App, TerraformStack } from "cdktf";
import fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { TopologyStack } from "../../src/constructs/topology-stack";
import { loadTopology } from "../../src/topology/load";
import { isTopologyError } from "../../src/topology/problem";
import type { Topology } from "../../src/topology/topology";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { resolve } from "../../src/topology/resolve";
import { runs } from "../support/runs";

let outdir: string;
beforeAll(() => (outdir = mkdtempSync(join(tmpdir(), "s3porter-"))));
afterAll(() => rmSync(outdir, { recursive: true }));

function synthesize(topology: Topology): string {
  const stack = new TopologyStack(new App({ outdir }), "stack", resolve(topology));
  stack.prepareStack();
  return JSON.stringify(stack.toTerraform());
}

/** Loads a text and says what came of it; anything but a topology that becomes a stack, or an explanation, is a failure. */
function load(text: string): "accepted" | "explained" {
  try {
    synthesize(loadTopology(text, "a.yaml"));
    return "accepted";
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    const lines = text.split("\n");
    for (const { line, column, message } of error.problems) {
      expect(line).toBeLessThanOrEqual(lines.length);
      expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
      expect(message).not.toBe("");
    }
    return "explained";
  }
}

test("every topology of the generator is accepted, and becomes a stack", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      expect(loadTopology(stringify(topology))).toEqual(topology);
      const { resource = {}, data = {} } = JSON.parse(synthesize(topology)) as Partial<
        Record<"resource" | "data", { aws_s3_bucket?: object }>
      >;
      const names = (existing: boolean) =>
        Object.entries(topology.buckets)
          .filter(([, bucket]) => (bucket.existing ?? false) === existing)
          // Terraform does not read there.
          .filter(([, { account }]) => topology.accounts[account]?.managed !== false)
          .map(([name]) => name)
          .sort();
      expect(Object.keys(resource.aws_s3_bucket ?? {}).sort()).toEqual(names(false));
      expect(Object.keys(data.aws_s3_bucket ?? {}).sort()).toEqual(names(true));
    }),
    { numRuns: runs(200) },
  );
});

test("the same topology gives the same bytes", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      expect(synthesize(topology)).toBe(synthesize(structuredClone(topology)));
    }),
    { numRuns: runs(50) },
  );
});

test("resolving once gives what resolving twice gives", () => {
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      const stack = new TopologyStack(new App({ outdir }), "stack", resolve(topology));
      stack.prepareStack();
      expect(stack.toTerraform()).toEqual(TerraformStack.prototype.toTerraform.call(stack));
    }),
    { numRuns: runs(50) },
  );
});

test("in whatever order it is written, a topology gives the same policies and the same resources", () => {
  fc.assert(
    fc.property(arbitraryTopology, fc.infiniteStream(fc.nat()), (topology, random) => {
      const shuffle = <T>(things: readonly T[]): T[] =>
        things
          .map((thing) => ({ thing, at: random.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .map(({ thing }) => thing);
      const shuffled = Object.fromEntries(
        shuffle(Object.entries(topology)).map(([section, entries]) => [
          section,
          Array.isArray(entries)
            ? shuffle<unknown>(entries)
            : Object.fromEntries(shuffle(Object.entries(entries as object))),
        ]),
      ) as Topology;
      const sorted = (json: string) => {
        const { locals, resource } = JSON.parse(json) as { locals: unknown; resource: unknown };
        return { locals, resource };
      };
      expect(sorted(synthesize(shuffled))).toEqual(sorted(synthesize(topology)));
    }),
    { numRuns: runs(100) },
  );
});

test("a topology with something deleted, replaced or doubled is accepted or explained", () => {
  const odd = fc.constantFrom<unknown>(
    null,
    "",
    "x",
    7,
    true,
    [],
    {},
    ["read"],
    { name: "x" },
    "${aws:username}",
    "*",
    -1.5,
  );
  let explained = 0;
  fc.assert(
    fc.property(
      arbitraryTopology,
      fc.nat(),
      odd,
      fc.constantFrom("delete", "replace", "rename"),
      (topology, place, value, how) => {
        const mutated = mutate(structuredClone(topology), place, value, how);
        if (load(stringify(mutated)) === "explained") explained++;
      },
    ),
    { numRuns: runs(500) },
  );
  expect(explained).toBeGreaterThan(runs(500) / 2);
});

test("any text is accepted or explained", () => {
  const word = fc.constantFrom(
    "accounts:",
    "buckets:",
    "a: ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\n",
    "\n  ",
    '"',
    "'",
    "&a ",
    "*a ",
    "!!x ",
    "|\n",
    "? ",
    "#",
    "é",
    "\t",
    "<<: ",
  );
  // As the unit "binary", which makes a table of them all first.
  const anyCharacter = fc
    .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
    .map((codePoint) => String.fromCodePoint(codePoint));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: anyCharacter }),
        fc.array(word).map((words) => words.join("")),
      ),
      (text) => {
        load(text);
      },
    ),
    { numRuns: runs(2000) },
  );
});

const OWN = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" }],
};

test("what is accepted becomes a stack, whatever its parts were exchanged for", () => {
  const change = fc.record({
    place: fc.nat(),
    other: fc.nat(),
    how: fc.constantFrom("exchange", "delete", "state"),
  });
  let accepted = 0;
  fc.assert(
    fc.property(arbitraryTopology, fc.array(change, { minLength: 1, maxLength: 3 }), (topology, changes) => {
      const tree = structuredClone(topology);
      for (const { place, other, how } of changes) {
        const places = placesOf(tree);
        const [parent, key] = places[place % places.length] as Place;
        if (how === "delete") Reflect.deleteProperty(parent, key);
        else if (how === "state") {
          const principals = Object.values(tree.principals ?? {});
          const principal = principals[other % Math.max(1, principals.length)];
          if (principal) Object.assign(principal, { statements: OWN });
        } else {
          const alike = places.filter(([, each]) => each === key);
          const [from, at] = alike[other % alike.length] as Place;
          parent[key] = structuredClone(from[at]);
        }
      }
      if (load(stringify(tree)) === "accepted") accepted++;
    }),
    { numRuns: runs(1000) },
  );
  expect(accepted).toBeGreaterThan(0);
});

type Place = [Record<string, unknown>, string];

/** Every place of a tree: what contains it, and its key. */
function placesOf(tree: unknown): Place[] {
  if (typeof tree !== "object" || tree === null) return [];
  const node = tree as Record<string, unknown>;
  return Object.keys(node).flatMap((key): Place[] => [[node, key], ...placesOf(node[key])]);
}

/** Changes what is at one of the places of a tree. */
function mutate(tree: unknown, place: number, value: unknown, how: string): unknown {
  const places = placesOf(tree);
  const [parent, key] = places[place % places.length] as Place;
  if (how === "replace") parent[key] = value;
  else {
    if (how === "rename" && !Array.isArray(parent)) parent[`${key}x`] = parent[key];
    Reflect.deleteProperty(parent, key);
  }
  return tree;
}
