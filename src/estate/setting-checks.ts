import type { SettingCheck } from "./estate";
import { isObject, type ResourceBlock } from "./terraform/configuration";

/**
 * The settings of a bucket that postconditions check in what Cloud Control returns of it. Other conditions, and those in other words,
 * check nothing that is known here.
 *
 * @param evaluate an expression of Terraform; undefined if its value is not known
 * @see https://developer.hashicorp.com/terraform/language/validate#use-postconditions
 */
export function settingChecks(
  source: ResourceBlock,
  evaluate: (expression: string) => unknown,
): readonly SettingCheck[] {
  return blocksOf(source.arguments.lifecycle)
    .flatMap(({ postcondition }) => blocksOf(postcondition))
    .flatMap(({ condition }) => {
      const [, expression = ""] = /^\$\{(.*)\}$/s.exec(String(condition)) ?? [];
      const terms = expression.split("&&").map((term) => IS_ONE_OF.exec(term.trim()));
      // Other operators bind the terms otherwise.
      return terms.every((term) => term !== null) ? terms : [];
    })
    .flatMap(([, not, list = "", setting = ""]) => {
      const values = evaluate(list);
      return Array.isArray(values) ? [{ setting, values, areRefused: not === "!" }] : [];
    });
}

/** `index` fails for values that are not in the list, and `self` has no settings that are not configured. */
const IS_ONE_OF = /^(!?)can\(index\((\[[^[\]]*\]), jsondecode\(self\.properties\)\.([\w.[\]]+)\)\)$/;

/** One block or several, in JSON. */
function blocksOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return [value].flat().filter(isObject);
}
