/** What buckets refuse, whatever policies allow. */
import { accountOf, parseArn } from "../../aws/arn";
import { partitionOf, regionProblem } from "../../aws/region";
import { list, quote, suggestionFor } from "../../messages/wording";
import type { Finding, Path } from "../yaml-file";
import { isService } from "./deliveries";
import { type Draft, type Entry, has, repeated, type Rule, text, texts, trustedServices } from "./draft";
import { arnOf } from "./principals";

/** An upload with SSE-C is one with another key. */
export const requiredKeysDenySseC: Rule = (draft) =>
  [...draft.buckets]
    .filter(([, bucket]) => bucket.require_key === true && bucket.deny_sse_c === false)
    .map(([name]) => ({
      path: ["buckets", name, "deny_sse_c"],
      message: '"require_key" denies uploads with SSE-C, too; leave out "deny_sse_c" or "require_key"',
    }));

interface Restricted {
  readonly name: string;
  readonly bucket: Entry;
  readonly path: Path;
  readonly entry: Entry;
  /** The id of the account of the bucket. */
  readonly owner: string | undefined;
  readonly hasNetworks: boolean;
}

function restrictedBuckets(draft: Draft): Restricted[] {
  return [...draft.buckets].flatMap(([name, bucket]): Restricted[] => {
    const entry = has(bucket, "restrict_to") ? bucket.restrict_to : undefined;
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return [];
    const restriction = entry as Entry;
    const hasNetworks = NETWORKS.some((field) => has(restriction, field));
    const owner = text(draft.accountOf(bucket), "id");
    return [{ name, bucket, path: ["buckets", name, "restrict_to"], entry: restriction, owner, hasNetworks }];
  });
}

const NETWORKS = ["vpc_endpoints", "source_ips"] as const;

/** A bucket limits its access to networks, to an organization, or to both. */
export const restrictionsLimitSomething: Rule = (draft) =>
  restrictedBuckets(draft)
    .filter(({ entry, hasNetworks }) => !hasNetworks && !has(entry, "organization"))
    .map(({ path }) => ({
      path,
      missingIn: path,
      message: "must have organization, vpc_endpoints or source_ips, found none of them",
    }));

/** Terraform sends HeadBucket, which needs `s3:ListBucket`, at each plan. */
export const networksLetTerraformIn: Rule = (draft) =>
  restrictedBuckets(draft)
    .filter(({ bucket, entry, hasNetworks, owner }) => {
      const account = draft.accountOf(bucket);
      const role =
        account && has(account, "assume_role") ? text(account.assume_role as Entry, "role_arn") : undefined;
      return hasNetworks && !has(entry, "except") && (role === undefined || accountOf(role) !== owner);
    })
    .map(({ path, owner = "111122223333" }) => ({
      path: [...path, "except"],
      missingIn: path,
      message: `"except" is missing: Terraform itself reads the bucket at each plan, and is denied from other networks; list who deploys and administers, such as except: ["arn:aws:iam::${owner}:role/Deployer"], or write except: [] if they always use these networks`,
    }));

/** What is denied for objects is also denied in the policy of their keys, which somebody must own. */
export const keysOfLimitsHavePolicies: Rule = (draft) =>
  [...draft.buckets].flatMap(([name, bucket]): Finding[] => {
    const restriction = restrictedBuckets(draft).find((each) => each.name === name);
    const isLimited = has(bucket, "deny") || (restriction && has(restriction.entry, "organization"));
    const key = text(bucket, "key");
    if (!isLimited || !key?.startsWith("arn:")) return [];
    const what = has(bucket, "deny") ? "deny" : "restrict_to with an organization";
    const message = `${what} needs statements in the policy of the key, but this is only its ARN; add <name>: { account: <account>, existing: true, arn: ${quote(key)}, policy: handover } to keys, and write its name here`;
    return [{ path: ["buckets", name, "key"], message }];
  });

/** Whoever is excepted must be able to get in: in the account of the bucket, or with access. */
export const exceptionsAreKnown: Rule = (draft) =>
  restrictedBuckets(draft).flatMap((restricted) =>
    texts(restricted.entry, "except").flatMap(([index, excepted]) => {
      const path = [...restricted.path, "except", index];
      const message = excepted.startsWith("arn:")
        ? problemOfArn(draft, restricted, excepted)
        : problemOfName(draft, restricted, excepted);
      return message === undefined ? [] : [{ path, ...message }];
    }),
  );

