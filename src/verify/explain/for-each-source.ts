/** A service always acts for someone. Unless a question says for whom, it is asked for each that the policies name. */
import type { Estate } from "../../estate/estate";
import { list } from "../../messages/wording";
import { type Ask, type Explanation, verdictOf } from "./explanation";
import { saysSource, sourcesOfService } from "./service-sources";

/** The answers to a question, the best first: one, unless it is about a service that can act for several. */
export type ForSources = readonly [ForSource, ...ForSource[]];

interface ForSource {
  readonly explanation: Explanation;
  /** For whom the service acts. @default - the question says it, or the policies do not check it */
  readonly source?: string;
}

/** @param service the principal of the service, if the question is about one */
export function forEachSource(
  ask: Ask,
  service: string | undefined,
  estate: Estate,
  explain: (ask: Ask) => Explanation,
): ForSources {
  const { context = [] } = ask;
  const sources = service === undefined || saysSource(context) ? [] : sourcesOfService(service, estate);
  const answers = sources.map(({ words, context: sent }): ForSource => {
    const others = sent.filter((pair) => !saysSame(pair, context));
    const explanation = explain({ ...ask, context: [...context, ...others] });
    if (words === "") return { explanation };
    return { explanation: { ...explanation, who: `${explanation.who} ${words}` }, source: words };
  });
  const [best, ...rest] = answers.sort((one, other) => orderOf(one) - orderOf(other));
  if (!best) return [{ explanation: explain(ask) }];
  // What needs no condition is the same for everyone.
  return best.source === undefined && verdictOf(best.explanation) === "allowed" ? [best] : [best, ...rest];
}

/** The best answer, which says for whom else it was asked. */
export function bestOf([best, ...others]: ForSources): Explanation {
  const { source, explanation } = best;
  if (source === undefined) return explanation;
  const verdict = verdictOf(explanation);
  const those = (areSame: boolean) =>
    others
      .filter((each) => (verdictOf(each.explanation) === verdict) === areSame)
      .flatMap((each) => each.source ?? []);
  return {
    ...explanation,
    assumed: [
      `the service acts ${source}; --context aws:SourceArn=… asks for another`,
      ...sentence("the answer is the same", those(true)),
      ...sentence("the answer is different", those(false)),
      ...explanation.assumed,
    ],
  };
}

function sentence(beginning: string, sources: readonly string[]): string[] {
  return sources.length === 0 ? [] : [`${beginning} ${list(sources, "and")}`];
}

function orderOf({ explanation }: ForSource): number {
  return ["allowed", "unknown", "refused"].indexOf(verdictOf(explanation));
}

function saysSame(pair: string, context: readonly string[]): boolean {
  const keyOf = (each: string) => each.slice(0, each.indexOf("=")).toLowerCase();
  return context.some((each) => keyOf(each) === keyOf(pair));
}
