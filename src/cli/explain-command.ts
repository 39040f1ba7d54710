import { topologyTerraform } from "../constructs/topology-terraform";
import { explanationText } from "../report/explanation-text";
import { isAllowed } from "../verify/explain/explanation";
import { resolve } from "../topology/resolve";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { type Ask, explain } from "../verify/explain/explain";
import { findStacks } from "./find-stacks";
import { caseOf } from "../verify/topology";

/** Where `s3porter explain` finds its topology, and how it prints. */
export interface ExplainOptions {
  readonly colour: boolean;
  readonly folder: string;
}

export function explainCommand(stack: string, ask: Ask, { colour, folder }: ExplainOptions): Outcome {
  const [named] = findStacks(folder, [stack]);
  if (!named) throw new Error(`findStacks returned nothing for ${stack}`);
  const model = resolve(named.topology);
  const explanation = explain(ask, model, caseOf(model, topologyTerraform(named.name, model).terraform));
  return {
    text: explanationText(explanation, { colour }),
    exitCode: isAllowed(explanation) ? EXIT_CODE.yes : EXIT_CODE.no,
  };
}
