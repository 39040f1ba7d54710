import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkText } from "../../src/report/check-text";
import { checkedPairs, WITHOUT_TAGGING } from "../fixtures/checked-state";
import { REPOSITORY } from "../support/repository";

test("the check in the README prints what is shown", () => {
  const readme = readFileSync(join(REPOSITORY, "README.md"), "utf8");
  const [, shown = ""] = /^```text\n(state\.json: .*?)\n…\n```$/ms.exec(readme) ?? [];
  expect(shown).toContain("[half-granted]");
  expect(checkText(checkedPairs(1, WITHOUT_TAGGING), { colour: false }).startsWith(shown)).toBe(true);
});
