import { differingPlaces } from "./places";

const file = (...Statement: object[]) => ({ locals: { policy: { Version: "2012-10-17", Statement } } });
const read = { Sid: "Read", Action: ["a", "b"], Condition: { StringLike: { key: "x" } } };
const write = { Sid: "Write", Action: "c" };

test.each<[string, object, string[]]>([
  ["nothing", file(read, write), []],
  ["a statement in front", file({ Sid: "New" }, read, write), ["locals.policy.New"]],
  ["a statement less", file(write), ["locals.policy.Read"]],
  ["a list", file({ ...read, Action: ["a"] }, write), ["locals.policy.Read.Action"]],
  [
    "a value deep down",
    file({ ...read, Condition: { StringLike: { key: "y" } } }, write),
    ["locals.policy.Read.Condition.StringLike.key"],
  ],
  ["another Sid", file(read, { ...write, Sid: "Put" }), ["locals.policy.Write", "locals.policy.Put"]],
  ["the rest", { ...file(read, write), provider: { aws: [{ alias: "a" }] } }, ["provider"]],
])("%s", (_, after, expected) => {
  expect(differingPlaces(file(read, write), after)).toEqual(expected);
});
