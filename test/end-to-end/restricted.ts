/**
 * Limits of buckets, statements of the user's own, sessions with MFA, and principals that are no roles or users, as AWS receives
 * them.
 *
 * The emulator stores policies but evaluates neither their principals nor their conditions, and applies what a Deny in a bucket
 * policy names to everyone. So no object is read or written here: who is refused is for the proof. Nor does it know IAM
 * Identity Center, organizations, and services that deliver.
 */
import { CreateRoleCommand, DeleteRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import { GetObjectLockConfigurationCommand } from "@aws-sdk/client-s3";
import type { PolicyDocument } from "../../src/policy/document";
import { matches, pattern } from "../../src/prove/iam/wildcard";
import { loadTopology } from "../../src/topology/load";
import { resolve } from "../../src/topology/resolve";
import { readTopology } from "../support/topologies";
import type { Applied, AppliedStack } from "./applied-stack";

const topology = loadTopology(`
accounts:
  data: { id: "111111111111", region: us-east-1 }
  apps: { id: "222222222222", region: us-east-1 }
keys:
  guard: { account: data }
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
  trail: { service: cloudtrail, for_accounts: [data, apps] }
access:
  - { principal: reader, bucket: guarded, allow: read_write }
  - { principal: trail, bucket: gathered, allow: put }
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

  it("leaves the administration of the key to its account", () => {
    const keys = Object.values(applied().estate["111111111111"]?.keys ?? {});
    const guard = keys.find(({ description }) => description === "Encrypts S3 objects (guard)");
    const denies = (guard?.policy as PolicyDocument).Statement.filter(({ Effect }) => Effect === "Deny");
    expect(denies.map(({ Sid }) => Sid)).toEqual(["DenyOtherOrganizationsGuarded", "DenyPrincipalsGuarded"]);
    expect(JSON.stringify(denies)).not.toMatch(/kms:(\*|Put|Schedule|Describe)/);
  });

  it("names the roles of a permission set by a pattern that fits one", async () => {
    const { principals } = resolve(readTopology("identity-center"));
    const people = principals.find(({ kind }) => kind === "permission set");
    const [, , , , accountId = "", resource = ""] = people?.principalArn.split(":") ?? [];
    const { iam } = await applied().stacks.clients(accountId, "us-east-1");
    const [, Path, name = ""] = /^role(\/.*\/)([^/]+)$/.exec(resource.replaceAll("*", "eu-west-1")) ?? [];
    const RoleName = name.replace(/\?+$/, "0123456789abcdef");
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
    expect(Role?.Arn).toBe(`arn:aws:iam::${accountId}:role${Path}${RoleName}`);
    expect(matches(pattern(people?.principalArn ?? ""), Role?.Arn ?? "")).toBe(true);
  });
}
