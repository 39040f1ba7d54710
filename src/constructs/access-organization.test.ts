import { TerraformStack } from "cdktf";
import { newApp, statement, terraformOf, TwoAccounts } from "../../test/fixtures/stack";
import { AccessOrganization } from "./access-organization";

const ID = "o-abcde12345";

test("the policies of bucket and key name everyone in the organization, and nobody else", () => {
  const stack = new TwoAccounts();
  stack.bucket("source").grantRead(new AccessOrganization(stack, "everybody", { organizationId: ID }));
  const { locals } = terraformOf(stack);
  expect(statement(locals.source_bucket_policy, "GetForEverybody")).toMatchObject({
    Principal: "*",
    Condition: { StringEquals: { "aws:PrincipalOrgID": ID } },
  });
  expect(statement(locals.source_key_policy, "DecryptSourceForEverybody")).toMatchObject({
    Principal: "*",
    Condition: {
      StringEquals: { "aws:PrincipalOrgID": ID, "kms:ViaService": "s3.us-east-1.amazonaws.com" },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme-source", "arn:aws:s3:::acme-source/*"],
      },
    },
  });
});

test("paths limit it to OUs", () => {
  const stack = new TwoAccounts();
  const paths = [`${ID}/r-ab12/ou-ab12-22222222/*`, `${ID}/r-ab12/ou-ab12-11111111/`];
  stack.bucket("source").grantRead(new AccessOrganization(stack, "finance", { organizationId: ID, paths }));
  const { locals } = terraformOf(stack);
  expect(statement(locals.source_bucket_policy, "ListForFinance")?.Condition).toEqual({
    "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": [...paths].sort() },
    StringEquals: { "aws:PrincipalOrgID": ID },
  });
});

test("what each account attaches is handed over, and names the key by its alias", () => {
  const stack = new TwoAccounts();
  stack.bucket("source").grantRead(new AccessOrganization(stack, "everybody", { organizationId: ID }));
  const { resource, output, locals } = terraformOf(stack);
  expect(Object.keys(resource).filter((type) => type.startsWith("aws_iam"))).toEqual([]);
  expect(output.handover_everybody?.value).toMatchObject({
    account_id: ID,
    policies: [
      {
        policy_type: "managed",
        policy: "${jsonencode(local.everybody_identity_policy)}",
        commands: [
          "aws iam create-policy --policy-name s3porter-everybody@acme-source --policy-document file://everybody/everybody.json",
          "aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws:iam::ACCOUNT_ID:policy/s3porter-everybody@acme-source",
        ],
      },
    ],
  });
  expect(statement(locals.everybody_identity_policy, "DecryptSource")?.Condition).toMatchObject({
    "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme-source" },
  });
});

test("its id and paths are checked", () => {
  const stack = new TwoAccounts();
  expect(() => new AccessOrganization(stack, "all", { organizationId: "*" })).toThrow(
    'test/all: organizationId "*" must be the id of an organization',
  );
  expect(() => new AccessOrganization(stack, "some", { organizationId: ID, paths: [`${ID}/*`] })).toThrow(
    `test/some: paths "${ID}/*" must be the path of an OU`,
  );
  expect(
    () => new AccessOrganization(new TerraformStack(newApp(), "empty"), "all", { organizationId: ID }),
  ).toThrow("empty/all: there is no account yet");
});

test("a role cannot trust it", () => {
  const stack = new TwoAccounts();
  const everybody = new AccessOrganization(stack, "everybody", { organizationId: ID });
  expect(() => stack.role("porter").grantAssumeRole(everybody)).toThrow(
    "test/porter cannot trust test/everybody: an organization is not a principal",
  );
});
