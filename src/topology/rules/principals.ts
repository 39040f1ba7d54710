import { trustedPrincipalProblem } from "../../aws/arn";
import { iamTagKeyProblem, iamTagValueProblem } from "../../aws/iam-tag";
import { doubtInChina, globalService, isKnownService } from "../../aws/service-principals/service-principals";
import { FIELDS_OF_SERVICES, isService } from "./deliveries";
import { reservedRoleProblem } from "../../aws/iam-name";
import { partitionOf } from "../../aws/region";
import { list, quote } from "../../messages/wording";
import type { Finding, Path } from "../yaml-file";
import {
  type Draft,
  type Entry,
  has,
  isManaged,
  keysOf,
  mappings,
  repeated,
  type Rule,
  text,
  texts,
  trustedServices,
} from "./draft";
import { tagsOf } from "./teams";

const KINDS = ["role", "user", "permission_set", "entire_account", "organization", "service"];

/** A principal is a role, a user, a permission set, an account, an organization or a service. */
export const principalsAreOneThing: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) => {
    const kinds = KINDS.filter((kind) => has(principal, kind));
    if (kinds.length === 1 || !draft.isMapping("principals", name)) return [];
    const found = kinds.length === 0 ? "none" : kinds.join(" and ");
    return [
      {
        path: ["principals", name],
        atKey: true,
        message: `must have one of ${list(KINDS, "and")}, found ${found}`,
        ...(kinds.length === 0 && { missingIn: ["principals", name] }),
      },
    ];
  });

/** Fields of a new role have no effect on others. */
export const principalsHaveWhatTheyCan: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) => {
    // Another rule asks for its kind.
    if (!KINDS.some((each) => has(principal, each))) return [];
    const [kind, useless] = uselessFields(principal);
    return useless
      .filter((field) => has(principal, field) && principal[field] !== false)
      .map((field) => ({
        path: ["principals", name, field],
        atKey: true,
        message: `${quote(field)} has no effect on ${kind}; leave it out`,
      }));
  });

/** Without `assumed_by`, nobody could assume a new role. */
export const newRolesAreAssumed: Rule = (draft) =>
  [...draft.principals]
    .filter(
      ([, principal]) =>
        has(principal, "role") && principal.existing !== true && !has(principal, "assumed_by"),
    )
    .map(([name]) => ({
      path: ["principals", name, "assumed_by"],
      missingIn: ["principals", name],
      message:
        '"assumed_by" is missing; it lists who can assume the new role; write, for example, assumed_by: ["arn:aws:iam::111122223333:user/admin"] or, if the role already exists, existing: true',
    }));

/** If roles can only be assumed by each other, nobody can assume any of them. */
export const rolesAreReached: Rule = (draft) => {
  const arns = new Map([...draft.principals.keys()].map((name) => [arnOf(draft, name), name]));
  const trusted = (principal: Entry) =>
    texts(principal, "assumed_by").map(([, entry]) => arns.get(entry) ?? entry);
  const isNewRole = (principal: Entry | undefined) =>
    principal !== undefined && has(principal, "role") && principal.existing !== true;
  const roles = [...draft.principals].filter(([, principal]) => isNewRole(principal));
  const trustsOthers = (principal: Entry) =>
    mappings(principal, "assumed_by").length > 0 || has(principal, "trust_statements");
  const reached = new Set(roles.filter(([, principal]) => trustsOthers(principal)).map(([name]) => name));
  const isReached = (entry: string) => !isNewRole(draft.principals.get(entry)) || reached.has(entry);
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const [name, principal] of roles) if (trusted(principal).some(isReached)) reached.add(name);
  }
  return roles
    .filter(([name, principal]) => !reached.has(name) && trusted(principal).length > 0)
    .map(([name, principal]) => {
      const others = [...new Set(trusted(principal).filter((entry) => entry !== name))];
      const who = others.length === 0 ? "only the role itself" : `only ${list(others, "and")}`;
      const why =
        others.length === 0 ? "" : `, and nobody else can assume ${others.length === 1 ? others[0] : "them"}`;
      return {
        path: ["principals", name, "assumed_by"],
        message: `${who} can assume the role${why}; add an ARN, a service or a user`,
      };
    });
};

