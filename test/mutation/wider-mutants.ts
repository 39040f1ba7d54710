/** Ways to let a statement allow more than it did. */
import { isDeepStrictEqual } from "node:util";
import type { RawStatement } from "../../src/estate/policy-document";
import type { PolicyMutant, Terraform } from "./policy-mutants";

export type WiderMutant = Pick<PolicyMutant, "document" | "statement" | "what" | "terraform">;

export function widerMutants(terraform: Terraform): WiderMutant[] {
  return Object.entries(terraform.locals).flatMap(([document, policy]) =>
    policy.Statement.flatMap((statement, index) => {
      // How a key's account keeps it is as wide as can be.
      if (statement.Effect === "Deny" || statement.Action === "kms:*") return [];
      // What names anybody already is not widened by that.
      const changed = widenings(statement).filter(({ instead }) => !isDeepStrictEqual(instead, statement));
      return changed.map(({ what, instead }) => {
        const Statement = policy.Statement.map((each, at) => (at === index ? instead : each));
        const locals = { ...terraform.locals, [document]: { ...policy, Statement } };
        return { document, statement: statement.Sid ?? "", what, terraform: { ...terraform, locals } };
      });
    }),
  );
}

function widenings(statement: RawStatement): { what: string; instead: RawStatement }[] {
  const { Action, Principal, Condition = {}, Resource } = statement;
  const service = [Action ?? []].flat()[0]?.split(":")[0];
  return [
    { what: "any action", instead: { ...statement, Action: `${service}:*` } },
    {
      what: "any action but one",
      instead: { ...statement, Action: undefined, NotAction: `${service}:Nothing` },
    },
    ...(Principal === undefined && Resource !== undefined
      ? [{ what: "any resource", instead: { ...statement, Resource: "*" } }]
      : []),
    ...(Principal === undefined
      ? []
      : [
          {
            what: "anybody",
            instead: { ...statement, Principal: "*" as const, Condition: unnamed(Condition) },
          },
        ]),
    ...onePrincipalMore(statement),
    ...Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.keys(keys).map((key) => ({
        what: `any ${key}`,
        instead: { ...statement, Condition: widened(Condition, operator, key) },
      })),
    ),
  ];
}

/** One more in each list of principals: of an account that is named, and of a strange one. */
function onePrincipalMore(statement: RawStatement): { what: string; instead: RawStatement }[] {
  const { Principal, Condition = {} } = statement;
  const named = typeof Principal === "object" ? [Principal.AWS ?? []].flat() : [];
  if (named.length === 0) return [];
  const [, partition = "aws"] = (named[0] ?? "").split(":");
  const root = `arn:${partition}:iam::999999999999:root`;
  return [
    {
      what: "one principal more",
      instead: { ...statement, Principal: { ...(Principal as object), AWS: [...named, root] } },
    },
    ...Object.entries(Condition).flatMap(([operator, keys]) => {
      const arns = [keys["aws:PrincipalArn"] ?? []].flat();
      const [first] = arns;
      if (first === undefined) return [];
      // The roles of permission sets whose names begin the same.
      const likes = first.includes("?") ? [first.replace(/\?+$/, "*")] : [];
      return [`${first}-too`, root.replace(":root", ":role/strange"), ...likes].map((arn) => ({
        what: `${arn} besides`,
        instead: {
          ...statement,
          Condition: { ...Condition, [operator]: { ...keys, "aws:PrincipalArn": [...arns, arn] } },
        },
      }));
    }),
  ];
}

/** Whoever it is. */
function unnamed(condition: NonNullable<RawStatement["Condition"]>) {
  const left = Object.entries(condition).map(
    ([
      operator,
      { "aws:PrincipalArn": _, "aws:PrincipalOrgID": __, "aws:PrincipalOrgPaths": ___, ...keys },
    ]) => [operator, keys] as const,
  );
  return Object.fromEntries(left.filter(([, keys]) => Object.keys(keys).length > 0));
}

/** ARN operators compare part by part. */
function widened(condition: NonNullable<RawStatement["Condition"]>, operator: string, key: string) {
  const { [key]: _, ...left } = condition[operator] ?? {};
  const [qualifier = ""] = /^For(All|Any)Values?:/.exec(operator) ?? [];
  const like = operator.startsWith("Arn") ? "ArnLike" : `${qualifier}StringLike`;
  const any = operator.startsWith("Arn") ? "arn:*:*:*:*:*" : "*";
  const without = { ...condition, [operator]: left };
  const whole = { ...without, [like]: { ...without[like], [key]: any } };
  return Object.fromEntries(Object.entries(whole).filter(([, keys]) => Object.keys(keys).length > 0));
}
