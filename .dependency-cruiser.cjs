/**
 * Holds the rooms of the house apart: rooms.json says which others each may import, and which packages. Everything else
 * is an error, and so is a circle of files.
 */
const rooms = require("./rooms.json");

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const inRoom = (room) => `^${escaped(room)}`;

/** Every import that is not in this list is an error. */
const allowed = rooms.flatMap(({ room, imports, packages = [] }) => [
  { from: { path: inRoom(room) }, to: { path: inRoom(room) } },
  ...imports.map((other) => ({ from: { path: inRoom(room) }, to: { path: inRoom(`src/${other}/`) } })),
  ...packages.map((name) => ({
    from: { path: inRoom(room) },
    to: { path: `node_modules/${escaped(name)}(/|$)` },
  })),
]);

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  allowed: [...allowed, { from: {}, to: { dependencyTypes: ["core"] } }],
  allowedSeverity: "error",
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "topology-is-resolved-once",
      comment: "What comes after resolve() reads the model. topologyOf() turns a model back into a topology.",
      severity: "error",
      from: { path: "^(src|main.ts)", pathNot: "^src/(topology/|index.ts)" },
      to: { path: "^src/topology/topology.ts" },
    },
    {
      name: "no-provider-barrel",
      comment: "Import the provider from its deep paths: the barrel costs seconds and a gigabyte.",
      severity: "error",
      from: {},
      to: { path: "node_modules/@cdktf/provider-aws/lib/index" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "default"] },
    exclude: { path: "\\.test\\.ts$" },
  },
};
