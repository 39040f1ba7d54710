const { ModuleMocker } = require("jest-mock");

/**
 * The globals of Node.js itself, because the modules that `test/runtime.js` leaves to Node.js have these. What belongs to the
 * process is as before after each test file.
 */
module.exports = class {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  fakeTimers = null;
  fakeTimersModern = null;
  #console = console;
  #directory = process.cwd();
  #env = process.env;
  #exit = process.exit;
  #exitCode = process.exitCode;

  // A copy, so that what a test sets is gone with it.
  constructor() {
    process.env = { ...process.env };
  }

  getVmContext() {
    return {};
  }

  exportConditions() {
    return ["node", "node-addons"];
  }

  async setup() {}

  async teardown() {
    process.env = this.#env;
    process.chdir(this.#directory);
    process.exit = this.#exit;
    process.exitCode = this.#exitCode;
    globalThis.console = this.#console;
  }
};
