/** Writes the schemas of topologies and of the JSON that commands print to `docs/`; with --check, says whether they are up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import * as z from "zod";
import { CheckJson } from "../src/report/check-json";
import { CostJson } from "../src/report/cost-json";
import { ProofsJson } from "../src/report/proof-json";
import { isCheck } from "./generated-page";
import { topologyJsonSchema } from "./topology-schema";
import { ValidationJson } from "../src/report/validation-json";

/** The schemas, by the name of what has it. A reader must not refuse fields that later releases add. */
const SCHEMAS = {
  check: z.toJSONSchema(CheckJson, { io: "input" }),
  cost: z.toJSONSchema(CostJson, { io: "input" }),
  proof: z.toJSONSchema(ProofsJson, { io: "input" }),
  topology: topologyJsonSchema(),
  validation: z.toJSONSchema(ValidationJson, { io: "input" }),
};

export async function main(check = isCheck()): Promise<void> {
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    const file = join(__dirname, "..", "docs", `${name}.schema.json`);
    const options = { ...(await resolveConfig(file)), parser: "json" };
    const current = await format(JSON.stringify(schema), options);
    if (!check) writeFileSync(file, current);
    else if (current !== readFileSync(file, "utf8")) {
      console.error(`docs/${name}.schema.json is not up to date; run npm run schemas.`);
      process.exitCode = 1;
    }
  }
}

if (require.main === module) void main();
