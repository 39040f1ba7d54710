import {
  ALLOWED_VARIABLES,
  type Caller,
  type HasValue,
  hasValue,
  policyVariables,
  whyUseless,
} from "../../aws/policy-variables";
import { quote, suggestionFor } from "../../messages/wording";
import { isStartedByPods } from "./role-chains";
import type { Finding, Path } from "../yaml-file";
import { type Draft, keysOf, type Rule, text, texts, trustedServices } from "./draft";

/** A variable without a value matches nothing, so the statement would allow nothing. */
export const variablesHaveValues: Rule = (draft) =>
  variablesOf(draft).flatMap(({ path, prefix, principal, variable, caller }): Finding[] => {
    const found = hasValue(variable, caller);
    if (found === undefined) return [{ path, ...notAllowed(prefix, variable) }];
    if (found.answer !== "no") return [];
    const message = `${quote(prefix)} contains ${variable}, which has no value for ${principal}: ${found.because}`;
    return [{ path, message }];
  });

/** Some values are known only to AWS: the tags of an existing role, or whether an account is in an organization. */
export const variablesMayHaveValues: Rule = (draft) =>
  variablesOf(draft).flatMap(({ path, prefix, principal, variable, caller }): Finding[] => {
    const found: HasValue | undefined = hasValue(variable, caller);
    if (found?.answer !== "if") return [];
    const message = `${quote(prefix)} contains ${variable}; ${principal} gets this access only if ${found.condition}`;
    return [{ path, message }];
  });

/** `home/${aws:username}` for bob also matches `home/bobby/`, and `home/${aws:username}-in` for bob `home/bob-inbox/`. */
export const variablesEndWithSlash: Rule = (draft) =>
  draft.access.flatMap(([path, edge]) => {
    const prefix = text(edge, "prefix") ?? "";
    if (policyVariables(prefix).length === 0 || !/\}[^/]*$/.test(prefix)) return [];
    const instead = prefix.endsWith("}") ? "write" : "if it is a folder, write";
    const message = `${quote(prefix)} also matches longer names, such as bobby for bob; ${instead} ${quote(`${prefix}/`)}`;
    return [{ path: [...path, "prefix"], message }];
  });

/** Only `${aws:username}` is a variable. `{aws:username}` and `$aws:username` are folders with this name. */
export const variablesHaveBraces: Rule = (draft) =>
  draft.access.flatMap(([path, edge]) => {
    const prefix = text(edge, "prefix") ?? "";
    const [written, variable] =
      /(?:(?<!\$)[{<(]{1,2}|\$[(]?|%\{)(aws:\w+(?:\/[\w-]+)?)[})>]{0,2}/.exec(prefix) ?? [];
    if (written === undefined) return [];
    const message = `${quote(prefix)} contains ${quote(written)} as text, not as a variable; write ${quote(`\${${variable}}`)}`;
    return [{ path: [...path, "prefix"], message }];
  });

/** If one grant has the prefix `in` and another has `input/`, the first probably means `in/`. */
export const prefixesEndBetweenNames: Rule = (draft) => {
  const all = draft.access.flatMap(([path, edge]) => {
    const prefix = text(edge, "prefix");
    return prefix === undefined ? [] : [{ path, prefix, bucket: text(edge, "bucket") }];
  });
  return all.flatMap(({ path, prefix, bucket }): Finding[] => {
    const longer = all.find((other) => other.bucket === bucket && endsInsideName(prefix, other.prefix));
    if (longer === undefined) return [];
    const message = `${quote(prefix)} also matches ${quote(longer.prefix)}, see access[${longer.path[1]}]; if it is a folder, write ${quote(`${prefix}/`)}`;
    return [{ path: [...path, "prefix"], message }];
  });
};

function endsInsideName(prefix: string, of: string): boolean {
  const rest = of.startsWith(prefix) ? of.slice(prefix.length) : "";
  return /[\p{L}\p{N}]$/u.test(prefix) && /^[\p{L}\p{N}]/u.test(rest);
}

interface VariableUse {
  readonly path: Path;
  readonly prefix: string;
  /** The name of the principal in the file. */
  readonly principal: string;
  readonly variable: string;
  readonly caller: Caller;
}

function variablesOf(draft: Draft): VariableUse[] {
  return draft.access.flatMap(([path, edge]) => {
    const [principal = "", prefix = ""] = [text(edge, "principal"), text(edge, "prefix")];
    const variables = new Set(policyVariables(prefix));
    const caller = variables.size > 0 ? callerOf(draft, principal) : undefined;
    if (caller === undefined) return [];
    const use = { path: [...path, "prefix"], prefix, principal, caller };
    return [...variables].map((variable) => ({ ...use, variable }));
  });
}

/** Undefined if the principal is unknown or not valid: other rules report that. */
function callerOf(draft: Draft, name: string): Caller | undefined {
  const principal = draft.principals.get(name);
  if (principal === undefined) return undefined;
  const isPermissionSet = text(principal, "permission_set") !== undefined;
  const kind = isPermissionSet
    ? "role"
    : (["role", "user"] as const).find((each) => text(principal, each) !== undefined);
  const isOrganization = text(principal, "organization") !== undefined;
  if (kind === undefined && !isOrganization && principal.entire_account !== true) return undefined;
  return {
    kind: kind ?? "account",
    existing: isPermissionSet || principal.existing === true,
    tagKeys: [...keysOf(principal, "tags"), ...texts(principal, "session_tags").map(([, key]) => key)],
    services: [
      ...trustedServices(principal).map(([, trusted]) => trusted),
      ...(isStartedByPods(draft, name) ? ["pods.eks.amazonaws.com"] : []),
    ],
  };
}

function notAllowed(prefix: string, variable: string): Pick<Finding, "message" | "suggestion"> {
  const useless = whyUseless(variable);
  const what =
    useless === undefined
      ? `contains the unknown variable ${variable}`
      : `contains ${variable}, which ${useless}`;
  const message = `${quote(prefix)} ${what}; a prefix can contain ${ALLOWED_VARIABLES.join(", ")}`;
  return useless === undefined ? { message, suggestion: nearestTo(variable) } : { message };
}

/** The most similar variable, with the key of the tag: `aws:PrincipalTag/team` for `aws:PrincipleTag/team`. */
function nearestTo(variable: string): string | undefined {
  const [name = "", ...tag] = variable.split("/");
  const names = ALLOWED_VARIABLES.map((each) => each.replace("/<key>", ""));
  const nearest = suggestionFor(name, names);
  if (nearest !== "aws:PrincipalTag") return nearest;
  const key = tag.join("/");
  return `${nearest}/${key === "" ? "<key>" : key}`;
}