type Problem = Pick<Finding, "message" | "suggestion">;

function problemOfArn(draft: Draft, { owner, bucket }: Restricted, arn: string): Problem | undefined {
  const { partition, account } = parseArn(arn) ?? {};
  const region = text(draft.accountOf(bucket), "region");
  if (region === undefined || owner === undefined) return undefined;
  const own = partitionIn(draft, bucket);
  if (own !== undefined && partition !== own)
    return {
      message: `${quote(arn)} is in partition ${partition}, but the bucket is in ${own}; write arn:${own}:… for an ARN of this partition`,
    };
  if (account === owner) return undefined;
  return {
    message: `${quote(arn)} is in account ${account}, but the bucket is in ${owner}; roles and users of other accounts get in only with access, so add it to principals, and write its name here`,
  };
}

function problemOfName(draft: Draft, { name, owner }: Restricted, excepted: string): Problem | undefined {
  const principal = draft.principals.get(excepted);
  if (!principal) return unknownPrincipal(draft, excepted);
  if (isService(principal))
    return {
      message: `${quote(excepted)} is an AWS service, which these limits do not concern; leave it out`,
    };
  if (text(principal, "organization") !== undefined)
    return {
      message: `${quote(excepted)} is an organization, which cannot be excepted; name roles and users`,
    };
  if (principal.entire_account === true)
    return { message: `${quote(excepted)} is ${wholeOrTeam(principal)}; name its roles or users` };
  if (text(draft.accountOf(principal), "id") === owner || hasAccess(draft, excepted, name)) return undefined;
  return {
    message: `${quote(excepted)} has no access to ${quote(name)}; leave it out, or grant it in access`,
  };
}

function wholeOrTeam(principal: Entry): string {
  return has(principal, "principal_tags") ? "a team of an account" : "a whole account";
}

function unknownPrincipal({ principals }: Draft, name: string): Problem {
  if (name.startsWith("arn:"))
    return {
      message: `${quote(name)} is an ARN; write a name from principals: what exists already has an entry there with existing: true`,
    };
  const names = [...principals.keys()];
  const there = names.length === 0 ? "there are none" : `there are ${names.slice(0, 20).join(", ")}`;
  return {
    message: `${quote(name)} is not in principals; ${there}`,
    suggestion: suggestionFor(name, names),
  };
}

function hasAccess({ access }: Draft, principal: string, bucket: string): boolean {
  return access.some(([, edge]) => text(edge, "principal") === principal && text(edge, "bucket") === bucket);
}

/** A role that S3 itself assumes never comes through a VPC endpoint. */
export const callsOfS3HaveNoNetwork: Rule = (draft) =>
  limitedAccess(draft, (service) => OF_S3.test(service)).map(({ path, principal, service, bucket }) => ({
    path,
    message: `${service} assumes the role of ${quote(principal)}, and its requests come from networks of AWS, which restrict_to of buckets.${bucket} does not let in; add ${principal} to its except`,
  }));

/** AWS does not say from which networks these services send their requests. */
export const servicesMayHaveOtherNetworks: Rule = (draft) =>
  limitedAccess(draft, (service) => MOVERS.test(service)).map(({ path, principal, service, bucket }) => ({
    path,
    message: `${service} assumes the role of ${quote(principal)}, and usually sends its requests from networks of AWS, which restrict_to of buckets.${bucket} does not let in; add ${principal} to its except, unless the service uses one of these networks`,
  }));

const OF_S3 = /^(batchoperations\.)?s3\.amazonaws\.com(\.cn)?$/;
const MOVERS = /^(datasync|transfer|firehose|backup|redshift|glue|bedrock)\.amazonaws\.com(\.cn)?$/;

/** Access to buckets that are limited to networks, by roles that one of the services assumes. */
function limitedAccess(draft: Draft, isMeant: (service: string) => boolean) {
  const limited = new Map(
    restrictedBuckets(draft)
      .filter(({ hasNetworks }) => hasNetworks)
      .map(({ name, entry }) => [name, new Set(texts(entry, "except").map(([, each]) => each))]),
  );
  return draft.access.flatMap(([path, edge]) => {
    const [principal = "", bucket = ""] = [text(edge, "principal"), text(edge, "bucket")];
    const except = limited.get(bucket);
    const [, service] =
      trustedServices(draft.principals.get(principal) ?? {}).find(([, each]) => isMeant(each)) ?? [];
    const isExcepted = except?.has(principal) || except?.has(arnOf(draft, principal) ?? "");
    return except === undefined || isExcepted || service === undefined
      ? []
      : [{ path: [...path, "bucket"], principal, service, bucket }];
  });
}