/** The ARN of a role or user. Undefined if a part of the ARN is missing or has the wrong type. */
export function arnOf(draft: Draft, name: string): string | undefined {
  const principal = draft.principals.get(name);
  const account = draft.accountOf(principal);
  const [id, region] = [text(account, "id"), text(account, "region")];
  const kind = principal && has(principal, "role") ? "role" : "user";
  const iamName = text(principal, kind);
  if (id === undefined || region === undefined || iamName === undefined) return undefined;
  return `arn:${partitionOf(region)}:iam::${id}:${kind}${text(principal, "path") ?? "/"}${iamName}`;
}

/** Terraform cannot add a policy to a role that only an AWS service can change. */
export const rolesCanBeChanged: Rule = (draft) => [
  ...[...draft.principals].flatMap(([name, principal]) => reserved(["principals", name], principal)),
  ...draft.replication.flatMap(([path, edge]) => reserved(path, edge)),
];

function reserved(path: Path, entry: Entry): Finding[] {
  const role = text(entry, "role");
  const existing = entry.existing === true;
  const problem =
    role === undefined ? undefined : reservedRoleProblem(role, text(entry, "path"), { existing });
  return problem === undefined ? [] : [{ path: [...path, "role"], message: `${quote(role)} ${problem}` }];
}

/** IAM accepts fewer characters in tags than other services, and ignores the case of tag keys. */
export const principalTagsFit: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) => {
    const keysIn = (field: string) =>
      keysOf(principal, field).map((key): [Finding["path"], string] => [
        ["principals", name, field, key],
        key,
      ]);
    const [own, required] = [keysIn("tags"), keysIn("principal_tags")];
    const keys = [...own, ...required];
    const passed = texts(principal, "session_tags").map(([index, key]): [Finding["path"], string] => [
      ["principals", name, "session_tags", index],
      key,
    ]);
    const findings = [...keys, ...passed].flatMap(([path, key]) => {
      const problem = iamTagKeyProblem(key);
      return problem === undefined ? [] : [{ path, atKey: true, message: `${quote(key)} ${problem}` }];
    });
    const values = keys.flatMap(([path, key]) => {
      const value = text(principal[String(path[2])] as Entry, key);
      const problem = value === undefined ? undefined : iamTagValueProblem(value);
      return problem === undefined ? [] : [{ path, message: `${quote(value)} ${problem}` }];
    });
    const lowerCase = (list: typeof keys) =>
      list.map(([path, key]) => [path, key.toLowerCase()] as [Finding["path"], string]);
    const twice = (_: Finding["path"], key: string) =>
      `the tag ${key} is declared twice, because IAM ignores the case of tag keys; leave one of them out`;
    return [
      ...findings,
      ...values,
      ...repeated(lowerCase(own), twice),
      ...repeated(lowerCase(required), twice),
      ...repeated(lowerCase(passed), twice),
    ];
  });

/** Services that assume a role do not pass the tags of `session_tags`. */
export const sessionTagsArePassed: Rule = (draft) =>
  assumedByServicesOnly(draft, "session_tags", ["oidc", "saml"]).map((path) => ({
    path,
    atKey: true,
    message:
      '"session_tags" has no effect: only services assume the role, and they do not pass these tags; write "tags" instead, or add a role or user to "assumed_by"',
  }));

/**
 * Only roles and users send an external id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export const externalIdsAreSent: Rule = (draft) =>
  assumedByServicesOnly(draft, "external_id").map((path) => ({
    path,
    atKey: true,
    message:
      '"external_id" has no effect: only services and identity providers assume the role, and they do not send one; leave it out, or add a role or user to "assumed_by"',
  }));

/**
 * The paths of a field of roles that only services assume.
 *
 * @param others the kinds of identity providers that count as more than services
 */
