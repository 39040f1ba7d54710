import type { Decision } from "../../src/prove/evaluator/decision";
import { resourcePattern } from "../../src/prove/evaluator/arn-pattern";
import type { Asked } from "../../src/prove/evaluator/compiled-statement";
import { compileCondition } from "../../src/prove/evaluator/condition";
import type { RequestContext } from "../../src/prove/evaluator/context";
import { asked } from "../../src/prove/evaluator/request";
import { type ParsedDocument, parseDocument } from "../../src/prove/iam/statement";
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
    this.count(`action: ${request.action.toLowerCase()}, ${place} account: ${verdict}`);
    const asks = asked(request, documents.resource.account);
    for (const document of documentsIn(documents)) {
      this.addConditions(document, asks);
      this.addVariables(document, asks);
    }
  }

  /** Each condition by itself: whether it held, and whether its key was there. */
  private addConditions({ statements, hasVariables }: ParsedDocument, { action, context }: Asked): void {
    for (const line of statements.flatMap(({ conditions }) => conditions)) {
      const held = compileCondition(line, hasVariables)(context) ? "held" : "did not hold";
      const presence = context.get(line.lowerKey) === undefined ? "missing" : "present";
      this.count(`condition: ${line.operator}, key ${presence}: ${held}`);
      if (action.startsWith("sts:")) this.count(`${action}: ${line.lowerKey}, ${presence}: ${held}`);
    }
  }

  /** Each text with a variable by itself: what the variable stood for, and whether the text matched. */
  private addVariables({ statements, hasVariables }: ParsedDocument, asks: Asked): void {
    const add = (element: string, text: string, matches: () => boolean) => {
      if (text.includes("${"))
        this.count(
          `variable in ${element}, ${hasVariables ? standsFor(text, asks.context) : "older version"}: ${matches() ? "matched" : "did not match"}`,
        );
    };
    for (const { resources, notResources, conditions } of statements) {
      const isAsked = (text: string) => () =>
        resourcePattern(text, hasVariables)(asks.resource, asks.arn, asks.context);
      for (const text of resources) add("Resource", text, isAsked(text));
      for (const text of notResources) add("NotResource", text, isAsked(text));
      for (const line of conditions)
        if (asks.context.get(line.lowerKey) !== undefined)
          for (const text of line.values)
            add("Condition", text, () =>
              compileCondition({ ...line, values: [text] }, hasVariables)(asks.context),
            );
    }
  }

  private count(what: string): void {
    this.counts.set(what, this.of(what) + 1);
  }
}

function documentsIn(value: unknown): readonly ParsedDocument[] {
  if (typeof value !== "object" || value === null) return [];
  if ("Statement" in value) return [parseDocument(value)];
  return Object.values(value).flatMap(documentsIn);
}

function standsFor(text: string, context: RequestContext): string {
  const [, key = "", fallback] = /\$\{([^,}]+)(, '.*')?\}/.exec(text) ?? [];
  if (key.length === 1) return key;
  if (context.get(key.toLowerCase()) !== undefined) return "value";
  return fallback ? "default" : "no value";
}
