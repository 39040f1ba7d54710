/** Writes `docs/check.schema.json` from the shape of the JSON; with --check, says whether it is up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { z } from "zod";
import { CheckJson } from "../src/report/check-json";

const FILE = join(__dirname, "..", "docs", "check.schema.json");

async function main(): Promise<void> {
  const options = { ...(await resolveConfig(FILE)), parser: "json" };
  // A reader must not refuse fields that later releases add.
  const current = await format(JSON.stringify(z.toJSONSchema(CheckJson, { io: "input" })), options);
  if (!process.argv.includes("--check")) return writeFileSync(FILE, current);
  if (current === readFileSync(FILE, "utf8")) return;
  console.error("docs/check.schema.json is not what src/report/check-json.ts says; run npm run schemas.");
  process.exitCode = 1;
}

void main();
