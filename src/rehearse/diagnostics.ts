import { join } from "node:path";
import { UserError } from "../messages/user-error";

export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

/** @param folder the root module, as the user names it */
export function diagnosticsError(diagnostics: readonly Diagnostic[], folder: string): UserError {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const messages = new Set(errors.map((each) => messageOf(each, folder)));
  return new UserError([...messages].join("\n"));
}

const MISSING_VARIABLE = /^No value for required variable$/;

function messageOf({ summary, detail = "", address, range }: Diagnostic, folder: string): string {
  const file = range === undefined ? folder : `${join(folder, range.filename)}:${range.start.line}`;
  const where = address === undefined ? file : `${file}: ${address}`;
  if (MISSING_VARIABLE.test(summary)) {
    const variable = /required (?:input )?variable "([^"]+)"/.exec(detail)?.[1] ?? "name";
    return `${where}: the variable "${variable}" has no value; give it with --var ${variable}=… or --var-file`;
  }
  if (isCall(`${summary} ${detail}`))
    return `${where}: asks AWS, and a rehearsal cannot (${oneLine(summary)}); give its value with --set ${address ?? "data.type.name"}.attribute=…`;
  return [`${where}: Terraform: ${oneLine(summary)}`, oneLine(detail)]
    .filter((text) => text !== "")
    .join(": ");
}

/** The proxy of a rehearsal refuses every connection. */
function isCall(text: string): boolean {
  return /127\.0\.0\.1:9\b|no such host|request send failed|InvalidClientTokenId/.test(text);
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}

/** What `terraform init` prints, which has no JSON before Terraform 1.9. */
export function initError(stderr: string, folder: string): UserError {
  const providers = uninstalled(stderr);
  if (providers.size > 0)
    return new UserError(
      [
        `${folder}: terraform init cannot install ${[...providers.keys()].join(", ")}`,
        ...[...providers].map(([name, why]) => `  Terraform about ${name}: ${why}`),
        '  Run "terraform init" in the folder first, or give Terraform a provider mirror in its CLI configuration.',
      ].join("\n"),
    );
  const [, ...all] = stderr.split(/^Error: /m);
  const errors = all.filter((text) => !HEADING.test(text));
  if (errors.length === 0) errors.push(stderr);
  return new UserError([...new Set(errors.map((text) => initMessage(text, folder)))].join("\n"));
}

/** Stands before the errors of a configuration, as if it were one of them. */
const HEADING = /^Terraform encountered problems during initiali[sz]ation/;

/** Why Terraform cannot install providers, by their names. */
function uninstalled(stderr: string): ReadonlyMap<string, string> {
  const found = stderr.matchAll(
    /Could not retrieve the list of available versions for provider\s+([\w.-]+\/[\w./-]+)(?::\s*(.*?))?(?=\n\s*\n|$)/gs,
  );
  return new Map([...found].map(([, name = "", why = ""]) => [name, oneLine(why)]));
}

/** An error in a file is one line, as those of a test are. Any other starts with a short one. */
function initMessage(text: string, folder: string): string {
  const [, summary = text, file, line] = /^(.*?)\n\s*\n\s+on (\S+) line (\d+)/s.exec(text) ?? [];
  if (file === undefined) {
    const [first = "", ...paragraphs] = text.trim().split(/\n\s*\n/);
    return [
      `${folder}: terraform init failed: ${oneLine(first)}`,
      ...paragraphs.map((paragraph) => `  ${oneLine(paragraph)}`),
      '  Run "terraform init" in the folder, and mend what it reports.',
    ].join("\n");
  }
  const detail = /\n\s*\n(?!\s+on )((?!\s+\d+:)[\s\S]*)$/.exec(text.slice(summary.length + 2))?.[1] ?? "";
  return [`${join(folder, file)}:${line}: Terraform: ${oneLine(summary)}`, oneLine(detail)]
    .filter((each) => each !== "")
    .join(": ");
}
