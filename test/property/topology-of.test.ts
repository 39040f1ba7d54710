/** That a model can be written as a topology again, wherever it comes from. */
import fc from "fast-check";
import { loadTopology, type Model, modelOf, resolve, type Topology, TopologyStack } from "../../src";
import { topologyFile } from "../../src/export/topology-file";
import { isTopologyError } from "../../src/topology/problem";
import { topologyOf } from "../../src/topology/topology-of";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { hostileTopology } from "../fixtures/hostile-topology";
import { newApp } from "../fixtures/stack";
import { runs } from "../support/runs";

const BACKENDS: Topology["backend"][] = [
  undefined,
  { local: {} },
  { local: { path: "state.tfstate" } },
  { s3: { bucket: "acme-state", region: "us-east-1" } },
  { s3: { bucket: "acme-state", region: "us-east-1", key: "a", profile: "b", kms_key_id: "alias/c" } },
  { cloud: { organization: "acme", workspace: "copy" } },
  { cloud: { organization: "acme", workspace: "copy", hostname: "tfe.acme.com" } },
];

const MANAGED: Topology["accounts"] = {
  a: {
    id: "111111111111",
    region: "us-east-1",
    assume_role: {
      role_arn: "arn:aws:iam::111111111111:role/Deployer",
      external_id: "acme-42",
      session_name: "porter",
    },
    endpoints: { s3: "http://localhost:5000" },
  },
};

const TOPOLOGIES: [string, fc.Arbitrary<Topology>, number][] = [
  ["of any topology", arbitraryTopology, runs(200)],
  ["of hostile texts", hostileTopology, runs(100)],
  [
    "of any backend",
    fc.constantFrom(...BACKENDS).map((backend) => ({
      ...{ backend, accounts: MANAGED },
      buckets: { lake: { account: "a", name: "acme-lake" } },
    })),
    BACKENDS.length * 5,
  ],
];

test.each(TOPOLOGIES)("a model is that of its topology, %s", (_, topologies, numRuns) => {
  fc.assert(
    fc.property(topologies, (topology) => {
      const model = resolve(topology);
      const again = topologyOf(model);
      expect(asked(resolve(again))).toEqual(asked(model));
      expect(topologyOf(resolve(again))).toEqual(again);
      if (isValid(topology))
        expect(withoutDeployment(resolve(loadTopology(topologyFile(model))))).toEqual(
          withoutDeployment(model),
        );
    }),
    { numRuns },
  );
});

test.each(TOPOLOGIES)("so is that of constructs, %s", (_, topologies, numRuns) => {
  fc.assert(
    fc.property(topologies, (topology) => {
      const model = modelOf(new TopologyStack(newApp(), "stack", resolve(topology)));
      expect(asked(resolve(topologyOf(model)))).toEqual(asked(model));
    }),
    { numRuns },
  );
});

/** Some break a rule that their tests are not about. */
function isValid(topology: Topology): boolean {
  try {
    loadTopology(JSON.stringify(topology));
    return true;
  } catch (error) {
    if (isTopologyError(error)) return false;
    throw error;
  }
}

/** The order of deliveries says nothing. */
function asked(original: Model): unknown {
  const model = JSON.parse(JSON.stringify(original)) as Model;
  return { ...model, deliveries: model.deliveries.map((each) => JSON.stringify(each)).sort() };
}

const OF_DEPLOYMENT = ["backend", "profile", "assumeRole", "endpoints", "defaultTags"];

function withoutDeployment(model: Model): unknown {
  const json = JSON.stringify(model, (name, value: unknown) =>
    OF_DEPLOYMENT.includes(name) ? undefined : value,
  );
  return asked(JSON.parse(json) as Model);
}
