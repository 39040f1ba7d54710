const Module = require("node:module");
const { default: Runtime } = require("jest-runtime");

const sourceMaps = new Map();

/**
 * Leaves to Node.js what a test file imports: the sources, what supports the tests, and packages. So a worker loads and
 * compiles them once, and not again for each test file.
 *
 * A test that replaces or isolates modules (`jest.mock`, `jest.isolateModules`) has its own, from Jest.
 */
class RuntimeOfNode extends Runtime {
  /** Of the test file that runs now. */
  static current;

  #hasOwnModules;
  #replacements;

  constructor(config, ...rest) {
    super(config, ...rest);
    // What is loaded once stays as it is while somebody edits it.
    this.#hasOwnModules = this._globalConfig.watch || this._globalConfig.watchAll;
    this.#replacements = config.moduleNameMapper.map(([pattern, path]) => [new RegExp(pattern), path]);
    RuntimeOfNode.current = this;
  }

  requireModuleOrMock(from, name) {
    if (this.#hasOwnModules || Module.isBuiltin(name)) return super.requireModuleOrMock(from, name);
    return Module.createRequire(from)(name);
  }

  /** Packages of Jest itself, but for its test runner, whose modules hold the state of a test file. */
  requireInternalModule(from, name) {
    if (name === undefined || name.startsWith(".")) return super.requireInternalModule(from, name);
    return Module.createRequire(from)(name);
  }

  setMock(...args) {
    this.#hasOwnModules = true;
    super.setMock(...args);
  }

  isolateModules(load) {
    const before = this.#hasOwnModules;
    this.#hasOwnModules = true;
    try {
      super.isolateModules(load);
    } finally {
      this.#hasOwnModules = before;
    }
  }

  /** What `moduleNameMapper` has in place of a module. */
  replaced(name) {
    for (const [pattern, path] of this.#replacements) {
      const match = pattern.exec(name);
      if (match !== null) return path.replace(/\$(\d)/g, (_, index) => match[index]);
    }
    return name;
  }

  transformFile(path, options) {
    const code = super.transformFile(path, options);
    const map = super.getSourceMaps().get(path);
    if (map !== undefined) sourceMaps.set(path, map);
    return code;
  }

  getSourceMaps() {
    return sourceMaps;
  }

  createScriptFromCode(code, path) {
    const script = super.createScriptFromCode(code, path);
    return { runInContext: () => script.runInThisContext() };
  }
}

const { ".js": js, ".json": json, ".node": node } = Module._extensions;
const { _resolveFilename: filenameOf } = Module;

// In the order in which they are looked for.
Module._extensions = {
  ".js": js,
  ".ts": (module, path) => module._compile(RuntimeOfNode.current.transformFile(path), path),
  ".json": json,
  ".node": node,
};
Module._resolveFilename = (name, ...rest) =>
  filenameOf(RuntimeOfNode.current?.replaced(name) ?? name, ...rest);

module.exports = RuntimeOfNode;
