import { awsPrincipals, readPrincipals } from "./principals";

const ROOT = "arn:aws:iam::111111111111:root";
const ROLE = "arn:aws:iam::222222222222:role/path/Porter";

test.each([
  ["*", { everyone: true }],
  [{ AWS: "*" }, { everyone: true }],
  [{ AWS: [ROOT, "333333333333"] }, { accounts: ["111111111111", "333333333333"] }],
  [
    { AWS: ROLE, Service: "s3.amazonaws.com" },
    { arns: [ROLE], services: ["s3.amazonaws.com"] },
  ],
  [{ AWS: "arn:aws:sts::111111111111:root" }, { arns: ["arn:aws:sts::111111111111:root"] }],
  [{ Federated: "accounts.google.com" }, { federated: ["accounts.google.com"] }],
  [undefined, {}],
])("%j names %j", (element, expected) => {
  const nobody = { everyone: false, accounts: [], arns: [], services: [], federated: [] };
  expect(readPrincipals(element)).toEqual({ ...nobody, ...expected });
});

test("what stands under AWS, as it is written", () => {
  expect(awsPrincipals({ AWS: [ROLE, ROOT], Service: "s3.amazonaws.com" })).toEqual([ROLE, ROOT]);
  expect(awsPrincipals("*")).toEqual(["*"]);
  expect(awsPrincipals(undefined)).toEqual([]);
});

test.each([
  ["somebody", 'the principal "somebody" is neither "*" nor an object'],
  [["*"], 'the principal ["*"] is neither'],
  [{ AWS: 1 }, "the principal 1 is not a string"],
  [{ Federated: [null] }, "the principal null is not a string"],
])("%j is refused", (element, problem) => {
  expect(() => readPrincipals(element)).toThrow(problem);
});
