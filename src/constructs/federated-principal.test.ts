import { TerraformStack } from "cdktf";
import { AccessRole } from "./access-role";
import { Account } from "./account";
import { OpenIdConnectPrincipal, SamlPrincipal, ServicePrincipal } from "./federated-principal";
import type { IAssumeRolePrincipal } from "./federated-principal";
import { newApp, terraformOf } from "../../test/fixtures/stack";

const GITHUB = "token.actions.githubusercontent.com";
const main = (createProvider = true, audiences?: string[]) =>
  new OpenIdConnectPrincipal({
    issuer: `https://${GITHUB}`,
    subjects: ["repo:acme/site:ref:refs/heads/main"],
    createProvider,
    audiences,
  });

/** The resources of a stack with a role for each list. */
function resourcesOf(...lists: IAssumeRolePrincipal[][]) {
  const stack = new TerraformStack(newApp(), "stack");
  const account = new Account(stack, "apps", { accountId: "222222222222", region: "eu-west-1" });
  for (const [index, assumedBy] of lists.entries())
    new AccessRole(stack, `r${index}`, { account, roleName: `R${index}`, assumedBy });
  return terraformOf(stack) as unknown as {
    resource: Record<string, Record<string, object>>;
    locals: Record<string, object>;
  };
}

test("roles of an account share the OIDC provider that the stack creates", () => {
  const { resource } = resourcesOf([main(false)], [main()], [main(true, ["other"])]);
  expect(resource.aws_iam_openid_connect_provider).toMatchObject({
    apps_github: { url: `https://${GITHUB}`, client_id_list: ["other", "sts.amazonaws.com"] },
  });
  const { r0, r1, r2 } = resource.aws_iam_role as Record<string, { depends_on?: string[] }>;
  expect(r0?.depends_on).toEqual(["aws_iam_openid_connect_provider.apps_github"]);
  expect(r1?.depends_on).toEqual(["aws_iam_openid_connect_provider.apps_github"]);
  expect(r2?.depends_on).toEqual(["aws_iam_openid_connect_provider.apps_github"]);
});

test("without createProvider, the provider exists", () => {
  expect(resourcesOf([main(false)]).resource.aws_iam_openid_connect_provider).toBeUndefined();
});

test.each<[string, IAssumeRolePrincipal, RegExp]>([
  [
    "an issuer",
    new OpenIdConnectPrincipal({ issuer: "http://x.example.com", subjects: ["a"] }),
    /issuer "http:.*http URL/,
  ],
  [
    "a subject",
    new OpenIdConnectPrincipal({ issuer: GITHUB, subjects: ["repo:*"] }),
    /subjects "repo:\*" matches workflows/,
  ],
  ["a SAML provider", new SamlPrincipal({ providerArn: "Okta" }), /providerArn "Okta" must be the ARN/],
  ["a service", new ServicePrincipal("ecs-task.amazonaws.com"), /did you mean "ecs-tasks.amazonaws.com"/],
  [
    "an account",
    new ServicePrincipal("ecs-tasks.amazonaws.com", { sourceAccount: "1" }),
    /sourceAccount "1"/,
  ],
  [
    "an ARN",
    new ServicePrincipal("ecs-tasks.amazonaws.com", { sourceArn: "x" }),
    /sourceArn "x" must be an ARN/,
  ],
])("%s that is not one is refused", (_, principal, problem) => {
  expect(() => resourcesOf([principal])).toThrow(problem);
});
