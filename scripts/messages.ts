/** Writes `docs/messages.md` from the ids of flaws and problems; with --check, says whether it is up to date. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { PROOF_MESSAGES } from "../src/prove/proof-messages";
import type { Message } from "../src/report/messages";
import { idOfRule, messageId, TOPOLOGY_MESSAGES } from "../src/topology/messages";
import { RULES, WARNINGS } from "../src/topology/rules";
import { isCheck, writePage } from "./generated-page";

const FOLDER = join(__dirname, "..", "src", "topology", "rules");

const INTRODUCTION = `# Messages

<!-- written by npm run checks -->

Every flaw and every problem has an id that stays when its words change. \`validate\` prints it at the end of a line, and
\`--json\`, \`--sarif\`, \`--junit\` and baselines have it. The ids without a slash are checks, which have
[a page of their own](checks.md). The message itself says what was found, where, what is allowed and what to do.
`;

function page(): string {
  const docs = docsOfRules();
  return [
    INTRODUCTION,
    "## What is not proved",
    "",
    ...PROOF_MESSAGES.flatMap(described),
    "## What is wrong with a file",
    "",
    ...Object.entries(TOPOLOGY_MESSAGES).flatMap(([id, message]) =>
      described({ id: messageId(id), ...message }),
    ),
    "## Rules of topologies",
    "",
    "A topology that breaks one of these rules is not used.",
    "",
    ...Object.keys(RULES).flatMap((name) => ruleOf(name, docs)),
    "## Warnings about topologies",
    "",
    "AWS accepts these, and they are probably mistakes. They fail nothing.",
    "",
    ...Object.keys(WARNINGS).flatMap((name) => ruleOf(name, docs)),
  ].join("\n");
}

function described({ id, title, why, remedy }: Message): string[] {
  return [
    `### ${id}`,
    "",
    `**${escaped(title)}.** ${escaped(why)}`,
    "",
    `What to do: ${escaped(remedy)}`,
    "",
  ];
}

function ruleOf(name: string, docs: ReadonlyMap<string, string>): string[] {
  const doc = docs.get(name);
  if (doc === undefined) throw new Error(`the rule ${name} needs a comment, which docs/messages.md shows`);
  return [`### ${messageId(idOfRule(name))}`, "", doc, ""];
}

/** The comments of the rules. */
function docsOfRules(): ReadonlyMap<string, string> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return new Map(
    files.flatMap((name) => {
      const source = ts.createSourceFile(
        name,
        readFileSync(join(FOLDER, name), "utf8"),
        ts.ScriptTarget.Latest,
        true,
      );
      return source.statements.flatMap((statement): [string, string][] => {
        const rule = nameIn(statement);
        const text = ts
          .getJSDocCommentsAndTags(statement)
          .filter(ts.isJSDoc)
          .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
          .join(" ");
        return rule === undefined || text === "" ? [] : [[rule, withLinks(text)]];
      });
    }),
  );
}

function nameIn(statement: ts.Statement): string | undefined {
  if (ts.isFunctionDeclaration(statement)) return statement.name?.text;
  if (!ts.isVariableStatement(statement)) return undefined;
  return statement.declarationList.declarations[0]?.name.getText();
}

/** Comments of the source are Markdown, except that an address stands for a link. */
function withLinks(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, " ")
    .replace(/^Warning[:.] (.)/, (_, letter: string) => letter.toUpperCase())
    .replaceAll(/\s*(https:\S+)/g, " ([AWS documentation]($1))")
    .replaceAll(/\[AWS documentation\](\(https:\/\/docs\.github\.com[^)]*\))/g, "[GitHub documentation]$1")
    .trim();
}

/** `*` is an action, not emphasis. */
function escaped(text: string): string {
  return text.replaceAll(/[*_<>]/g, "\\$&");
}

export function main(check = isCheck()): Promise<void> {
  return writePage("messages.md", page(), "the code", check);
}

if (require.main === module) void main();
