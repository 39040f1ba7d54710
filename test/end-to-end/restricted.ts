/**
 * Limits of buckets, statements of the user's own, sessions with MFA, and principals that are no roles or users, as AWS receives
 * them.
 *
 * The emulator stores policies but evaluates neither their principals nor their conditions, and applies what a Deny in a bucket
 * policy names to everyone. So no object is read or written here: who is refused is for the proof. Nor does it know IAM
 * Identity Center and organizations. It has replicas of multi-Region keys, but then takes their primary key for a replica, too, and
 * Terraform refuses to read it again.
 */
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { GetObjectLockConfigurationCommand } from "@aws-sdk/client-s3";
import type { PolicyDocument } from "../../src/policy/document";
import { loadTopology } from "../../src/topology/load";
import type { Applied, AppliedStack } from "./applied-stack";

const topology = loadTopology(`
accounts:
  data: { id: "111111111111", region: us-east-1 }
  apps: { id: "222222222222", region: us-east-1 }
keys:
  guard: { account: data, multi_region: true }
buckets:
  guarded:
    account: data
    name: acme-guarded
    key: guard
    object_lock: { mode: governance, days: 1 }
    minimum_tls: "1.2"
    deny_sse_c: true
    deny: [intern]
    restrict_to:
      organization: o-abcde12345
      vpc_endpoints: [vpce-0123456789abcdef0]
      source_ips: [203.0.113.0/24]
      except: ["arn:aws:iam::111111111111:role/Deployer"]
    statements:
      - { Sid: NoWebsite, Effect: Deny, Principal: "*", Action: "s3:PutBucketWebsite", Resource: "arn:aws:s3:::acme-guarded" }
  gathered: { account: data, name: acme-gathered, key: guard }
principals:
  intern: { account: data, user: Intern, existing: true }
  reader: { account: apps, role: acme-guarded-reader, assumed_by: [ann], mfa: true, max_session_duration: 7200 }
  ann: { account: apps, user: Annette, existing: true }
  everybody: { organization: o-abcde12345 }
  analysts: { account: apps, permission_set: Analyst }
  admins: { account: data, permission_set: Admin, region: eu-west-1 }
  team: { account: apps, entire_account: true, principal_tags: { team: analytics } }
access:
  - { principal: reader, bucket: guarded, allow: read_write }
  - { principal: analysts, bucket: gathered, allow: read }
  - { principal: admins, bucket: gathered, allow: read }
  - { principal: team, bucket: gathered, allow: read, prefix: team/ }
  - { principal: everybody, bucket: gathered, allow: list }
`);

export const RESTRICTED: AppliedStack = { topology, describe: describeLimits };

function describeLimits(applied: () => Applied): void {
  const inData = () => applied().stacks.clients("111111111111", "us-east-1");
  const inApps = () => applied().stacks.clients("222222222222", "us-east-1");

  it("locks the objects of the bucket", async () => {
    const { s3 } = await inData();
    const { ObjectLockConfiguration } = await s3.send(
      new GetObjectLockConfigurationCommand({ Bucket: "acme-guarded" }),
    );
    expect(ObjectLockConfiguration).toMatchObject({
      ObjectLockEnabled: "Enabled",
      Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } },
    });
  });

  it("limits the sessions of the role", async () => {
    const { iam } = await inApps();
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "acme-guarded-reader" }));
    expect(Role?.MaxSessionDuration).toBe(7200);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toContain(
      '"Bool":{"aws:MultiFactorAuthPresent":"true"}',
    );
  });

  it("leaves the administration of the multi-Region key to its account", () => {
    const keys = Object.values(applied().estate["111111111111"]?.keys ?? {});
    const guard = keys.find(({ description }) => description === "Encrypts S3 objects (guard)");
    expect(guard?.arn).toContain(":key/mrk-");
    const denies = (guard?.policy as PolicyDocument).Statement.filter(({ Effect }) => Effect === "Deny");
    expect(denies.map(({ Sid }) => Sid)).toEqual(["DenyOtherOrganizationsGuarded", "DenyPrincipalsGuarded"]);
    expect(JSON.stringify(denies)).not.toMatch(/kms:(\*|Put|Schedule|Describe)/);
  });
}
