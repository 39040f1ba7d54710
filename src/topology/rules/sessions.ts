/** How sessions of a role begin, and how long they last. */
import { parseArn } from "../../aws/arn";
import { WITHOUT_MFA } from "../../aws/mfa";
import { quote } from "../../messages/wording";
import type { Finding, Path } from "../yaml-file";
import { type Draft, type Entry, has, mappings, type Rule, text, texts } from "./draft";
import { arnOf } from "./principals";

type Kind = keyof typeof WITHOUT_MFA | "user";

/** Whoever cannot sign in with MFA could never assume the role. */
export const mfaIsPossible: Rule = (draft) =>
  [...draft.principals]
    .filter(([, principal]) => principal.mfa === true)
    .flatMap(([name, principal]) =>
      callersOf(draft, principal).flatMap(({ path, title, kind }): Finding[] =>
        kind === "user"
          ? []
          : [
              {
                path: ["principals", name, "assumed_by", ...path],
                message: `${quote(title)} can never assume a role with mfa: true: ${WITHOUT_MFA[kind]}; leave one of them out, or write a role of its own`,
              },
            ],
      ),
    );

/**
 * If one role assumes another, the session ends after an hour.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
 */
export const sessionsOfChainsAreShort: Rule = (draft) =>
  longSessions(draft).flatMap(({ path, callers }) =>
    callers.length > 0 && callers.every(({ kind }) => kind === "role")
      ? [
          {
            path,
            message:
              "has no effect: only roles assume the role, and AWS ends the sessions of such a chain after 3600 seconds; leave it out",
          },
        ]
      : [],
  );

/** Some callers get less than what the file says. */
export const someSessionsOfChainsAreShort: Rule = (draft) =>
  longSessions(draft).flatMap(({ path, callers }) => {
    const roles = callers.filter(({ kind }) => kind === "role");
    const [first] = roles;
    return first === undefined || roles.length === callers.length
      ? []
      : [
          {
            path,
            message: `does not hold for ${quote(first.title)}, which is a role: AWS ends the sessions of roles that are assumed by a role after 3600 seconds`,
          },
        ];
  });

function longSessions(draft: Draft): { path: Path; callers: Caller[] }[] {
  return [...draft.principals]
    .filter(([, { max_session_duration: seconds }]) => typeof seconds === "number" && seconds > 3600)
    .map(([name, principal]) => ({
      path: ["principals", name, "max_session_duration"],
      callers: callersOf(draft, principal),
    }));
}

interface Caller {
  /** In `assumed_by`. */
  readonly path: Path;
  readonly title: string;
  readonly kind: Kind;
}

/** An account counts as its users. */
function callersOf(draft: Draft, principal: Entry): Caller[] {
  const byArn = new Map([...draft.principals.keys()].map((name) => [arnOf(draft, name), name]));
  const named = texts(principal, "assumed_by").map(([index, title]): Caller => {
    const known = draft.principals.get(byArn.get(title) ?? title);
    if (known) return { path: [index], title, kind: has(known, "role") ? "role" : "user" };
    if (!title.startsWith("arn:")) return { path: [index], title, kind: "service" };
    return { path: [index], title, kind: parseArn(title)?.type === "role" ? "role" : "user" };
  });
  const others = mappings(principal, "assumed_by").map(([index, entry]): Caller => {
    const [service, federated] = [text(entry, "service"), text(entry, "oidc") ?? text(entry, "saml")];
    return {
      path: [index],
      title: service ?? federated ?? "",
      kind: service === undefined ? "federated" : "service",
    };
  });
  return [...named, ...others];
}
