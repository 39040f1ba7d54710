import type { Construct, IConstruct, Node } from "constructs";

/**
 * Calls `prepare` before someone looks at the children of a construct: CDKTF when it writes the stack, or an app between two
 * grants. So what follows from all grants together is made once, and everyone sees it complete.
 */
export function beforeChildrenAreRead({ node }: Construct, prepare: () => void): void {
  const prototype = Object.getPrototypeOf(node) as Node;
  Object.defineProperties(node, {
    children: {
      get: () => {
        prepare();
        return Reflect.get(prototype, "children", node) as IConstruct[];
      },
    },
    tryFindChild: {
      value: (id: string) => {
        prepare();
        return prototype.tryFindChild.call(node, id);
      },
    },
  });
}
