import { accountRoot, roleSession, service, user } from "./caller";

test("a session's ARN has the name of the role, without its path", () => {
  expect(roleSession("arn:aws-cn:iam::111111111111:role/team/Porter", "s1")).toEqual({
    kind: "session",
    account: "111111111111",
    arn: "arn:aws-cn:sts::111111111111:assumed-role/Porter/s1",
    role: "arn:aws-cn:iam::111111111111:role/team/Porter",
  });
});

test.each([
  () => roleSession("arn:aws:iam::111111111111:user/a", "s1"),
  () => roleSession("arn:aws:iam::111111111111:role/", "s1"),
  () => roleSession("arn:aws:iam::111111111111:role/a*", "s1"),
  () => roleSession("arn:aws:iam::1:role/a", "s1"),
  () => roleSession("arn:aws:s3::111111111111:role/a", "s1"),
  () => user("arn:aws:sts::111111111111:assumed-role/a/b"),
  () => user("a"),
])("what is no role or user is refused", (make) => {
  expect(make).toThrow(/is not the ARN of a (role|user)/);
});

test("so are other names", () => {
  expect(() => roleSession("arn:aws:iam::111111111111:role/a", "x")).toThrow(
    "is not the name of a role session",
  );
  expect(() => accountRoot("1")).toThrow("is not an account id");
  expect(() => service("s3")).toThrow("is not a service principal");
});
