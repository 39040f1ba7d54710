/** The people of a permission set. The emulator has no roles of IAM Identity Center, but it can create one like them. */
import { CreateRoleCommand, DeleteRoleCommand } from "@aws-sdk/client-iam";
import { matches, pattern } from "../../src/prove/iam/wildcard";
import { resolve } from "../../src/topology/resolve";
import { readTopology } from "../support/topologies";
import type { Applied, AppliedStack } from "./applied-stack";

const topology = readTopology("identity-center");

export const IDENTITY_CENTER: AppliedStack = { topology, describe: describePeople };

function describePeople(applied: () => Applied): void {
  it("names the roles of a permission set by a pattern that fits one", async () => {
    const { principals } = resolve(topology);
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
