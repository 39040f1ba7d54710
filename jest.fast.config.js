const { availableParallelism, devNull } = require("node:os");

// Reports are as wide as the terminal.
process.env.COLUMNS = "80";
// A hook of Git is told which repository it is of, and the tests would commit to that one.
for (const name of Object.keys(process.env))
  if (name.startsWith("GIT_")) Reflect.deleteProperty(process.env, name);
// Commits of tests are neither signed nor checked, whatever the settings of whoever runs them.
const GIT_SETTINGS = { "commit.gpgSign": "false", "core.hooksPath": devNull };
process.env.GIT_CONFIG_COUNT = String(Object.keys(GIT_SETTINGS).length);
for (const [index, [key, value]] of Object.entries(GIT_SETTINGS).entries()) {
  process.env[`GIT_CONFIG_KEY_${index}`] = key;
  process.env[`GIT_CONFIG_VALUE_${index}`] = value;
}

/**
 * Everything that needs neither Terraform, nor the emulator, nor a registry, nor a browser, nor the AWS CLI.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  testEnvironment: "<rootDir>/test/environment.js",
  runtime: "<rootDir>/test/runtime.js",
  roots: ["<rootDir>/src", "<rootDir>/test", "<rootDir>/examples"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] },
  moduleNameMapper: {
    // As in tsconfig.json.
    "^s3porter$": "<rootDir>/src/index.ts",
    "^fast-check$": "<rootDir>/test/support/fast-check-of-tests.js",
    // What takes long in tests of stacks.
    "/stack-trace$": "<rootDir>/test/support/no-creation-stack.ts",
  },
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/terraform/",
    "<rootDir>/test/end-to-end/",
    "<rootDir>/test/package/",
    "<rootDir>/test/cdktn/",
    "<rootDir>/test/browser/",
    "<rootDir>/test/aws-cli/",
  ],
  // How long a test takes says nothing about the project. What runs a command ends it sooner, and says which.
  testTimeout: 30 * 60_000,
  testSequencer: "<rootDir>/test/sequencer.js",
  maxWorkers: Math.min(4, availableParallelism()),
};
