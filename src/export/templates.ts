import Handlebars from "handlebars";
import { readFileSync } from "node:fs";
import { join } from "node:path";

type Template = (context: object) => string;

const compiled = new Map<string, Template>();

/**
 * Renders a template from `templates/`. The result ends with one line break and has no two empty lines in a row.
 *
 * @param name such as `variables.tf`
 */
export function render(name: string, context: object): string {
  const template = compiled.get(name) ?? compile(name);
  compiled.set(name, template);
  return `${template(context)
    .replaceAll(/\n{3,}/g, "\n\n")
    .replace(/\n+\}\n*$/, "\n}")
    .replace(/\n+$/, "")}\n`;
}

function compile(name: string): Template {
  const text = readFileSync(join(__dirname, "templates", `${name}.hbs`), "utf8");
  return Handlebars.compile(text, { noEscape: true, strict: true });
}
