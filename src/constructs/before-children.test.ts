import { Construct, RootConstruct } from "constructs";
import { beforeChildrenAreRead } from "./before-children";

test.each<[string, (construct: Construct) => unknown]>([
  ["children", ({ node }) => node.children],
  ["findChild", ({ node }) => node.findChild("late")],
  ["tryFindChild", ({ node }) => node.tryFindChild("late")],
  ["findAll of a construct above", ({ node }) => node.root.node.findAll()],
])("whoever calls %s sees a child that is made just then", (_, read) => {
  const construct = new Construct(new RootConstruct(), "construct");
  new Construct(construct, "early");
  beforeChildrenAreRead(construct, () => {
    if (!("late" in made)) made.late = new Construct(construct, "late");
  });
  const made: Record<string, Construct> = {};
  new Construct(construct, "other");
  expect(made).toEqual({});
  expect([read(construct)].flat()).toContain(made.late);
});
