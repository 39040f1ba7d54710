const tsx = require("tsx/cjs/api");
const fast = require("./jest.fast.config.js");

/** @type {typeof import("./test/support/tools")} */
const { missingForAwsCli, missingForBrowser, missingForCdktn, missingForEmulator, missingForTerraform } =
  tsx.require("./test/support/tools.ts", module.filename);

const terraform = missingForTerraform();
const emulator = missingForEmulator();
const browser = missingForBrowser();
const awsCli = missingForAwsCli();
const cdktn = missingForCdktn();
const skipped = [
  ...(terraform.length > 0 ? ["test/terraform/"] : []),
  ...(emulator.length > 0 ? ["test/terraform/plan/"] : []),
  ...(terraform.length + emulator.length > 0 ? ["test/end-to-end/"] : []),
  ...(cdktn.length > 0 ? ["test/end-to-end/cdktn-deploy"] : []),
  ...(browser.length > 0 ? ["test/browser/"] : []),
  ...(awsCli.length > 0 ? ["test/aws-cli/"] : []),
];

if (skipped.length > 0) {
  const missing = [...terraform, ...emulator, ...browser, ...awsCli, ...cdktn].join("\n");
  if (process.env.CI === "true")
    throw new Error(`in CI no test may be skipped, but ${skipped.join(", ")} cannot run:\n${missing}`);
  console.error(`${missing}\nskipped without it: ${skipped.join(", ")}`);
}

/** @type {import("jest").Config} */
module.exports = {
  ...fast,
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/cdktn/",
    ...skipped.map((folder) => `<rootDir>/${folder}`),
  ],
  // While Terraform or the emulator waits for the other, a core has nothing to do.
  maxWorkers: fast.maxWorkers + 1,
};
