/** What makes an unknown answer known. */
import { distinct } from "../../prove/distinct";
import { conditionKeyNames } from "../../prove/iam-data/iam-data";
import type { Answer } from "./explanation";

/** What to give or to find out, one sentence each, the options of the command first. */
export function toKnow(answers: readonly Answer[]): readonly string[] {
  const steps = answers.flatMap(({ unknown, authorization: { action } }) =>
    unknown.map((reason) => stepFor(reason, action)),
  );
  return distinct([...steps.filter(isOption), ...steps.filter((step) => !isOption(step))]);
}

/** @param reason a clause of the evaluator, such as `the key policy of … in account … is not in this Terraform` */
function stepFor(reason: string, action: string): string {
  const [, key] = /it depends on (\S+) of the request/.exec(reason) ?? [];
  if (key !== undefined) return `give the value of the request: --context ${spelled(key)}=<value>`;
  const [, option] = /(--boundary \S+)/.exec(reason) ?? [];
  if (option !== undefined) return `give the permissions boundary: ${option}`;
  const [, provider] = /^the region of provider\.(\S+) is not known$/.exec(reason) ?? [];
  if (provider !== undefined) return `give the region: --region ${provider}=<region>`;
  const [, statement] = /^(statement .*) cannot be judged: /.exec(reason) ?? [];
  if (statement !== undefined) return `replace ${statement} by one that can be judged`;
  const [, document] = /^(the .* in account \d{12}) (?:is|are|has|have|depends?) /.exec(reason) ?? [];
  return document === undefined ? reason : `look for ${action} in ${document}`;
}

function isOption(step: string): boolean {
  return step.startsWith("give ");
}

/** As AWS spells a condition key in lower case. That of a tag has a name of its own. */
function spelled(lowerKey: string): string {
  const [service = "", tag] = lowerKey.split("/", 2);
  const known = conditionKeyNames().find((name) => name.split("/")[0]?.toLowerCase() === service);
  if (known === undefined) return lowerKey;
  return tag === undefined ? known : `${known.split("/")[0]}/${lowerKey.slice(service.length + 1)}`;
}
