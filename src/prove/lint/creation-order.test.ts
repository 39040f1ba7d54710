import { dependency } from "./creation-order";

const ROLE = "aws_iam_role.r";
const POLICY = "aws_s3_bucket_policy.p";

test.each([
  ["in the root module", ROLE, POLICY, { reference: ROLE, block: POLICY }],
  ["instances", `${ROLE}[0]`, `${POLICY}["a.b"]`, { reference: ROLE, block: POLICY }],
  [
    "in the same module",
    `module.a["x"].module.b.${ROLE}`,
    `module.a["x"].module.b.${POLICY}`,
    { reference: ROLE, block: `module.a.module.b.${POLICY}` },
  ],
  [
    "in a module that is called beside",
    `module.a.module.b.${ROLE}`,
    `module.a.${POLICY}`,
    { reference: "module.b", block: `module.a.${POLICY}` },
  ],
  [
    "around the module",
    `module.a.${ROLE}`,
    `module.a.module.b[1].${POLICY}`,
    { reference: ROLE, block: "module.a.module.b" },
  ],
  [
    "in another module",
    `module.a.${ROLE}`,
    `module.b.${POLICY}`,
    { reference: "module.a", block: "module.b" },
  ],
])("%s", (_, before, address, expected) => {
  expect(dependency(before, address)).toEqual(expected);
});
