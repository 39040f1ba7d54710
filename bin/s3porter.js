#!/usr/bin/env node
// The package contains the compiled program. In a clone, run the sources, so that no build is needed.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const isClone = existsSync(join(__dirname, "../src/cli/program.ts"));

// A reader such as head can close the pipe early.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") return;
  console.error(`cannot print the result: ${error.message}`);
  process.exit(2);
});

async function run() {
  if (isClone) require("tsx/cjs/api").register();
  const { main } = isClone ? require("../src/cli/program.ts") : await import("../dist/command/program.mjs");
  process.exitCode = await main(process.argv.slice(2));
}

void run();