function assumedByServicesOnly(draft: Draft, field: string, others: readonly string[] = []): Path[] {
  return [...draft.principals]
    .filter(
      ([, principal]) =>
        has(principal, field) &&
        has(principal, "assumed_by") &&
        !mappings(principal, "assumed_by").some(([, entry]) => others.some((kind) => has(entry, kind))) &&
        !texts(principal, "assumed_by").some(
          ([, trusted]) => trusted.startsWith("arn:") || draft.principals.has(trusted),
        ),
    )
    .map(([name]) => ["principals", name, field]);
}

/** Each role, user and account is declared once. IAM ignores the case of names. */
export const principalsAreUnique: Rule = (draft) =>
  repeated(
    [...draft.principals].flatMap(([name, principal]): [Finding["path"], string][] => {
      const account = text(draft.accountOf(principal), "id");
      if (account === undefined) return [];
      return KINDS.flatMap((kind): [Finding["path"], string][] => {
        const who =
          principal[kind] === true ? JSON.stringify(tagsOf(principal)) : text(principal, kind)?.toLowerCase();
        return who === undefined ? [] : [[["principals", name, kind], JSON.stringify([account, kind, who])]];
      });
    }),
    (first, id) => {
      const [account, kind] = JSON.parse(id) as [string, string];
      const already =
        kind === "entire_account"
          ? `is account ${account}, like principals.${first[1]}`
          : `is already the ${kind.replace("_", " ")} of principals.${first[1]}, in account ${account}`;
      return `${already}; leave one of them out, and give all the access to the other`;
    },
  );

/** A trust policy cannot say which tags its principals must have, and would trust all of the account. */
export const taggedAreNotTrusted: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) =>
    texts(principal, "assumed_by")
      .filter(([, trusted]) => has(draft.principals.get(trusted) ?? {}, "principal_tags"))
      .map(([index, trusted]) => ({
        path: ["principals", name, "assumed_by", index],
        message: `${quote(trusted)} is limited by principal_tags, but the trust policy would trust its whole account; name roles and users, or the root of the account`,
      })),
  );

/** IAM rejects policies with unknown services. An unknown service is only a warning, because it can be new. */
export const servicesAreKnown: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) =>
    trustedServices(principal)
      .filter(([, entry]) => trustedPrincipalProblem(entry) === undefined && !isKnownService(entry))
      .map(([path, entry]) => ({
        path: ["principals", name, "assumed_by", ...path],
        message: `${quote(entry)} is not a known service; IAM rejects the policy if the service does not exist, so check the name`,
      })),
  );

/** Services of China have names of their own, which IAM does not know elsewhere. */
export const servicesAreInPartition: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) => {
    const region = text(draft.accountOf(principal), "region");
    if (region === undefined) return [];
    return trustedServices(principal).flatMap(([path, entry]) => {
      const global = globalService(entry, partitionOf(region));
      if (global === undefined) return [];
      const message = `${quote(entry)} is a name of the partition aws-cn, but the account is in ${partitionOf(region)}; write ${quote(global)}`;
      return [{ path: ["principals", name, "assumed_by", ...path], message }];
    });
  });

/** IAM knows some services in China only by a name of their own. AWS documents few of them. */
export const servicesHaveTheirNamesInChina: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) => {
    const region = text(draft.accountOf(principal), "region");
    if (region === undefined || partitionOf(region) !== "aws-cn") return [];
    return texts(principal, "assumed_by").flatMap(([index, entry]) => {
      const doubt = doubtInChina(entry);
      return doubt === undefined ? [] : [{ path: ["principals", name, "assumed_by", index], message: doubt }];
    });
  });

