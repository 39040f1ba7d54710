import { checkedState, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import { stateOfPairs } from "../../test/fixtures/large-state";

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: Record<string, string> }[];
  }[];
}

/** A pair whose role has more actions on the objects than the bucket policy allows. */
function checked(actions: readonly string[]) {
  const state = stateOfPairs({ pairs: 1, objectActions: WITHOUT_TAGGING }) as unknown as State;
  const policy = state.resources.find(({ type }) => type === "aws_iam_role_policy")?.instances[0]?.attributes;
  const document = JSON.parse(policy?.policy ?? "") as { Statement: { Action: unknown; Resource: string }[] };
  for (const statement of document.Statement)
    if (statement.Resource.endsWith("/*")) statement.Action = actions;
  if (policy) policy.policy = JSON.stringify(document);
  return checkedState(state).flaws;
}

test("a gap that keeps an operation from working is told once, with both sides", () => {
  const flaws = checked(["s3:GetObject", "s3:GetObjectTagging"]);
  expect(flaws.map(({ check }) => check)).toEqual(["half-granted"]);
  expect(flaws[0]?.because).toContainEqual(
    expect.stringMatching(/^statement .* of the identity policy .* allows it$/),
  );
});

test("of a statement, the other check tells the rest", () => {
  const flaws = checked(["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectRetention"]);
  expect(flaws.map(({ check }) => check)).toEqual(["half-granted", "one-sided-grants"]);
  expect(flaws[1]?.problem).toContain(": s3:GetObjectRetention on arn:aws:s3:::acme-data-0 has no effect");
});

test("a pattern is told by an action that it matches", () => {
  expect(checked(["s3:GetObject", "s3:GetObjectTagging*"]).map(({ check }) => check)).not.toContain(
    "one-sided-grants",
  );
});
