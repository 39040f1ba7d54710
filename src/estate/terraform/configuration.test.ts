import { Problems } from "../problem";
import { readConfiguration } from "./configuration";

test("several files make one configuration, sorted by address", () => {
  const problems = new Problems();
  const configuration = readConfiguration(
    [
      {
        provider: [{ aws: [{ alias: "a" }], google: {} }, { aws: {} }],
        resource: { b_type: { y: { n: 1 }, x: [{ n: 2 }] } },
        locals: [{ "//": "a comment", l: "${x}" }],
      },
      {
        resource: [{ a_type: [{ z: {} }] }],
        locals: { m: 1 },
        variable: { v: [{ default: 1 }] },
        module: { n: {}, m: {} },
        output: { o: {} },
        terraform: {},
      },
    ],
    problems,
  );
  expect(problems.areNone).toBe(true);
  expect(configuration.awsProviders).toEqual([
    { address: "provider.aws.a", arguments: { alias: "a" } },
    { address: "provider.aws", arguments: {} },
  ]);
  expect([...configuration.resources]).toEqual([
    ["a_type.z", { type: "a_type", name: "z", address: "a_type.z", arguments: {} }],
    ["b_type.x", { type: "b_type", name: "x", address: "b_type.x", arguments: { n: 2 } }],
    ["b_type.y", { type: "b_type", name: "y", address: "b_type.y", arguments: { n: 1 } }],
  ]);
  expect([...configuration.locals]).toEqual([
    ["l", "${x}"],
    ["m", 1],
  ]);
  expect([...configuration.variables]).toEqual([["v", { address: "var.v", arguments: { default: 1 } }]]);
  expect(configuration.modules).toEqual(["module.m", "module.n"]);
});
