/** What makes an unknown answer known. */
import { distinct } from "../../prove/distinct";
import type { Unknown } from "../../prove/evaluator/unknown";
import { conditionKeyNames } from "../../prove/iam-data/iam-data";
import type { Answer } from "./explanation";

/** What to give or to find out, one sentence each, the options of the command first. */
export function toKnow(answers: readonly Answer[]): readonly string[] {
  const steps = answers.flatMap(({ unknown, authorization: { action } }) =>
    unknown.map((reason) => stepFor(reason, action)),
  );
  const texts = (ofOption: boolean) =>
    steps.flatMap(({ isOption, text }) => (isOption === ofOption ? text : []));
  return distinct([...texts(true), ...texts(false)]);
}

interface Step {
  /** Whether an option of the command answers it. */
  readonly isOption: boolean;
  readonly text: string;
}

function stepFor(reason: Unknown, action: string): Step {
  switch (reason.kind) {
    case "condition key":
      return option(`give the value of the request: --context ${spelled(reason.key)}=<value>`);
    case "option":
      return option(`give the permissions boundary: ${reason.option}`);
    case "region":
      return option(`give the region: --region ${reason.provider}=<region>`);
    case "statement":
      return search(`replace ${reason.statement} by one that can be judged`);
    case "document":
    case "other policies":
      return search(`look for ${action} in ${reason.document}`);
    case "other":
      return search(reason.text);
  }
}

function option(text: string): Step {
  return { isOption: true, text };
}

function search(text: string): Step {
  return { isOption: false, text };
}

/** As AWS spells a condition key in lower case. That of a tag has a name of its own. */
function spelled(lowerKey: string): string {
  const [service = "", tag] = lowerKey.split("/", 2);
  const known = conditionKeyNames().find((name) => name.split("/")[0]?.toLowerCase() === service);
  if (known === undefined) return lowerKey;
  return tag === undefined ? known : `${known.split("/")[0]}/${lowerKey.slice(service.length + 1)}`;
}
