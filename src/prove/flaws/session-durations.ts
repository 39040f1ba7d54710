/** Whether sessions of the roles can be as long as asked for. No policy contains it. */
import type { Principal } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { trustOf } from "../proof/intents";
import type { Scene } from "../proof/scene";

/** In seconds. */
const OF_IAM = 3600;

/** Roles that S3 assumes to replicate have the default of IAM. */
export function sessionDurations({ intents, estate: { principals, replicationRules } }: Scene): Flaw[] {
  const replicating = new Set(replicationRules.map(({ roleArn }) => roleArn));
  return principals.flatMap((role): Flaw[] => {
    const trust = trustOf(role.arn, intents);
    if (role.address === undefined || (!trust && !replicating.has(role.arn))) return [];
    const wanted = trust?.maxSessionDuration ?? OF_IAM;
    const { maxSessionDuration: found = OF_IAM } = role;
    return found === wanted ? [] : [differs(role, found, wanted)];
  });
}

function differs({ name, address = "" }: Principal, found: number, wanted: number): Flaw {
  return {
    part: found < wanted ? "complete" : "nothing else",
    problem: `sessions of the role ${name} can be ${found} seconds long, but ${wanted} were asked for`,
    addresses: [address],
    because: [],
    repair: `set max_session_duration of ${address} to ${wanted}, or ask for ${found}`,
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html",
  };
}
