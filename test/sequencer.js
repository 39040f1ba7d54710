const { default: Sequencer } = require("@jest/test-sequencer");

/** What drives Terraform takes minutes, so that it begins first: nobody waits for one last file then. */
module.exports = class extends Sequencer {
  sort(tests) {
    const drivesTerraform = ({ path }) => /\/test\/(end-to-end|terraform)\//.test(path);
    const sorted = super.sort(tests);
    return [...sorted.filter(drivesTerraform), ...sorted.filter((test) => !drivesTerraform(test))];
  }
};
