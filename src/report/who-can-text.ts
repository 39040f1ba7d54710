import { textsOf } from "../prove/evaluator/unknown";
import type { Finding } from "../prove/evaluator/decision";
import { distinct } from "../prove/distinct";
import type { Explanation } from "../verify/explain/explanation";
import { dependsOnOwn, type WhoCan } from "../verify/who-can";
import { columns } from "./columns";
import { styleOf, type TextOptions } from "./style";
import { wrap } from "./wrap";

/** Everyone who can do something, each with the statements that allow it. */
export function whoCanText(
  { what, on, allowed, unknown, refused, assumed }: WhoCan,
  options: TextOptions,
): string {
  const { bold, green, yellow } = styleOf(options);
  const count = allowed.length;
  const whoHas =
    count === 0
      ? "nobody that the policies name has"
      : `${count} of ${count + unknown.length + refused} ${count === 1 ? "has" : "have"}`;
  const headline = `${whoHas} permission for ${what} on ${on}`;
  return [
    ...wrap(headline, "", "  ").map(bold),
    ...assumed.flatMap((each) => wrap(each, "  ", "    ")),
    ...rows(allowed, on).map(green),
    ...(unknown.length === 0 ? [] : ["", bold("Unknown"), ...unknownRows(unknown, on).map(yellow)]),
  ].join("\n");
}

function rows(explanations: readonly Explanation[], on: string): string[] {
  return table(
    explanations.map((each) => [
      nameOf(each, on),
      dependsOnOwn(each) ? "if its own policies allow it: they are not in this Terraform" : whyAllowed(each),
    ]),
  );
}

function whyAllowed(explanation: Explanation): string {
  const statements = statementsOf(explanation);
  if (statements.length === 0) return "as it owns the account";
  const isGiven = documentsOf(explanation).some(({ isAssumed }) => isAssumed);
  return `${isGiven ? "if its own policies allow it: " : ""}${statements.join(", ")}`;
}

function documentsOf({ answers }: Explanation): Finding["documents"] {
  return answers.flatMap(({ decision }) => decision?.because ?? []).flatMap(({ documents }) => documents);
}

function unknownRows(explanations: readonly Explanation[], on: string): string[] {
  return table(
    explanations.map((each) => [
      nameOf(each, on),
      `because ${distinct(each.answers.flatMap(({ unknown }) => textsOf(unknown))).join("; ")}`,
    ]),
  );
}

function table(found: readonly (readonly [string, string])[]): string[] {
  return columns(found, { indent: "  ", widest: [30] }).flat();
}

/** Services have folders of their own, so the question of each is about another object. */
function nameOf({ who, on: its }: Explanation, on: string): string {
  const name = who === "anyone" ? "everyone, without credentials" : who;
  return its === on ? name : `${name} (${its.replace(/^arn:[^:]+:s3:::[^/]+\//, "")})`;
}

/** `GetObjects of the bucket policy of acme` */
function statementsOf({ answers }: Explanation): readonly string[] {
  return distinct(answers.flatMap(({ decision }) => decision?.because ?? []).flatMap(statementOf));
}

function statementOf({ statement, documents: [document] }: Finding): string[] {
  if (!statement || !document || document.isAssumed) return [];
  return [`${statement.sid ?? `statement ${statement.index + 1}`} of the ${document.name}`];
}
