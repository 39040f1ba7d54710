import {
  GetOpenIDConnectProviderCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListOpenIDConnectProvidersCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import type { PrincipalContents, RoleContents } from "./account-contents";

export async function readRoles(iam: IAMClient): Promise<Record<string, RoleContents>> {
  const { Roles = [] } = await iam.send(new ListRolesCommand());
  return byName(
    Roles.map(({ RoleName }) => RoleName),
    (name) => readRole(iam, name),
  );
}

export async function readUsers(iam: IAMClient): Promise<Record<string, PrincipalContents>> {
  const { Users = [] } = await iam.send(new ListUsersCommand());
  return byName(
    Users.map(({ UserName }) => UserName),
    (name) => readUser(iam, name),
  );
}

export async function readManagedPolicies(iam: IAMClient): Promise<Record<string, unknown>> {
  const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
  const documents = Policies.map(async ({ PolicyName = "", Arn, DefaultVersionId }) => {
    const version = new GetPolicyVersionCommand({ PolicyArn: Arn, VersionId: DefaultVersionId });
    return [PolicyName, document((await iam.send(version)).PolicyVersion?.Document)];
  });
  return Object.fromEntries(await Promise.all(documents));
}

export async function readOidcProviders(iam: IAMClient): Promise<Record<string, string[]>> {
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand());
  const providers = OpenIDConnectProviderList.map(async ({ Arn: OpenIDConnectProviderArn }) => {
    const provider = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn });
    const { Url = "", ClientIDList = [] } = await iam.send(provider);
    return [Url, [...ClientIDList].sort()] as const;
  });
  return Object.fromEntries(await Promise.all(providers));
}

async function readRole(iam: IAMClient, RoleName: string): Promise<RoleContents> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  return {
    arn: Role?.Arn ?? "",
    boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn,
    trustPolicy: document(Role?.AssumeRolePolicyDocument),
    inlinePolicies: await byName(PolicyNames, async (PolicyName) => {
      const policy = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
      return document(policy.PolicyDocument);
    }),
    attachedPolicies: AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn).sort(),
  };
}

async function readUser(iam: IAMClient, UserName: string): Promise<PrincipalContents> {
  const { User } = await iam.send(new GetUserCommand({ UserName }));
  const { PolicyNames } = await iam.send(new ListUserPoliciesCommand({ UserName }));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
  return {
    arn: User?.Arn ?? "",
    boundary: User?.PermissionsBoundary?.PermissionsBoundaryArn,
    inlinePolicies: await byName(PolicyNames, async (PolicyName) => {
      const policy = await iam.send(new GetUserPolicyCommand({ UserName, PolicyName }));
      return document(policy.PolicyDocument);
    }),
    attachedPolicies: AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn).sort(),
  };
}

async function byName<T>(
  names: readonly (string | undefined)[] = [],
  read: (name: string) => Promise<T>,
): Promise<Record<string, T>> {
  return Object.fromEntries(await Promise.all(names.map(async (name = "") => [name, await read(name)])));
}

/** IAM answers with documents in URL encoding. */
function document(text: string | undefined): unknown {
  return JSON.parse(decodeURIComponent(text ?? "null"));
}
