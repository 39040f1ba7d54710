/** Every way to mistake the tags of one team, or those of two teams for each other. */
import type { RawStatement } from "../../src/estate/policy-document";
import type { PolicyMutant, Terraform } from "./policy-mutants";

export type TagMutant = Pick<PolicyMutant, "document" | "statement" | "what" | "terraform">;

type Conditions = NonNullable<RawStatement["Condition"]>;
type Keys = Conditions[string];

const TAG = "aws:PrincipalTag/";

export function tagMutants(terraform: Terraform): TagMutant[] {
  return [...policyTagMutants(terraform), ...handoverMutants(terraform)];
}

function policyTagMutants(terraform: Terraform): TagMutant[] {
  const conditions = taggedIn(terraform);
  const values = [...new Set(conditions.flatMap((keys) => Object.values(keys).flat()))];
  return Object.entries(terraform.locals).flatMap(([document, policy]) =>
    policy.Statement.flatMap((statement, index) => {
      const { Condition = {} } = statement;
      const tags = tagsOf(Condition);
      if (Object.keys(tags).length === 0) return [];
      const others = conditions.filter((each) => JSON.stringify(each) !== JSON.stringify(tags));
      const changed: [string, Conditions][] = [
        ...Object.keys(tags).flatMap((key): [string, Conditions][] => [
          [`without ${key}`, withTags(Condition, { ...tags, [key]: undefined })],
          [
            `another key than ${key}`,
            withTags(Condition, { ...tags, [key]: undefined, [`${key}s`]: tags[key] }),
          ],
          ...values
            .filter((value) => value !== tags[key])
            .map((value): [string, Conditions] => [
              `${key} ${value}`,
              withTags(Condition, { ...tags, [key]: value }),
            ]),
          ...values
            .filter((value) => value !== tags[key] && !isGranted(policy.Statement, statement, value))
            .map((value): [string, Conditions] => [
              `${key} also ${value}`,
              withTags(Condition, { ...tags, [key]: [tags[key] ?? [], value].flat() }),
            ]),
          [`any ${key}`, withOperator(Condition, "StringLike", key, "*")],
          [`${key} if it is there`, withOperator(Condition, "StringEqualsIfExists", key, tags[key] ?? "")],
          [`all but ${key}`, withOperator(Condition, "StringNotEquals", key, tags[key] ?? "")],
          [
            `${key} of the request`,
            withTags(Condition, {
              ...tags,
              [key]: undefined,
              [key.replace("Principal", "Request")]: tags[key],
            }),
          ],
        ]),
        ...others.map((other): [string, Conditions] => [
          `the tags of another team: ${JSON.stringify(other)}`,
          withTags(Condition, {
            ...Object.fromEntries(Object.keys(tags).map((key) => [key, undefined])),
            ...other,
          }),
        ]),
      ];
      return changed.map(([what, instead]) => {
        const Statement = policy.Statement.map((each, at) =>
          at === index ? withCondition(statement, instead) : each,
        );
        const locals = { ...terraform.locals, [document]: { ...policy, Statement } };
        return { document, statement: statement.Sid ?? "", what, terraform: { ...terraform, locals } };
      });
    }),
  );
}

/** Whether those with the value of another team have the same from a statement of their own. */
function isGranted(statements: readonly RawStatement[], statement: RawStatement, value: string): boolean {
  const what = ({ Action, Resource }: RawStatement) => JSON.stringify([Action, Resource]);
  return statements.some(
    (each) =>
      each !== statement &&
      what(each) === what(statement) &&
      Object.values(tagsOf(each.Condition ?? {})).includes(value),
  );
}

/** The different tags that statements ask for. */
function taggedIn({ locals }: Terraform): Keys[] {
  const all = Object.values(locals).flatMap(({ Statement }) =>
    Statement.map(({ Condition = {} }) => tagsOf(Condition)).filter((tags) => Object.keys(tags).length > 0),
  );
  return [...new Map(all.map((tags) => [JSON.stringify(tags), tags])).values()];
}

function tagsOf({ StringEquals = {} }: Conditions): Keys {
  return Object.fromEntries(Object.entries(StringEquals).filter(([key]) => key.startsWith(TAG)));
}

function withTags(
  condition: Conditions,
  tags: Readonly<Record<string, Keys[string] | undefined>>,
): Conditions {
  const keys = Object.entries({ ...condition.StringEquals, ...tags }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...condition, StringEquals: Object.fromEntries(keys) as Keys };
}

function withOperator(condition: Conditions, operator: string, key: string, value: Keys[string]): Conditions {
  const rest = withTags(condition, { [key]: undefined });
  return { ...rest, [operator]: { ...rest[operator], [key]: value } };
}

function withCondition({ Condition: _, ...statement }: RawStatement, condition: Conditions): RawStatement {
  const operators = Object.entries(condition).filter(([, keys]) => Object.keys(keys).length > 0);
  return operators.length === 0 ? statement : { ...statement, Condition: Object.fromEntries(operators) };
}

interface Entry {
  readonly principal: string;
  readonly policy: string;
  readonly principal_tags?: Readonly<Record<string, string>>;
}

interface Output {
  readonly value: { readonly policies?: readonly Entry[] };
}

/** Teams with the same access have the same policy. */
function isSame({ locals }: Terraform, one: Entry, other: Entry): boolean {
  const [a, b] = [one, other].map(({ policy }) =>
    JSON.stringify(locals[/local\.(\w+)/.exec(policy)?.[1] ?? ""]),
  );
  return a === b;
}

/** Each policy of a hand-over for those who have no tags, other tags, or the tags of another team; left out; and all exchanged. */
function handoverMutants(
  terraform: Terraform & { readonly output?: Readonly<Record<string, Output>> },
): TagMutant[] {
  return Object.entries(terraform.output ?? {}).flatMap(([name, output]) => {
    const { policies = [] } = output.value;
    const mutant = (statement: string, what: string, changed: readonly Entry[]): TagMutant => {
      const value = { ...output.value, policies: changed };
      const outputs = { ...terraform.output, [name]: { ...output, value } };
      return { document: name, statement, what, terraform: { ...terraform, output: outputs } as Terraform };
    };
    const areApart = policies.some((each) => !isSame(terraform, each, policies[0] as Entry));
    const next = (index: number) => policies[(index + 1) % policies.length] as Entry;
    return [
      ...policies.flatMap(({ principal_tags: tags, ...entry }, index) => {
        if (tags === undefined) return [];
        const instead = (other: Entry) => policies.map((each, at) => (at === index ? other : each));
        return [
          mutant(entry.principal, "no tags", instead(entry)),
          mutant(
            entry.principal,
            "another tag",
            instead({ ...entry, principal_tags: { ...tags, made: "up" } }),
          ),
          mutant(
            entry.principal,
            "left out",
            policies.filter((_, at) => at !== index),
          ),
          ...(areApart
            ? [
                mutant(
                  entry.principal,
                  "the tags of another",
                  instead({ ...entry, principal_tags: next(index).principal_tags }),
                ),
                mutant(
                  entry.principal,
                  "the policy of another",
                  instead({ ...entry, principal_tags: tags, policy: next(index).policy }),
                ),
              ]
            : []),
        ];
      }),
      ...(areApart
        ? [
            mutant(
              "",
              "all policies exchanged",
              policies.map((each, index) => ({ ...each, policy: next(index).policy })),
            ),
            mutant(
              "",
              "all tags exchanged",
              policies.map((each, index) => ({ ...each, principal_tags: next(index).principal_tags })),
            ),
          ]
        : []),
    ];
  });
}
