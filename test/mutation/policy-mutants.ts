/** Every way to leave out one thing of the policies of a stack. */
import type { RawPolicyDocument, RawStatement } from "../../src/estate/policy-document";

/** Terraform JSON in which the policies are locals. */
export interface Terraform {
  readonly locals: Readonly<Record<string, RawPolicyDocument>>;
}

export interface PolicyMutant {
  /** The local that holds the document: `source_bucket_policy`. */
  readonly document: string;
  /** The Sid of the statement. */
  readonly statement: string;
  /** What is left out of it: `statement`, `action s3:GetObject`, `condition kms:ViaService`. */
  readonly what: string;
  readonly kind: "statement" | "action" | "condition" | "value" | "resource" | "principal";
  readonly effect: RawStatement["Effect"];
  readonly terraform: Terraform;
}

export function policyMutants(terraform: Terraform): PolicyMutant[] {
  return Object.entries(terraform.locals).flatMap(([document, policy]) =>
    policy.Statement.flatMap((statement, index) =>
      statementMutants(statement).map(({ kind, what, instead }) => {
        const Statement = policy.Statement.flatMap((each, at) => (at === index ? instead : [each]));
        const locals = { ...terraform.locals, [document]: { ...policy, Statement } };
        return {
          document,
          statement: statement.Sid ?? String(index),
          what,
          kind,
          effect: statement.Effect,
          terraform: { ...terraform, locals },
        };
      }),
    ),
  );
}

interface StatementMutant extends Pick<PolicyMutant, "kind" | "what"> {
  readonly instead: readonly RawStatement[];
}

function statementMutants(statement: RawStatement): StatementMutant[] {
  return [
    { kind: "statement", what: "the statement", instead: [] },
    ...lists("action", statement.Action, (Action) => ({ ...statement, Action })),
    ...lists("resource", statement.Resource, (Resource) => ({ ...statement, Resource })),
    ...principals(statement),
    ...conditions(statement),
  ];
}

type Texts = string | readonly string[] | undefined;

/** One that is alone cannot be left out. */
function lists(
  kind: StatementMutant["kind"],
  texts: Texts,
  withTexts: (texts: readonly string[]) => RawStatement,
): StatementMutant[] {
  if (!Array.isArray(texts) || texts.length < 2) return [];
  return (texts as readonly string[]).map((text) => ({
    kind,
    what: `${kind} ${text}`,
    instead: [withTexts((texts as readonly string[]).filter((other) => other !== text))],
  }));
}

function principals(statement: RawStatement): StatementMutant[] {
  const { Principal } = statement;
  if (typeof Principal !== "object") return [];
  return Object.entries(Principal).flatMap(([type, texts]) =>
    lists("principal", texts, (left) => ({ ...statement, Principal: { ...Principal, [type]: left } })),
  );
}

function conditions(statement: RawStatement): StatementMutant[] {
  const { Condition = {} } = statement;
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, texts]) => {
      const { [key]: _, ...otherKeys } = keys;
      const { [operator]: __, ...otherOperators } = Condition;
      const rest =
        Object.keys(otherKeys).length > 0 ? { ...Condition, [operator]: otherKeys } : otherOperators;
      const { Condition: ___, ...unconditional } = statement;
      const without = Object.keys(rest).length > 0 ? { ...statement, Condition: rest } : unconditional;
      return [
        { kind: "condition" as const, what: `condition ${operator} ${key}`, instead: [without] },
        ...lists("value", texts, (left) => ({
          ...statement,
          Condition: { ...Condition, [operator]: { ...keys, [key]: left } },
        })).map((mutant) => ({ ...mutant, what: `${mutant.what} of ${key}` })),
      ];
    }),
  );
}
