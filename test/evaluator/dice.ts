import fc from "fast-check";

/** Choices from one seed, by the generator of fast-check without its bias towards small numbers. */
export class Dice {
  private readonly numbers: Iterator<number>;

  constructor(seed: number) {
    const uniform = fc.noBias(fc.integer({ min: 0, max: 0x7fffffff }));
    const [stream] = fc.sample(fc.infiniteStream(uniform), { seed, numRuns: 1 });
    if (!stream) throw new Error("fast-check gave no stream of numbers");
    this.numbers = stream;
  }

  /** A whole number from 0 up to, but not including, the limit. */
  below(limit: number): number {
    return this.numbers.next().value % limit;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** At least one, at most `most`, and none twice. */
  some<T>(choices: readonly T[], most: number): T[] {
    const count = 1 + this.below(Math.min(most, choices.length));
    const left = [...choices];
    return Array.from({ length: count }, () => left.splice(this.below(left.length), 1)[0] as T);
  }
}
