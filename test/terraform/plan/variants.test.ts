import type { Topology } from "../../../src";
import { EmulatedStack } from "../../support/emulated-stack";
import { plannedPolicies } from "../../support/planned-policies";
import { readStackJson } from "../../support/synthesize";
import type { Plan } from "../../support/terraform";
import { readTopology } from "../../support/topologies";

const withUser = readTopology("copy-with-user");

const HOME = "arn:aws:s3:::acme-sync-source/home/${aws:username}/*";

const ownFolder: Topology = {
  ...withUser,
  keys: undefined,
  buckets: {
    source: { account: "source", name: "acme-sync-source", encryption: "AES256" },
    destination: { account: "destination", name: "acme-sync-destination", encryption: "AES256" },
  },
  principals: { sync: { account: "destination", user: "sync_user", granted_as: "arn" } },
  access: [{ principal: "sync", bucket: "source", allow: "get", prefix: "home/${aws:username}/" }],
};

let stack: EmulatedStack;

async function plan(topology: Topology): Promise<Plan> {
  stack = await EmulatedStack.create("variant", topology);
  await stack.synthesize();
  await stack.terraform.init();
  return stack.terraform.plan();
}

afterEach(() => stack.remove());

describe("terraform plan", () => {
  it("needs no key where both buckets are encrypted with AES256, and leaves IAM policy variables to IAM", async () => {
    const planned = await plan(ownFolder);
    expect(planned.changes.map(({ type }) => type).filter((type) => type.startsWith("aws_kms"))).toEqual([]);
    expect(JSON.stringify(readStackJson(stack.folder, "variant"))).not.toContain("kms:");
    const policies = plannedPolicies(planned);
    expect(policies["aws_s3_bucket_policy.source"]).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Principal: { AWS: "arn:aws:iam::222222222222:user/sync_user" },
          Resource: HOME,
        }),
      ]),
    });
    expect(policies["aws_iam_policy.sync"]).toMatchObject({
      Statement: [
        expect.objectContaining({ Action: ["s3:GetObject", "s3:GetObjectTagging"], Resource: HOME }),
      ],
    });
  });

  it("refuses to touch another account than the topology's", async () => {
    const { source, ...others } = withUser.accounts;
    const elsewhere = { role_arn: "arn:aws:iam::333333333333:role/deployer" };
    const accounts = { ...others, source: { ...source, assume_role: elsewhere } } as Topology["accounts"];
    await expect(plan({ ...withUser, accounts })).rejects.toThrow("AWS account ID not allowed: 333333333333");
  });
});
