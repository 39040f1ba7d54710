const { join } = require("node:path");
const fast = require("../../jest.fast.config.js");

const MODULES = join(__dirname, "node_modules");

// What takes long in tests of stacks. CDKTF has no such setting, so its module is replaced.
process.env.CDKTN_DISABLE_CREATION_STACK = "true";
const { "/stack-trace$": _, ...replaced } = fast.moduleNameMapper;

/**
 * The tests of the constructs and of the stacks, with CDK Terrain in place of CDKTF.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  ...fast,
  rootDir: join(__dirname, "../.."),
  globalSetup: "<rootDir>/test/cdktn/install.ts",
  moduleNameMapper: {
    ...replaced,
    "^cdktf$": `${MODULES}/cdktn`,
    "^constructs$": `${MODULES}/constructs`,
    "^@cdktf/provider-aws/(.*)$": `${MODULES}/@cdktn/provider-aws/$1`,
  },
  testMatch: [
    "<rootDir>/test/cdktn/*.test.ts",
    "<rootDir>/src/constructs/*.test.ts",
    "<rootDir>/src/report/stack-proof.test.ts",
    "<rootDir>/src/verify/stack.test.ts",
    "<rootDir>/test/stacks/{articles,description,estate,own-folders,proof}.test.ts",
  ],
  testPathIgnorePatterns: ["/node_modules/"],
};
