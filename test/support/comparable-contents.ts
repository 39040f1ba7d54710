import type { Estate } from "./emulated-estate";
import { parseWithSets } from "./policy-sets";

/** What was read of an estate, with the alias of each key and the name of each task for its id, which AWS makes up. */
export function comparableContents(contents: unknown, estate: Estate): unknown {
  const keys = Object.values(estate).flatMap(({ keys }) => Object.entries(keys));
  const tasks = Object.values(estate).flatMap(({ tasks }) => Object.entries(tasks));
  const ids = [
    ...keys.map(([alias, { arn }]) => [keyId(arn), alias] as const),
    ...tasks.map(([name, { arn }]) => [arn.split("/").at(-1) ?? arn, name] as const),
  ];
  return parseWithSets(ids.reduce((text, [id, name]) => text.replaceAll(id, name), JSON.stringify(contents)));
}

function keyId(arn: string): string {
  const [, id] = arn.split(":key/");
  if (!id) throw new Error(`${arn} is not the ARN of a key`);
  return id;
}
