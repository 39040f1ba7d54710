/** Roles that trust themselves, each other and identity providers can be created, at once and in any order. */
import { GetInstanceProfileCommand, GetOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import { loadTopology } from "../../src/topology/load";
import type { Applied, AppliedStack } from "./applied-stack";

const topology = loadTopology(`
accounts:
  data: { id: "111111111111", region: us-east-1 }
  apps: { id: "222222222222", region: us-east-1 }
buckets:
  lake: { account: data, name: acme-visited-lake }
principals:
  app: { account: apps, role: acme-app, path: /team/, assumed_by: [ec2.amazonaws.com, reader] }
  reader: { account: data, role: acme-reader, assumed_by: [app, reader, ann] }
  ann: { account: data, user: Ann, existing: true }
  deployer:
    account: apps
    role: SiteDeployer
    assumed_by:
      - oidc: token.actions.githubusercontent.com
        subjects: ["repo:acme/site:ref:refs/heads/main"]
        create_provider: true
  exporter:
    account: apps
    role: LakeExporter
    assumed_by:
      - oidc: oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF
        subjects: ["system:serviceaccount:export:*"]
  reporter: { account: apps, role: LakeReporter, assumed_by: [{ service: pods.eks.amazonaws.com }] }
  analyst: { account: apps, role: OktaAnalyst, assumed_by: [{ saml: "arn:aws:iam::222222222222:saml-provider/Okta" }] }
  trail: { service: cloudtrail, for_accounts: [apps, "333333333333"] }
  flow: { service: vpc-flow-logs, for_organization: o-a1b2c3d4e5 }
access:
  - { principal: deployer, bucket: lake, allow: read, prefix: site/ }
  - { principal: exporter, bucket: lake, allow: write, prefix: exports/ }
  - { principal: reporter, bucket: lake, allow: read, prefix: reports/ }
  - { principal: analyst, bucket: lake, allow: read, prefix: reports/ }
  - { principal: reader, bucket: lake, allow: read }
  - { principal: trail, bucket: lake, allow: put, prefix: trails/ }
  - { principal: flow, bucket: lake, allow: put }
`);

/** Roles that principals, workflows, pods and people can assume, and deliveries by services. */
export const ASSUMED_ROLES: AppliedStack = { topology, describe: describeRoles };

function describeRoles(applied: () => Applied): void {
  it("lets those assume them that the topology names", () => {
    const { estate } = applied();
    expect(Object.keys(estate["222222222222"]?.roles ?? {})).toContain("acme-app");
    expect(estate["111111111111"]?.users.Ann?.inlinePolicies).toMatchObject({
      "s3porter-ann@111111111111+acme-reader": { Statement: [{ Sid: "AssumeRoles" }] },
    });
  });

  it("gives EC2 instances their role", async () => {
    const { iam } = await applied().stacks.clients("222222222222", "us-east-1");
    const { InstanceProfile } = await iam.send(
      new GetInstanceProfileCommand({ InstanceProfileName: "acme-app" }),
    );
    expect(InstanceProfile).toMatchObject({ Path: "/team/", Roles: [{ RoleName: "acme-app" }] });
  });

  it("creates the provider of the workflows, which the role trusts", async () => {
    const { iam } = await applied().stacks.clients("222222222222", "us-east-1");
    const arn = "arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com";
    const provider = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }));
    expect(provider).toMatchObject({
      Url: "token.actions.githubusercontent.com",
      ClientIDList: ["sts.amazonaws.com"],
    });
    const roles = applied().estate["222222222222"]?.roles;
    expect(roles?.SiteDeployer?.trustPolicy).toMatchObject({
      Statement: [
        {
          Action: "sts:AssumeRoleWithWebIdentity",
          Principal: { Federated: arn },
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": "repo:acme/site:ref:refs/heads/main",
            },
          },
        },
      ],
    });
  });

  // The emulator does not deliver anything, and does not evaluate these conditions.
  it("lets services deliver for the accounts and the organization that were named", () => {
    const { buckets, keys } = applied().estate["111111111111"] ?? {};
    const policies = JSON.stringify([buckets, keys]);
    for (const sid of [
      "CheckForTrail",
      "DeliverForTrail2",
      "DeliverForFlow",
      "EncryptForTrail",
      "UseKeyForFlow",
    ])
      expect(policies).toContain(sid);
    expect(policies).toContain("arn:aws:cloudtrail:*:333333333333:trail/*");
    expect(policies).toContain("o-a1b2c3d4e5");
  });
}
