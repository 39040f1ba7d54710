import { sharedPolicyName, newRolePolicyName, newUserPolicyName } from "./policy-name";

const LONGEST = "b".repeat(63);
const VALID = /^[\w+=,.@-]{1,128}$/;

function called(bucketName: string, name = "shared") {
  return { name, bucketName };
}

test("the policy of a new role has the names of its stack and of the role", () => {
  expect(newRolePolicyName("copy", "porter")).toBe("s3porter-copy-porter");
});

test("the policy of a new role is named unlike what other stacks attach to it", () => {
  expect(newRolePolicyName("copy~a", "porter@acme")).toBe("s3porter-copy-a-porter-acme");
});

test("the policy of a new user has the user's name", () => {
  expect(newUserPolicyName("sync_user")).toBe("s3porter-sync_user");
});

test("a policy on what exists already has the names of the principal and of a bucket", () => {
  expect(sharedPolicyName("analyst", [called("acme.shared-roles")])).toBe(
    "s3porter-analyst@acme.shared-roles",
  );
});

test("without a bucket, it has the name of a role that the principal can assume", () => {
  const role = { name: "reader", accountId: "111111111111", roleName: "acme-reader" };
  const other = { name: "writer", accountId: "222222222222", roleName: "acme-writer" };
  const name = sharedPolicyName("ann", [], [other, role]);
  expect(name).toBe("s3porter-ann@111111111111+acme-reader");
  expect(name).toMatch(VALID);
  const longest = { ...role, roleName: "r".repeat(64) };
  for (const number of [1, 20])
    expect(sharedPolicyName("x".repeat(99), [], [longest], number)).toMatch(VALID);
});

test("of several buckets it has the first, whichever was granted first", () => {
  const buckets = [called("acme-1", "logs"), called("acme-3", "archive"), called("acme-2", "source")];
  for (const granted of [buckets, [...buckets].reverse()])
    expect(sharedPolicyName("ann", granted)).toBe("s3porter-ann@acme-3");
});

test.each([
  ["another bucket", ["ann", "acme-a"], ["ann", "acme-b"]],
  ["another principal", ["ann", "acme-a"], ["dilip", "acme-a"]],
  ["a dash elsewhere", ["ann-acme", "data"], ["ann", "acme-data"]],
  ["another long bucket", ["x".repeat(99), LONGEST], ["x".repeat(99), `${LONGEST.slice(1)}c`]],
  ["another long principal", ["x".repeat(99), LONGEST], [`${"x".repeat(98)}y`, LONGEST]],
])("with %s it is another, and one that IAM takes", (_, ...both) => {
  const names = both.map(([principal = "", bucketName = ""]) =>
    sharedPolicyName(principal, [called(bucketName)]),
  );
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(VALID);
});

test("what a long principal is called does not depend on the bucket, which a module's caller names", () => {
  const [short, long] = ["acme", LONGEST].map((name) =>
    sharedPolicyName("x".repeat(56), [called(name)]).split("@"),
  );
  expect(short?.[0]).toBe(long?.[0]);
  expect(long?.join("@")).toHaveLength(128);
  expect(sharedPolicyName("x".repeat(55), [called(LONGEST)])).toBe(`s3porter-${"x".repeat(55)}@${LONGEST}`);
});

test("the names of new principals' policies are no longer than IAM takes them", () => {
  expect(newRolePolicyName("copy", "x".repeat(200))).toMatch(VALID);
  expect(newUserPolicyName("x".repeat(64))).toMatch(VALID);
});
