import { accountIdProblem } from "./account-id";

test.each([
  ["123456789012", undefined],
  ["000000000001", undefined],
  ["12345678901", "must be twelve digits, found 11"],
  ["1234-5678-9012", 'must be twelve digits, found "-"'],
  ["", "must be twelve digits, found 0"],
  ["12345678901a", 'must be twelve digits, found "a"'],
  ["123456789012\n", 'must be twelve digits, found "\\n"'],
])("the account id %j", (id, problem) => {
  expect(accountIdProblem(id)).toBe(problem);
});
