import type { Estate } from "./emulated-estate";
import { parseWithSets } from "./policy-sets";

/** What was read of an estate, with the alias of each key for its id, which AWS makes up. */
export function comparableContents(contents: unknown, estate: Estate): unknown {
  const keys = Object.values(estate).flatMap(({ keys }) => Object.entries(keys));
  return parseWithSets(
    keys.reduce((text, [alias, { arn }]) => text.replaceAll(keyId(arn), alias), JSON.stringify(contents)),
  );
}

function keyId(arn: string): string {
  const [, id] = arn.split(":key/");
  if (!id) throw new Error(`${arn} is not the ARN of a key`);
  return id;
}
