#!/usr/bin/env node
// In the package there is what was built. In a clone there are the sources, which need no build and are never stale.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const isClone = existsSync(join(__dirname, "../src/cli/program.ts"));
if (isClone) require("tsx/cjs/api").register();
const { main } = require(isClone ? "../src/cli/program.ts" : "../dist/cli/program.js");

// Whoever reads the output may stop before its end.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") return;
  console.error(`cannot print the result: ${error.message}`);
  process.exit(2);
});
main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
