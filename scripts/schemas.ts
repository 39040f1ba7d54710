/** Writes the schemas of the JSON that commands print to `docs/`; with --check, says whether they are up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { z } from "zod";
import { CheckJson } from "../src/report/check-json";
import { CostJson } from "../src/report/cost-json";

/** The schemas, by the name of the command. */
const SCHEMAS = { check: CheckJson, cost: CostJson };

async function main(): Promise<void> {
  for (const [command, shape] of Object.entries(SCHEMAS)) {
    const file = join(__dirname, "..", "docs", `${command}.schema.json`);
    const options = { ...(await resolveConfig(file)), parser: "json" };
    // A reader must not refuse fields that later releases add.
    const current = await format(JSON.stringify(z.toJSONSchema(shape, { io: "input" })), options);
    if (!process.argv.includes("--check")) writeFileSync(file, current);
    else if (current !== readFileSync(file, "utf8")) {
      console.error(
        `docs/${command}.schema.json is not what src/report/${command}-json.ts says; run npm run schemas.`,
      );
      process.exitCode = 1;
    }
  }
}

void main();
