#!/usr/bin/env node
// The package contains the compiled program. In a clone, run the sources, so that no build is needed.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const isClone = existsSync(join(__dirname, "../src/cli/program.ts"));
if (isClone) require("tsx/cjs/api").register();
const { main } = require(isClone ? "../src/cli/program.ts" : "../dist/cli/program.js");

// A reader such as head can close the pipe early.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") return;
  console.error(`cannot print the result: ${error.message}`);
  process.exit(2);
});
main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});
