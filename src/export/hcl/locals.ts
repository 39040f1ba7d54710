import { renderBlock } from "./block";
import type { Entry } from "./layout";
import { checkName } from "./name";
import { renderEntries, type ValueMap } from "./value";

/** Those that take several lines stand apart. https://developer.hashicorp.com/terraform/language/block/locals */
export function renderLocals(values: ValueMap): string {
  for (const name of Object.keys(values)) checkName("local", name);
  const paragraphs: Entry[][] = [];
  let previous: Entry | undefined;
  for (const entry of renderEntries(values)) {
    if (previous && takesOneLine(previous) && takesOneLine(entry)) paragraphs.at(-1)?.push(entry);
    else paragraphs.push([entry]);
    previous = entry;
  }
  return renderBlock({ type: "locals", labels: [], body: paragraphs });
}

function takesOneLine({ value }: Entry): boolean {
  return !value.includes("\n");
}
