/** Sessions that cannot simply assume another role, because they pass on what the first service set. */
import { isPodIdentity } from "../../aws/pod-identity";
import { list, quote } from "../../messages/wording";
import type { Finding } from "../yaml-file";
import { type Draft, type Rule, texts, trustedServices } from "./draft";
import { arnOf } from "./principals";

/**
 * A source identity stays in a chain of roles. The callers' policies and the trust policies of all further roles would have to
 * allow `sts:SetSourceIdentity`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export const sourceIdentitiesEnd: Rule = (draft) =>
  chained(draft, ["rolesanywhere.amazonaws.com", "access-grants.s3.amazonaws.com"]).map(
    ({ path, caller, services }) => ({
      path,
      message: `sessions of ${quote(caller)} have a source identity, set by ${list(services, "or")}, and can assume another role only with sts:SetSourceIdentity, which s3porter does not grant; grant the access to ${quote(caller)} itself`,
    }),
  );

/** Whether pods start the sessions of a new role, directly or through other roles of the file. */
export function isStartedByPods(draft: Draft, name: string): boolean {
  const byArn = new Map([...draft.principals.keys()].map((each) => [arnOf(draft, each), each]));
  const chain = new Set([name]);
  for (const role of chain) {
    const principal = draft.principals.get(role) ?? {};
    if (trustedServices(principal).some(([, service]) => isPodIdentity(service))) return true;
    for (const [, trusted] of texts(principal, "assumed_by")) chain.add(byArn.get(trusted) ?? trusted);
  }
  return false;
}

interface ChainedTrust {
  /** Of the trusted role. */
  readonly path: Finding["path"];
  readonly caller: string;
  readonly services: readonly string[];
}

/** The trust in roles that one of the services assumes. What comes later in the chain is the same mistake. */
function chained(draft: Draft, services: readonly string[]): ChainedTrust[] {
  const byArn = new Map([...draft.principals.keys()].map((name) => [arnOf(draft, name), name]));
  return [...draft.principals].flatMap(([role, principal]) =>
    texts(principal, "assumed_by").flatMap(([index, trusted]) => {
      const caller = byArn.get(trusted) ?? trusted;
      const assumedBy = trustedServices(draft.principals.get(caller) ?? {}).map(([, entry]) => entry);
      const found = services.filter((service) => assumedBy.includes(service));
      return found.length === 0
        ? []
        : [{ path: ["principals", role, "assumed_by", index], caller, services: found }];
    }),
  );
}
