import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesizedStacks } from "../support/synthesized-stacks";

/** The Terraform of each stack, for a reviewer to see what a change of the generator changes. */
const GOLDEN = join(__dirname, "../golden");

test.each(synthesizedStacks())(
  "$name is what test/golden has; else run `npm run golden` and review it",
  ({ name, text }) => {
    const golden = join(GOLDEN, `${name}.tf.json`);
    if (process.env.UPDATE_GOLDEN) writeFileSync(golden, `${text}\n`);
    expect(existsSync(golden)).toBe(true);
    expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(golden, "utf8")));
  },
);
