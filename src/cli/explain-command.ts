import { topologyTerraform } from "../constructs/topology-terraform";
import { explanationText } from "../report/explanation-text";
import { isAllowed } from "../verify/explain/explanation";
import { resolve } from "../topology/resolve";
import { located } from "../verify/located";
import { EXIT_CODE, type Outcome } from "./exit-code";
import { type Ask, explain } from "../verify/explain/explain";
import { findStack } from "./find-stacks";
import { caseOf } from "../verify/topology";

/** The options of `s3porter explain`, besides the question. */
export interface ExplainOptions {
  readonly colour: boolean;
  /** The folder of the topologies. */
  readonly folder: string;
}

export function explainCommand(stack: string, ask: Ask, { colour, folder }: ExplainOptions): Outcome {
  const file = findStack(folder, stack);
  const model = resolve(file.topology);
  const { terraform } = located(file, () => topologyTerraform(file.name, model));
  const explanation = explain(ask, model, caseOf(model, terraform));
  return {
    text: explanationText(explanation, { colour }),
    exitCode: isAllowed(explanation) ? EXIT_CODE.yes : EXIT_CODE.no,
  };
}
