import { CDKTN_DIFFERENCES, differencesFromGolden } from "../support/golden";
import { synthesizedStacks } from "../support/synthesized-stacks";

test.each(synthesizedStacks())("$name is what test/golden has, but for what is named", ({ name, text }) => {
  expect(differencesFromGolden(name, text)).toEqual(CDKTN_DIFFERENCES);
});
