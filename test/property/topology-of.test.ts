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

const TOPOLOGIES: [string, fc.Arbitrary<Topology>, number][] = [
  ["of any topology", arbitraryTopology, runs(200)],
  ["of hostile texts", hostileTopology, runs(100)],
];

test.each(TOPOLOGIES)("a model is that of its topology, %s", (_, topologies, numRuns) => {
  fc.assert(
    fc.property(topologies, (topology) => {
      const model = resolve(topology);
      const again = topologyOf(model);
      expect(asked(resolve(again))).toEqual(asked(model));
      expect(topologyOf(resolve(again))).toEqual(again);
      if (isValid(topology)) expect(loadTopology(topologyFile(model))).toEqual(again);
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

const OF_DEPLOYMENT = ["backend", "profile", "assumeRole", "endpoints", "defaultTags"];

/** Without how it is deployed. The order of deliveries says nothing. */
function asked(original: Model): unknown {
  const json = JSON.stringify(original, (name, value: unknown) =>
    OF_DEPLOYMENT.includes(name) ? undefined : value,
  );
  const model = JSON.parse(json) as Model;
  return { ...model, deliveries: model.deliveries.map((each) => JSON.stringify(each)).sort() };
}
