import { RequestContext } from "./context";

const none = new Map<string, string>();

test("names match without case, and an empty list is no value", () => {
  const context = new RequestContext({ "aws:PrincipalTag/Team": "blue", "aws:TagKeys": [] }, none);
  expect(context.get("aws:principaltag/team")).toBe("blue");
  expect(context.get("aws:tagkeys")).toBeUndefined();
});

test("an empty string is a value", () => {
  expect(new RequestContext({ "s3:prefix": "" }, none).get("s3:prefix")).toBe("");
});

test("derived keys can be given, but only with the same value", () => {
  const derived = new Map([["aws:principalaccount", "111111111111"]]);
  expect(new RequestContext({ "aws:PrincipalAccount": "111111111111" }, derived)).toBeDefined();
  expect(() => new RequestContext({ "aws:PrincipalAccount": "222222222222" }, derived)).toThrow(
    'the context says that aws:principalaccount is "222222222222", but in this request it is "111111111111"',
  );
});

test("one key twice is refused", () => {
  expect(() => new RequestContext({ "s3:Prefix": "a", "s3:prefix": "b" }, none)).toThrow(
    "the context has s3:prefix twice",
  );
});

test("what is known about the caller replaces the rest, and must agree with the request too", () => {
  const own = { "aws:userid": "AIDAEXAMPLE" };
  const context = new RequestContext({ "aws:UserId": "other", "s3:prefix": "in/" }, none, own);
  expect(context.get("aws:userid")).toBe("AIDAEXAMPLE");
  expect(context.get("s3:prefix")).toBe("in/");
  expect(() => new RequestContext({}, new Map([["aws:userid", "other"]]), own)).toThrow(
    'the context says that aws:userid is "AIDAEXAMPLE", but in this request it is "other"',
  );
});

test("a policy can only use a key that every request has if the key is given", () => {
  const context = new RequestContext({}, none);
  expect(() => context.get("aws:securetransport")).toThrow(
    "a policy uses aws:securetransport, which every request has, but the context does not have it",
  );
  expect(context.get("aws:sourcevpce")).toBeUndefined();
});
