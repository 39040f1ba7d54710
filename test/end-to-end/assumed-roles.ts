/** Roles that trust themselves, each other and an identity provider can be created, at once and in any order. */
import { GetInstanceProfileCommand } from "@aws-sdk/client-iam";
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
  analyst: { account: apps, role: OktaAnalyst, assumed_by: [{ saml: "arn:aws:iam::222222222222:saml-provider/Okta" }] }
  flow: { service: vpc-flow-logs, for_organization: o-a1b2c3d4e5 }
access:
  - { principal: analyst, bucket: lake, allow: read, prefix: reports/ }
  - { principal: reader, bucket: lake, allow: read }
  - { principal: flow, bucket: lake, allow: put }
`);

/** Roles that principals, instances and people can assume. A service delivers for an organization. */
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
}