/** A principal without access is useless, unless it can assume a role. */
export const principalsHaveAccess: Rule = (draft) => {
  const granted = new Set([
    ...draft.access.map(([, edge]) => text(edge, "principal")),
    ...[...draft.buckets.values()].flatMap((bucket) => namedByBucket(bucket)),
  ]);
  const trusted = new Set(
    [...draft.principals.values()].flatMap((principal) =>
      texts(principal, "assumed_by").map(([, entry]) => entry),
    ),
  );
  return [...draft.principals.keys()]
    .filter((name) => !granted.has(name) && !trusted.has(name) && !trusted.has(arnOf(draft, name) ?? ""))
    .map((name) => ({
      path: ["principals", name],
      atKey: true,
      message: `has no access; add, for example, access: [{ principal: ${name}, bucket: <bucket>, allow: read }]`,
    }));
};

/** The policy of an existing role or user is named after what it is granted, so that no other stack gives it the same name. */
export const statementsHaveAGrant: Rule = (draft) => {
  const granted = new Set([
    ...draft.access.map(([, edge]) => text(edge, "principal")),
    ...[...draft.principals.values()].flatMap((principal) =>
      texts(principal, "assumed_by").map(([, entry]) => entry),
    ),
  ]);
  return [...draft.principals]
    .filter(([, principal]) => has(principal, "statements") && principal.existing === true)
    .filter(([, principal]) => isManaged(draft.accountOf(principal)))
    .filter(([name]) => !granted.has(name) && !granted.has(arnOf(draft, name)))
    .map(([name]) => ({
      path: ["principals", name, "statements"],
      atKey: true,
      message: `${name} has no access to a bucket and assumes no role of this file, and the name of its policy follows from them; add, for example, access: [{ principal: ${name}, bucket: <bucket>, allow: read }], or attach the statements in your own Terraform`,
    }));
};

const OF_NEW_ROLES = [
  "assumed_by",
  "external_id",
  "mfa",
  "max_session_duration",
  "permissions_boundary",
  "tags",
  "session_tags",
  "trust_statements",
];
const OF_ROLES_AND_USERS = ["existing", "path", "granted_as", "statements", ...OF_NEW_ROLES];
const OF_NEW_USERS = ["permissions_boundary", "tags"];
const OF_OTHERS = ["region", "paths", "principal_tags"];

/** Who is denied a bucket, or excepted from its limits. */
function namedByBucket(bucket: Entry): string[] {
  const restriction = has(bucket, "restrict_to") ? bucket.restrict_to : undefined;
  const excepted = typeof restriction === "object" && restriction !== null ? (restriction as Entry) : {};
  return [...texts(bucket, "deny"), ...texts(excepted, "except")].map(([, name]) => name);
}

/** The fields without effect on a principal, and what the principal is. */
function uselessFields(principal: Entry): [string, string[]] {
  if (isService(principal)) return ["a service", ["account", ...OF_ROLES_AND_USERS, ...OF_OTHERS]];
  const [kind, useless] = uselessFieldsOfOthers(principal);
  return [kind, [...useless, ...FIELDS_OF_SERVICES]];
}

function uselessFieldsOfOthers(principal: Entry): [string, string[]] {
  if (has(principal, "organization"))
    return ["an organization", ["account", "region", ...OF_ROLES_AND_USERS]];
  if (has(principal, "entire_account"))
    return ["an entire account", [...OF_ROLES_AND_USERS, "region", "paths"]];
  if (has(principal, "permission_set"))
    return ["a permission set", ["paths", "principal_tags", ...OF_ROLES_AND_USERS]];
  if (principal.existing === true) return ["an existing role or user", [...OF_NEW_ROLES, ...OF_OTHERS]];
  return has(principal, "user")
    ? ["a user", [...OF_NEW_ROLES.filter((field) => !OF_NEW_USERS.includes(field)), ...OF_OTHERS]]
    : ["a role", OF_OTHERS];
}
