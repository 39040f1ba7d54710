import { readEstate } from "./read-estate";

const PROVIDER = { aws: [{ alias: "a", region: "us-east-1", allowed_account_ids: ["111111111111"] }] };
const Statement = [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme/*" }];
const document = { Statement };

function handover(over: object = {}) {
  return {
    principal: "vendor",
    principal_arn: "arn:aws:iam::222222222222:user/apps/vendor-app",
    policy_name: "s3porter-vendor@acme",
    policy_type: "inline",
    policy: "${jsonencode(local.vendor)}",
    file: "partner/vendor.json",
    commands: [],
    ...over,
  };
}

function estateWith(value: unknown) {
  return readEstate({
    provider: PROVIDER,
    locals: { vendor: document },
    output: { handover_partner: { value } },
  });
}

const account = {
  address: "output.handover_partner",
  alias: "partner",
  id: "222222222222",
  region: "",
  partition: "aws",
};
const policy = { address: account.address, document, handover: "partner", name: "s3porter-vendor@acme" };

test("what is handed over is a policy of a role or user in an account without a provider", () => {
  const estate = estateWith({ account_id: "222222222222", policies: [handover()] });
  expect(estate.accounts.map(({ alias }) => alias)).toEqual(["a", "partner"]);
  expect(estate.handovers).toEqual([
    { address: account.address, account, principalArns: ["arn:aws:iam::222222222222:user/apps/vendor-app"] },
  ]);
  expect(estate.principals).toEqual([
    expect.objectContaining({
      kind: "user",
      name: "vendor-app",
      path: "/apps/",
      arn: "arn:aws:iam::222222222222:user/apps/vendor-app",
      account,
      identityPolicies: [{ ...policy, kind: "inline" }],
    }),
  ]);
  expect(estate.managedPolicies).toEqual([]);
  expect(estate.offeredPolicies).toEqual([]);
});

test("a managed policy is one of that account", () => {
  const estate = estateWith({
    account_id: "222222222222",
    policies: [handover({ policy_type: "managed" })],
  });
  expect(estate.managedPolicies).toEqual([
    { ...policy, path: "/", arn: "arn:aws:iam::222222222222:policy/s3porter-vendor@acme", account },
  ]);
  expect(estate.principals[0]?.identityPolicies).toEqual([{ ...policy, kind: "managed" }]);
});

test.each([
  ["an entire account", undefined, {}, ""],
  [
    "roles and users with tags",
    { team: "a b", env: "prod" },
    { team: "a b", env: "prod" },
    "?env=prod&team=a+b",
  ],
  ["an entire account with tags that are no mapping", "team=a", {}, ""],
])("the policy for %s is offered", (_, principal_tags, principalTags, query) => {
  const principal_arn = "arn:aws:iam::222222222222:root";
  const estate = estateWith({
    account_id: "222222222222",
    policies: [handover({ policy_type: "managed", principal_arn, principal_tags })],
  });
  expect(estate.offeredPolicies).toEqual([
    { address: account.address, document, handover: "partner", principalTags },
  ]);
  expect(estate.handovers?.[0]?.principalArns).toEqual([principal_arn + query]);
  expect(estate.principals).toEqual([]);
  expect(estate.managedPolicies).toEqual([]);
});

test.each([
  ["text", "attach it"],
  ["of another shape", { account: "222222222222", policies: [] }],
  ["without policies", { account_id: "222222222222", policies: [] }],
])("an output of the name that is %s is no hand-over", (_, value) => {
  const estate = estateWith(value);
  expect(estate.handovers).toBeUndefined();
  expect(estate.accounts.map(({ alias }) => alias)).toEqual(["a"]);
});
