import type { Finding } from "../yaml-file";
import { isManaged, type Rule, text, texts } from "./draft";

/**
 * What is put into a permission set reaches its roles in all accounts, and so would the access in only one of them. The permission
 * sets of somebody else's account can be those of another organization.
 */
export const permissionSetsAreInOneAccount: Rule = (draft) => {
  const named = [...draft.principals].flatMap(([name, principal]) => {
    const [permissionSet, account] = [text(principal, "permission_set"), draft.accountOf(principal)];
    return permissionSet === undefined || !isManaged(account)
      ? []
      : [{ name, permissionSet, id: text(account, "id") }];
  });
  return named.flatMap(({ name, permissionSet, id }, index): Finding[] => {
    const other = named
      .slice(0, index)
      .find((each) => each.permissionSet === permissionSet && each.id !== id);
    if (other === undefined) return [];
    const message = `${permissionSet} is also the permission set of principals.${other.name}, in another account; a permission set has one inline policy for all its accounts, so use a different one for each account`;
    return [{ path: ["principals", name, "permission_set"], message }];
  });
};

/** A trust policy names principals, and the roles of a permission set have names that change. */
export const permissionSetsAreNotTrusted: Rule = (draft) =>
  [...draft.principals].flatMap(([name, principal]) =>
    texts(principal, "assumed_by").flatMap(([index, trusted]): Finding[] => {
      const other = draft.principals.get(trusted);
      if (other === undefined || text(other, "permission_set") === undefined) return [];
      const id = text(draft.accountOf(other), "id") ?? "111122223333";
      const message = `${trusted} is a permission set, and a trust policy cannot name its roles, whose names change; grant the access to ${trusted} itself, or trust its whole account: "arn:aws:iam::${id}:root"`;
      return [{ path: ["principals", name, "assumed_by", index], message }];
    }),
  );