/** An account is in one organization. */
export const accountsAreInOneOrganization: Rule = (draft) => {
  const buckets = new Map(restrictedBuckets(draft).map((restricted) => [restricted.name, restricted]));
  const known = new Map<string, { organization: string; bucket: string }>();
  return draft.access.flatMap(([path, edge]) => {
    const [name = "", on = ""] = [text(edge, "principal"), text(edge, "bucket")];
    const restricted = buckets.get(on);
    const organization = restricted && text(restricted.entry, "organization");
    const id = text(draft.accountOf(draft.principals.get(name)), "id");
    if (!restricted || organization === undefined || id === undefined || id === restricted.owner) return [];
    if (texts(restricted.entry, "except").some(([, each]) => each === name)) return [];
    const before = known.get(id);
    if (before === undefined) known.set(id, { organization, bucket: on });
    if (before === undefined || before.organization === organization) return [];
    return [
      {
        path: [...path, "bucket"],
        message: `restrict_to of buckets.${on} is ${organization}, and that of buckets.${before.bucket} is ${before.organization}, but account ${id} of ${quote(name)} is in one organization at most; correct one of them, or add ${name} to its except`,
      },
    ];
  });
};

/** A Deny overrides every grant. */
export const deniedPrincipalsHaveNoAccess: Rule = (draft) =>
  [...draft.buckets].flatMap(([bucket, entry]) => {
    const denied = texts(entry, "deny").map(
      ([index, name]) => [["buckets", bucket, "deny", index] as Path, name] as const,
    );
    const except = new Set(
      restrictedBuckets(draft)
        .filter(({ name }) => name === bucket)
        .flatMap((restricted) => texts(restricted.entry, "except").map(([, each]) => each)),
    );
    return [
      ...repeated(denied, (_, name) => `${quote(name)} is already in the list; leave it out`),
      ...denied.flatMap(([path, name]): Finding[] => {
        const principal = draft.principals.get(name);
        if (!principal) return [{ path, ...unknownPrincipal(draft, name) }];
        if (isService(principal))
          return [
            {
              path,
              message: `${quote(name)} is an AWS service, which has no access unless it is granted; leave it out`,
            },
          ];
        if (text(principal, "organization") !== undefined)
          return [
            {
              path,
              message: `${quote(name)} is an organization; to let only one organization in, write restrict_to: { organization: <id> }`,
            },
          ];
        if (principal.entire_account === true)
          return [
            {
              path,
              message: `${quote(name)} is ${wholeOrTeam(principal)}, which has no access unless it is granted; name its roles or users`,
            },
          ];
        if (hasAccess(draft, name, bucket))
          return [
            {
              path,
              message: `${quote(name)} has access to ${quote(bucket)}, and a Deny overrides it; leave it out here or in access`,
            },
          ];
        return except.has(name)
          ? [{ path, message: `${quote(name)} is also in except of restrict_to; leave it out there` }]
          : [];
      }),
    ];
  });

/** As another role, a principal is not denied. */
export const deniedPrincipalsAssumeNoRoles: Rule = (draft) =>
  [...draft.buckets].flatMap(([bucket, entry]) =>
    texts(entry, "deny").flatMap(([index, name]): Finding[] => {
      const arn = arnOf(draft, name);
      const roles = [...draft.principals]
        .filter(
          ([role, principal]) =>
            hasAccess(draft, role, bucket) &&
            texts(principal, "assumed_by").some(([, each]) => each === name || each === arn),
        )
        .map(([role]) => quote(role));
      return roles.length === 0
        ? []
        : [
            {
              path: ["buckets", bucket, "deny", index],
              message: `${quote(name)} can assume ${list(roles, "and")}, which has access to ${quote(bucket)}, and is not denied then; remove it from assumed_by`,
            },
          ];
    }),
  );

function partitionIn(draft: Draft, bucket: Entry): string | undefined {
  const region = text(draft.accountOf(bucket), "region");
  return region === undefined || regionProblem(region) !== undefined ? undefined : partitionOf(region);
}
