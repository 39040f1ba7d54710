import { estateOfExample } from "../../test/fixtures/example-estate";
import { checkedState, WITHOUT_TAGGING } from "../../test/fixtures/checked-state";
import { stateOfPairs } from "../../test/fixtures/large-state";
import { CHECKS } from "../prove/lint/lint";
import { replicationDestination } from "../prove/lint/replication-roles";
import { check } from "./check";

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

/** What a replication rule lacks is told by the check that says most about it, and by no other. */
test.each(
  CHECKS.filter(({ id }) =>
    [
      "replication-bucket-key",
      "replication-destination",
      "replication-object-version",
      "replication-role-keys",
      "replication-tag-filter",
    ].includes(id),
  ),
)("the gap of $id is told once", ({ id, bad }) => {
  const estate = estateOfExample(bad);
  const input = { name: "x", estate, placeOf: () => undefined, assumptions: [], keysAreMadeUp: false };
  expect(check(input).flaws.map(({ check: found }) => found)).toEqual([id]);
});

test("what both sides of a replication lack is not told of one alone", () => {
  const estate = estateOfExample(replicationDestination.bad);
  const withoutReplicate = {
    ...estate,
    principals: estate.principals.map((principal) => ({
      ...principal,
      identityPolicies: principal.identityPolicies.map((policy) => ({
        ...policy,
        document: {
          ...policy.document,
          Statement: policy.document.Statement.filter(
            ({ Action }) => !JSON.stringify(Action).includes("s3:Replicate"),
          ),
        },
      })),
    })),
  };
  const { flaws } = check({
    name: "x",
    estate: withoutReplicate,
    placeOf: () => undefined,
    assumptions: [],
    keysAreMadeUp: false,
  });
  expect(flaws.map(({ problem }) => problem)).toContainEqual(
    expect.stringMatching(/s3:ReplicateObject.* missing in the .*identity policy/),
  );
});
