import { Node } from "constructs";
import { creationPlaces, rememberCreation } from "../../src/constructs/creation-places";
import { TwoAccounts } from "../fixtures/stack";

const { addMetadata } = Node.prototype;
beforeAll(rememberCreation);
afterAll(() => {
  Node.prototype.addMetadata = addMetadata;
});

/** The line that it is called from. */
function line(): number {
  const [, , caller = ""] = (new Error().stack ?? "").split("\n");
  return Number(/:(\d+):\d+\)?$/.exec(caller)?.[1]);
}

test("policies have the line of the last grant, whenever they are made", () => {
  const stack = new TwoAccounts();
  const porter = stack.role("porter");
  const buckets = Array.from({ length: 20 }, (_, number) => stack.bucket(`b${number}`));
  const [first, ...others] = buckets;
  const lineOf = (address: string) => creationPlaces(stack)[address]?.line;

  first?.grantReadWrite(porter);
  const lineOfFirst = line() - 1;
  expect(lineOf("aws_iam_role_policy.porter")).toBe(lineOfFirst);

  for (const bucket of others) bucket.grantReadWrite(porter);
  const lineOfOthers = line() - 1;
  expect(lineOf("aws_iam_role_policy.porter")).toBeUndefined();
  expect(lineOf("aws_iam_policy.porter")).toBe(lineOfOthers);
  expect(lineOf("aws_iam_role_policy_attachment.porter_policy_2")).toBe(lineOfOthers);
});
