import type { Proof } from "../prove/prove";
import { loadTopology } from "../topology/load";
import { moduleFiles } from "./module-files";

const NOTHING_PROVED = { grants: [], assumptions: [], checked: [], before: [] } as unknown as Proof;

/** A bucket in each account. */
function topologyOf(accounts: number) {
  const numbers = Array.from({ length: accounts }, (_, number) => number + 10);
  return loadTopology(
    [
      "accounts:",
      ...numbers.map((number) => `  a${number}: { id: "1111111111${number}", region: us-east-1 }`),
      "buckets:",
      ...numbers.map((number) => `  b${number}: { account: a${number}, name: acme-${number} }`),
    ].join("\n"),
  );
}

test("a module grows in proportion to its topology", () => {
  const size = (accounts: number) => {
    const files = moduleFiles(
      { name: "stack", topology: topologyOf(accounts) },
      NOTHING_PROVED,
      "modules/stack",
    );
    return [...files.values()].join("").length;
  };
  expect(size(40) / size(20)).toBeLessThan(2.02);
});

test("an account does not take the name of another file", () => {
  const topology = loadTopology(`accounts:
  main: { id: "111111111111", region: us-east-1 }
  outputs: { id: "222222222222", region: us-east-1 }
buckets:
  one: { account: main, name: acme-one }
`);
  const files = moduleFiles({ name: "stack", topology }, NOTHING_PROVED, "modules/stack");
  expect([...files.keys()].filter((file) => !file.includes("/"))).toEqual([
    "README.md",
    "main.account.tf",
    "main.tf",
    "outputs.account.tf",
    "outputs.tf",
    "policies.tf",
    "topology.yaml",
    "variables.tf",
    "versions.tf",
  ]);
  expect(files.get("main.tf")).toContain("main.account.tf and outputs.account.tf");
});
