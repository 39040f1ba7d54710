import { isAccountRoot } from "../aws/arn";
import { succeeds } from "../prove/proof/answers";
import type { Operation } from "../prove/proof/operation";
import type { Proof } from "../prove/prove";
import { columns, GAP } from "./columns";
import type { Documents } from "./documents";
import { groupBy } from "../prove/multimap";
import { operationRows } from "./operation-rows";
import { allowedBy, refusedBy } from "./reasons";
import type { Style } from "./style";
import { WIDTH, wrap } from "./wrap";

/** Who can do what on which resource, by which statements: the operations that the topology asks for. */
export function allowedLines(proof: Proof, documents: Documents, style: Style): string[] {
  const { operations, decisions } = proof;
  const decidedBy = (variants: readonly Operation[]) => {
    const failed = variants.filter((operation) => !succeeds(operation, decisions));
    const answers = variants.flatMap(({ questions }) => questions.map((each) => decisions.get(each)));
    const by = allowedBy(new Set(answers.filter((answer) => answer !== undefined)), documents);
    if (failed.length === 0) return by === "" ? "their own policies" : by;
    const which = failed.length === variants.length ? "" : ` in ${failed.length} variants`;
    return `NOT ALLOWED${which}, see the flaws`;
  };
  return actorLines(
    operations.filter(({ expected }) => expected === "allowed"),
    decidedBy,
    style,
  );
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
    style,
  );
}

const NOT_REFUSED = "NOT REFUSED, see the flaws";

/** Groups rows by principal, and by resource unless each resource has one row. */
function actorLines(
  operations: readonly Operation[],
  decidedBy: (variants: readonly Operation[]) => string,
  { bold, red }: Style,
): string[] {
  return groupBy(operations, ({ actor }) => actor.name + actor.arn).flatMap((ofActor) => {
    const { name, arn } = (ofActor[0] as Operation).actor;
    // The ARN of a made-up principal says nothing.
    const isKnown = arn.endsWith(`/${name}`) || isAccountRoot(arn);
    const rows = operationRows(ofActor, decidedBy);
    const perResource = groupBy(rows, ({ on }) => on);
    const isFlat = perResource.length === rows.length;
    const indent = isFlat ? "    " : "      ";
    const cells = rows.map(({ titles, on, decidedBy: by }) => [isFlat ? `${titles} on ${on}` : titles, by]);
    // Breaks the reasons into lines rather than the titles, unless the reasons are short.
    const widestReason = Math.max(...rows.map(({ decidedBy: by }) => by.length));
    const widest = Math.min(Math.max(WIDTH - indent.length - GAP - widestReason, 26), 48);
    const lines = columns(cells, { indent, widest: [widest] });
    const linesOf = new Map(rows.map((row, index) => [row, lines[index] ?? []]));
    return [
      ...wrap(isKnown ? `${name} ${arn}` : name, "  ").map(bold),
      ...perResource.flatMap((ofResource) => [
        ...(isFlat ? [] : wrap(ofResource[0]?.on ?? "", "    on ")),
        ...ofResource.flatMap((row) => {
          const text = linesOf.get(row) ?? [];
          return row.decidedBy.startsWith("NOT ") ? text.map(red) : text;
        }),
      ]),
    ];
  });
}
