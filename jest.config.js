const { availableParallelism } = require("node:os");
const tsx = require("tsx/cjs/api");

/** @type {typeof import("./test/support/tools")} */
const { missingForEmulator, missingForTerraform } = tsx.require("./test/support/tools.ts", module.filename);

const terraform = missingForTerraform();
const emulator = missingForEmulator();
const skipped = [
  ...(terraform.length > 0 ? ["test/terraform/"] : []),
  ...(emulator.length > 0 ? ["test/terraform/plan/"] : []),
  ...(terraform.length + emulator.length > 0 ? ["test/end-to-end/"] : []),
];

for (const missing of [...terraform, ...emulator]) console.error(missing);
if (skipped.length > 0) {
  if (process.env.CI === "true") throw new Error(`no test may be skipped here: ${skipped.join(", ")}`);
  console.error(`skipped: ${skipped.join(", ")}`);
}

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/src", "<rootDir>/test", "<rootDir>/examples"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
  testPathIgnorePatterns: ["/node_modules/", ...skipped.map((folder) => `<rootDir>/${folder}`)],
  testSequencer: "<rootDir>/test/sequencer.js",
  // How long a test takes says nothing about the project. What runs a command ends it sooner, and says which.
  testTimeout: 30 * 60_000,
  // A worker that drives Terraform has two AWS providers of half a gigabyte each beside it.
  maxWorkers: Math.min(4, availableParallelism()),
};
