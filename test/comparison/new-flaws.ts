import type { EstateFlaw } from "../../src/prove/check/findings";
import { check } from "../../src/verify/check";
import type { Caller } from "./callers";
import { inputOf, readEvaluated } from "./evaluated";

/** What `check` says of a caller with an option, and does not say without it. */
export function newFlaws(caller: Caller, option: string): EstateFlaw[] {
  const evaluated = readEvaluated(caller);
  const flaws = (of?: string) => check(inputOf(caller.name, evaluated, of)).flaws;
  const before = new Set(flaws().map(({ problem }) => problem));
  return flaws(option).filter(({ problem }) => !before.has(problem));
}
