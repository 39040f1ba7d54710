/** Sessions that cannot simply assume another role, because they pass on what the first service set. */
import { list, quote } from "../../messages/wording";
import type { Finding } from "../yaml-file";
import { type Draft, type Rule, texts } from "./draft";
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

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
export const podTagsEnd: Rule = (draft) =>
  chained(draft, ["pods.eks.amazonaws.com"]).map(({ path, caller }) => ({
    path,
    message: `pods pass their session tags on, so they can assume another role from ${quote(caller)} only with sts:TagSession, which s3porter does not grant for these tags; disable session tags in the Pod Identity association, or grant the access to ${quote(caller)} itself`,
  }));

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
      const assumedBy = texts(draft.principals.get(caller) ?? {}, "assumed_by").map(([, entry]) => entry);
      const found = services.filter((service) => assumedBy.includes(service));
      return found.length === 0
        ? []
        : [{ path: ["principals", role, "assumed_by", index], caller, services: found }];
    }),
  );
}
