import { CreateRoleCommand, CreateUserCommand } from "@aws-sdk/client-iam";
import type { Topology } from "../../src";
import { awsClients } from "./aws-clients";
import type { Emulator } from "./emulator";

const ARN = /^arn:aws:iam::(\d{12}):(role|user)(\/(?:.*\/)?)([^/]+)$/;

const TRUSTS_NOBODY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }],
});

/** Creates the roles and users that topologies take for granted: those that exist, and those that they trust. */
export async function createExistingPrincipals(
  emulator: Emulator,
  topologies: readonly Topology[],
): Promise<void> {
  for (const arn of new Set(topologies.flatMap(existingPrincipals))) {
    const [, accountId, kind, Path, name] = ARN.exec(arn) ?? [];
    if (!accountId) continue;
    const { iam } = await awsClients(emulator, accountId, "us-east-1");
    if (kind === "user") await iam.send(new CreateUserCommand({ UserName: name, Path }));
    else {
      const role = { RoleName: name, Path, AssumeRolePolicyDocument: TRUSTS_NOBODY };
      await iam.send(new CreateRoleCommand(role));
    }
  }
}

function existingPrincipals(topology: Topology): string[] {
  return Object.values(topology.principals ?? {}).flatMap((principal) => {
    const { role, user, path = "/", assumed_by = [] } = principal;
    const account = topology.accounts[principal.account ?? ""]?.id;
    const own = `arn:aws:iam::${account}:${role === undefined ? "user" : "role"}${path}${role ?? user}`;
    return [...(principal.existing ? [own] : []), ...assumed_by.filter((each) => typeof each === "string")];
  });
}
