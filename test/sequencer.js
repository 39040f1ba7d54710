const { relative } = require("node:path");
const { default: Sequencer } = require("@jest/test-sequencer");

/** What takes longest on two quiet cores, in this order. Nobody waits for one last file if it begins first. */
const LONGEST = [
  "test/terraform/module-tests",
  "test/terraform/estates",
  "test/end-to-end/stacks",
  "test/end-to-end/existing-bucket",
  "test/terraform/rehearse",
  "test/end-to-end/cdktf-deploy",
  "test/package",
  "test/end-to-end",
  "test/terraform",
  "test/evaluator/differential",
  "test/mutation/policy-mutants",
  "test/mutation/random-mutants",
  "test/property/modules-equal-stacks",
  "test/evaluator/completion",
  "test/property/topologies",
  "test/stacks/limits",
  "test/docs/action",
  "src/cli/app-diff",
  "src/cli/app-stacks",
  "test/stacks/synth-proof",
];

function rank({ path, context }) {
  const file = relative(context.config.rootDir, path);
  const index = LONGEST.findIndex((each) => file.startsWith(each));
  return index === -1 ? LONGEST.length : index;
}

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
