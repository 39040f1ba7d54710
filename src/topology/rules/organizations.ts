import type { Finding } from "../yaml-file";
import { type Entry, has, repeated, type Rule, text, texts } from "./draft";
import { includesTeam, tagsInWords } from "./teams";

/** Paths begin with the id of their organization. */
export const pathsAreInOrganization: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) => {
    const id = text(principal, "organization");
    const findings = texts(principal, "paths").map(([index, path]) => ({
      path: ["principals", name, "paths", index],
      value: path,
    }));
    return [
      ...findings
        .filter(({ value }) => id !== undefined && !value.startsWith(`${id}/`))
        .map(({ path }) => ({ path, message: `is not in the organization ${id}; begin it with "${id}/"` })),
      ...repeated(
        findings.map(({ path, value }) => [path, value] as const),
        (_, value) => `${value} is already in the list; leave it out`,
      ),
    ];
  });

/** What an organization has, its OUs have already. Teams share accounts if neither has all the tags of the other. */
export const organizationsDoNotOverlap: Rule = (draft) => {
  const named = [...draft.principals].filter(
    ([, principal]) => text(principal, "organization") !== undefined,
  );
  return named.flatMap(([name, principal], index): Finding[] => {
    const other = named
      .slice(0, index)
      .find(
        ([, each]) =>
          overlap(each, principal) && (includesTeam(each, principal) || includesTeam(principal, each)),
      );
    if (other === undefined) return [];
    const message = `some accounts of ${name} are also accounts of principals.${other[0]}${sameTeam([name, principal], other)}`;
    return [{ path: ["principals", name, "organization"], message }];
  });
};

type Named = readonly [string, Entry];

/** Why those of one have what the other has, and what to do. */
function sameTeam(one: Named, other: Named): string {
  const apart = "write paths that have no account in common";
  if (includesTeam(one[1], other[1]) && includesTeam(other[1], one[1]))
    return `; give all the access to one of them, or ${apart}`;
  const [wide, narrow] = includesTeam(one[1], other[1]) ? [one, other] : [other, one];
  return `, and whoever has the tags ${tagsInWords(narrow[1])} gets what ${wide[0]} gets, too; tell them apart by different values of one tag, or ${apart}`;
}

function overlap(one: Entry, other: Entry): boolean {
  if (text(one, "organization") !== text(other, "organization")) return false;
  const [a, b] = [one, other].map((each) => texts(each, "paths").map(([, path]) => path)) as [
    string[],
    string[],
  ];
  if (a.length === 0 || b.length === 0) return true;
  return a.some((path) => b.some((each) => includes(path, each) || includes(each, path)));
}

function includes(path: string, other: string): boolean {
  return path === other || (path.endsWith("*") && other.startsWith(path.slice(0, -1)));
}

/** What a bucket refuses to others than one organization, it refuses to another organization with access. */
export const organizationsAreLetIn: Rule = (draft) =>
  draft.access.flatMap(([path, edge]): Finding[] => {
    const id = text(draft.principals.get(text(edge, "principal") ?? ""), "organization");
    const bucket = draft.buckets.get(text(edge, "bucket") ?? "");
    const limit =
      bucket && has(bucket, "restrict_to") ? text(bucket.restrict_to as Entry, "organization") : undefined;
    if (id === undefined || limit === undefined || id === limit) return [];
    const message = `buckets.${text(edge, "bucket")} refuses everyone outside of organization ${limit} (restrict_to), and so all accounts of ${id}; leave out one of the two`;
    return [{ path: [...path, "principal"], message }];
  });

/** The hand-over to an organization has its name, as that to an account has the account's. */
export const organizationsAreNotCalledLikeAccounts: Rule = (draft) =>
  [...draft.principals]
    .filter(([name, principal]) => text(principal, "organization") !== undefined && draft.accounts.has(name))
    .map(([name]) => ({
      path: ["principals", name],
      atKey: true,
      message: `${name} is also an account, and both would have the output handover_${name}; rename one of them`,
    }));

/** A trust policy can name everyone with a condition, but nobody in the organization would need a policy to assume the role. */
export const organizationsAreNotTrusted: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) =>
    texts(principal, "assumed_by").flatMap(([index, trusted]): Finding[] => {
      const other = draft.principals.get(trusted);
      if (other === undefined || text(other, "organization") === undefined) return [];
      const message = `${trusted} is an organization, which cannot assume a role here; name each account by its root ARN, such as "arn:aws:iam::111122223333:root"`;
      return [{ path: ["principals", name, "assumed_by", index], message }];
    }),
  );
