/** What `check` says of states, a plan and policies, against what AWS's documentation says of them. */
import { check } from "../../src/verify/check";
import { expectedAnswers, foundAnswers } from "./differences";
import { FILES } from "./estates";

describe.each(FILES)("$name", ({ expected, read }) => {
  test(expected.style, async () => {
    expect(foundAnswers(check(await read("")), expected)).toEqual(expectedAnswers(expected));
  });
});
