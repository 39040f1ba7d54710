import { isAccountRoot } from "../aws/arn";
import { succeeds } from "../prove/proof/answers";
import { type Actor, MADE_UP } from "../prove/proof/actor";
import type { Operation } from "../prove/proof/operation";
import type { Proof } from "../prove/prove";
import { columns, GAP } from "./columns";
import type { Documents } from "./documents";
import { ALL_OF_THEM, fold, likewise } from "./fold";
import { groupBy } from "../prove/multimap";
import { operationRows, type Row } from "./operation-rows";
import { allowedBy, refusedBy, withoutNames } from "./reasons";
import type { Style } from "./style";
import { pageWidth, wrap } from "./wrap";

/** Who can do what on which resource, by which statements: the operations that the topology asks for. */
export function allowedLines(proof: Proof, documents: Documents, style: Style): string[] {
  const { operations, decisions } = proof;
  const decidedBy = (variants: readonly Operation[]) => {
    const failed = variants.filter((operation) => !succeeds(operation, decisions));
    const answers = variants.flatMap(({ questions }) => questions.map((each) => decisions.get(each)));
    const by = allowedBy(new Set(answers.filter((answer) => answer !== undefined)), documents);
    if (failed.length === 0) return by === "" ? "their own policies" : by;
    return `${notAllowed(failed, variants)}, see the flaws`;
  };
  return actorLines(
    operations.filter(({ expected }) => expected === "allowed"),
    decidedBy,
    (ofActor) => linesOf(ofActor, style),
  );
}

/** The same in brief: without the statements, and without administrators, who can do everything in their accounts. */
export function accessLines({ operations, decisions }: Proof, style: Style): string[] {
  const asked = operations.filter(
    ({ expected, actor }) => expected === "allowed" && !actor.arn.includes(MADE_UP),
  );
  const decidedBy = (variants: readonly Operation[]) => {
    const failed = variants.filter((operation) => !succeeds(operation, decisions));
    return failed.length === 0 ? "" : notAllowed(failed, variants);
  };
  return actorLines(asked, decidedBy, (ofActor) => briefLinesOf(ofActor, style));
}

function notAllowed(failed: readonly Operation[], variants: readonly Operation[]): string {
  return failed.length === variants.length ? "NOT ALLOWED" : `NOT ALLOWED in ${failed.length} variants`;
}

/** The operations that must be refused, and what refuses them. */
export function refusedLines(proof: Proof, documents: Documents, style: Style): string[] {
  const { operations, decisions } = proof;
  const decidedBy = (variants: readonly Operation[]) => {
    const reasons = variants.map(({ questions }) => {
      const refusal = questions
        .map((each) => decisions.get(each))
        .find((answer) => answer && !answer.allowed);
      return refusal ? refusedBy(refusal, documents) : NOT_REFUSED;
    });
    return reasons.includes(NOT_REFUSED) ? NOT_REFUSED : [...new Set(reasons)].join("; ");
  };
  return actorLines(
    operations.filter(({ expected }) => expected === "refused"),
    decidedBy,
    (ofActor) => linesOf(ofActor, style),
  );
}

const NOT_REFUSED = "NOT REFUSED, see the flaws";

/** What a principal can or cannot do, by resource. */
interface OfActor {
  readonly actor: Actor;
  readonly perResource: readonly (readonly Row[])[];
}

/** Groups rows by principal, and by resource unless each resource has one row. */
function actorLines(
  operations: readonly Operation[],
  decidedBy: (variants: readonly Operation[]) => string,
  lines: (ofActor: OfActor) => string[],
): string[] {
  const perActor = groupBy(operations, ({ actor }) => actor.name + actor.arn).map((ofActor): OfActor => ({
    actor: (ofActor[0] as Operation).actor,
    perResource: groupBy(operationRows(ofActor, decidedBy), ({ on }) => on),
  }));
  return fold(perActor, ({ perResource }) => JSON.stringify(perResource.map(shapeOf))).flatMap(
    ({ shown, others }) => [
      ...lines(shown),
      ...likewise(
        others.map(({ actor }) => actor.name),
        "  likewise ",
        ALL_OF_THEM,
      ),
    ],
  );
}

/** The key to fold resources by: the same operations, for the same kinds of reasons. */
function shapeOf(rows: readonly Row[]): string {
  return JSON.stringify(rows.map(({ titles, decidedBy }) => [titles, withoutNames(decidedBy)]));
}

/** Omits the ARN of a principal that exists only in the proof. */
function nameLines({ name, arn }: Actor, { bold }: Style): string[] {
  const isKnown = arn.endsWith(`/${name}`) || isAccountRoot(arn);
  return wrap(isKnown ? `${name} ${arn}` : name, "  ").map(bold);
}

function briefLinesOf({ actor, perResource }: OfActor, style: Style): string[] {
  return [
    ...nameLines(actor, style),
    ...fold(perResource, shapeOf).flatMap(({ shown, others }) => [
      ...shown.flatMap(({ titles, on, decidedBy: by }) =>
        by === ""
          ? wrap(`${on}: ${titles}`, "    ", "      ")
          : wrap(`${on}: ${by}: ${titles}`, "    ", "      ").map(style.red),
      ),
      ...likewise(
        others.map(([row]) => row?.on ?? ""),
        "    likewise ",
        ALL_OF_THEM,
      ),
    ]),
  ];
}

function linesOf({ actor, perResource }: OfActor, style: Style): string[] {
  const { red } = style;
  const isFlat = perResource.every((rows) => rows.length === 1);
  const folded = fold(perResource, shapeOf);
  const rows = folded.flatMap(({ shown }) => shown);
  const indent = isFlat ? "    " : "      ";
  const cells = rows.map(({ titles, on, decidedBy: by }) => [isFlat ? `${titles} on ${on}` : titles, by]);
  // Wraps the reasons rather than the titles, unless the reasons are short.
  const widestReason = Math.max(...rows.map(({ decidedBy: by }) => by.length));
  const widest = Math.min(Math.max(pageWidth() - indent.length - GAP - widestReason, 26), 48);
  const lines = columns(cells, { indent, widest: [widest] });
  const linesOfRow = new Map(rows.map((row, index) => [row, lines[index] ?? []]));
  return [
    ...nameLines(actor, style),
    ...folded.flatMap(({ shown, others }) => [
      ...(isFlat ? [] : wrap(shown[0]?.on ?? "", "    on ")),
      ...shown.flatMap((row) => {
        const text = linesOfRow.get(row) ?? [];
        return row.decidedBy.startsWith("NOT ") ? text.map(red) : text;
      }),
      ...likewise(
        others.map(([row]) => row?.on ?? ""),
        `${indent}likewise on `,
        ALL_OF_THEM,
      ),
    ]),
  ];
}
