/** That roles which trust themselves and each other can be created, at once and in any order. */
import { GetInstanceProfileCommand } from "@aws-sdk/client-iam";
import { loadTopology } from "../../src/topology/load";
import { awsClients } from "../support/aws-clients";
import { EmulatedStack } from "../support/emulated-stack";
import { expectNothingToDo } from "./nothing-to-do";

const topology = loadTopology(`
accounts:
  data: { id: "111111111111", region: us-east-1 }
  apps: { id: "222222222222", region: us-east-1 }
buckets:
  lake: { account: data, name: acme-lake }
principals:
  app: { account: apps, role: acme-app, path: /team/, assumed_by: [ec2.amazonaws.com, reader] }
  reader: { account: data, role: acme-reader, assumed_by: [app, reader, ann] }
  ann: { account: data, user: Ann, existing: true }
access:
  - { principal: reader, bucket: lake, allow: read }
`);

describe("terraform apply of roles that can assume each other", () => {
  let stack: EmulatedStack;

  beforeAll(async () => {
    stack = await EmulatedStack.create("assumed-roles", topology);
    await stack.synthesize();
    await stack.terraform.init();
    await stack.terraform.plan();
    await stack.terraform.apply();
  });

  afterAll(() => stack.remove());

  it("puts into every account what was synthesized", async () => {
    const estate = await stack.estate();
    expect(Object.keys(estate["222222222222"]?.roles ?? {})).toContain("acme-app");
    expect(estate["111111111111"]?.users.Ann?.inlinePolicies).toMatchObject({
      "s3porter-ann@111111111111+acme-reader": { Statement: [{ Sid: "AssumeRoles" }] },
    });
  });

  it("gives EC2 instances their role", async () => {
    const { iam } = await awsClients(stack.emulator, "222222222222", "us-east-1");
    const { InstanceProfile } = await iam.send(
      new GetInstanceProfileCommand({ InstanceProfileName: "acme-app" }),
    );
    expect(InstanceProfile).toMatchObject({ Path: "/team/", Roles: [{ RoleName: "acme-app" }] });
  });

  it("leaves nothing to do", () => expectNothingToDo(stack.terraform, []));
});
