import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import type { Page, State } from "./page";

/**
 * A report as one HTML file, which loads nothing. All of its text is escaped, and its content security policy allows no
 * script and no style but its own.
 */
export function reportHtml(page: Page): string {
  const [template, css, script] = ["report.html.hbs", "report.css", "report.js"].map((name) =>
    readFileSync(join(__dirname, "templates", name), "utf8"),
  ) as [string, string, string];
  const render = Handlebars.compile<object>(template, { strict: true });
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return render(
    { ...page, several: page.sections.length > 1, css, script, policy },
    { partials: { state: STATE, reason: REASON }, helpers: { word: (state: State) => WORDS[state] } },
  );
}

/** A word and a sign, so that the colour is not needed. */
const WORDS: Readonly<Record<State, string>> = {
  yes: "✓ yes",
  no: "✗ no",
  part: "◐ in part",
  unknown: "? unknown",
};

const STATE = '<span class="state {{state}}">{{word state}}</span>';

const REASON =
  '{{#if reason.statement}}<a href="#{{reason.statement}}">{{reason.text}}</a>{{else}}{{reason.text}}{{/if}}';
