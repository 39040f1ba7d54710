import fc from "fast-check";
import { parse } from "yaml";
import { loadTopology } from "../topology/load";
import { resolve } from "../topology/resolve";
import type { Topology } from "../topology/topology";
import { topologyFile } from "./topology-file";
import { runs } from "../../test/support/runs";

const topology: Topology = {
  backend: { local: {} },
  accounts: {
    a: {
      id: "011111111111",
      region: "us-east-1",
      profile: "admin",
      default_tags: { team: "storage" },
      endpoints: { s3: "http://localhost:5000" },
    },
  },
  buckets: { acme: { account: "a", name: "acme" } },
};

test("what the caller's providers and backend say is left out", () => {
  expect(topologyFile(resolve(topology))).toBe(
    [
      "# The access that the module must allow, with the names of its example. After editing the module, run",
      "# npx s3porter prove --module . in this folder to check the module against this file.",
      "",
      "accounts:",
      "  a:",
      '    id: "011111111111"',
      "    region: us-east-1",
      "buckets:",
      "  acme:",
      "    account: a",
      "    name: acme",
      "",
    ].join("\n"),
  );
});

test("whatever a text says survives", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1 }),
    fc.constantFrom(
      "a\n\n\n\nb",
      '"a"\n\n\n',
      "x\n}\n",
      "{{a}}",
      "# a: b",
      "'",
      "y".repeat(500),
      " \n ",
      "\u0085\u2028",
      "z\u3000",
    ),
  );
  fc.assert(
    fc.property(anyText, fc.dictionary(anyText, anyText), (description, tags) => {
      const buckets = { acme: { account: "a", name: "acme", key: { description }, tags } };
      const text = topologyFile(resolve({ ...topology, buckets }));
      expect(parse(text)).toMatchObject({ buckets: { acme: { key: { description } } } });
      expect((parse(text) as Topology).buckets.acme?.tags ?? {}).toEqual(tags);
    }),
    { numRuns: runs(300) },
  );
});

test("so does space at the very end, which is none of YAML", () => {
  const buckets = { acme: { account: "a", name: "acme", tags: { team: "z\u3000" } } };
  expect((parse(topologyFile(resolve({ ...topology, buckets }))) as Topology).buckets).toEqual(buckets);
});

test("it is a topology", () => {
  const { backend: _backend, ...rest } = topology;
  expect(loadTopology(topologyFile(resolve(topology)))).toEqual({
    ...rest,
    accounts: { a: { id: "011111111111", region: "us-east-1" } },
  });
});

test("whoever deployed the stack stays excepted from the limits of a bucket", () => {
  const deployer = "arn:aws:iam::011111111111:role/Deployer";
  const limited: Topology = {
    accounts: {
      a: { id: "011111111111", region: "us-east-1", assume_role: { role_arn: deployer } },
    },
    buckets: { acme: { account: "a", name: "acme", restrict_to: { source_ips: ["203.0.113.0/24"] } } },
  };
  const { accounts, buckets } = loadTopology(topologyFile(resolve(limited)));
  expect(accounts.a).toEqual({ id: "011111111111", region: "us-east-1" });
  expect(buckets.acme?.restrict_to).toEqual({ source_ips: ["203.0.113.0/24"], except: [deployer] });
});
