import type { Decision } from "../../src/prove/evaluator/decision";
import { compileCondition } from "../../src/prove/evaluator/condition";
import { asked, type Request } from "../../src/prove/evaluator/request";
import { type ConditionLine, conditionLines } from "../../src/prove/iam/condition-line";
import type { RandomCase } from "./random-case";

/** How often the random cases reached what they are meant to reach. */
export class Coverage {
  private readonly counts = new Map<string, number>();

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  entries(): [string, number][] {
    return [...this.counts].sort(([one], [other]) => (one < other ? -1 : 1));
  }

  add({ request, documents }: RandomCase, decision: Decision): void {
    const verdict = decision.allowed ? "allowed" : decision.explicit ? "explicitly denied" : "denied";
    const { caller } = request;
    const place =
      "account" in caller && caller.account !== documents.resource.account ? "another" : "the same";
    const service = request.action.toLowerCase().split(":")[0] as string;
    this.count(`rule: ${decision.rule.text}: ${verdict}`);
    for (const { layer, outcome, namedAs } of decision.chain) {
      this.count(`layer: ${layer} ${outcome}`);
      if (layer === "resource" && namedAs)
        this.count(`named: ${service}, ${place} account, as ${namedAs}: ${verdict}`);
    }
    this.count(`caller: ${caller.kind}: ${verdict}`);
    this.addConditions(request, documents);
  }

  /** Each condition by itself: whether it held, and whether its key was there. */
  private addConditions(request: Request, documents: RandomCase["documents"]): void {
    const { context } = asked(request, documents.resource.account);
    for (const line of conditionsIn(documents)) {
      const held = compileCondition(line, true)(context) ? "held" : "did not hold";
      const presence = context.get(line.lowerKey) === undefined ? "missing" : "present";
      this.count(`condition: ${line.operator}, key ${presence}: ${held}`);
    }
  }

  private count(what: string): void {
    this.counts.set(what, this.of(what) + 1);
  }
}

function conditionsIn(value: unknown): readonly ConditionLine[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "Condition" ? conditionLines(inner) : conditionsIn(inner),
  );
}
