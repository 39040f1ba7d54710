import type { Operation, Question } from "../prove/proof/operation";
import { groupBy } from "../prove/multimap";
import { STICKY } from "./wrap";

/** Operations that a report shows as one row. */
export interface Row {
  /** `aws s3 cp ×8; aws s3 sync ×8`, with the number of variants. */
  readonly titles: string;
  /** `acme-source to acme-destination` */
  readonly on: string;
  readonly decidedBy: string;
}

/**
 * Merges the operations of one actor: first those with the same title and resources, then those that the same statements
 * decide. Variants with the same questions count once.
 */
export function operationRows(
  operations: readonly Operation[],
  decidedBy: (variants: readonly Operation[]) => string,
): Row[] {
  const numbers = new Numbers<Question>();
  const same = groupBy(operations, ({ title, on }) => JSON.stringify([title, on])).map((variants) => {
    const first = variants[0] as Operation;
    const count = new Set(variants.map(({ variant, questions }) => `${variant} ${numbers.of(questions)}`))
      .size;
    return {
      titles: count === 1 ? operationTitle(first) : `${first.title}${STICKY}×${count}`,
      on: first.on.join(" to "),
      decidedBy: decidedBy(variants),
    };
  });
  return groupBy(same, ({ on, decidedBy: by }) => JSON.stringify([on, by])).map((rows) => ({
    ...(rows[0] as Row),
    titles: rows.map(({ titles }) => titles).join("; "),
  }));
}

/** `replication (of a tagged object)` */
export function operationTitle({ title, variant }: Pick<Operation, "title" | "variant">): string {
  return variant === undefined ? title : `${title} (${variant})`;
}

/** Gives each thing a number, so that lists of things can be compared as short texts. */
class Numbers<T> {
  private readonly numbers = new Map<T, number>();

  of(things: readonly T[]): string {
    return things.map((thing) => this.numberOf(thing)).join(",");
  }

  private numberOf(thing: T): number {
    const number = this.numbers.get(thing) ?? this.numbers.size;
    this.numbers.set(thing, number);
    return number;
  }
}
