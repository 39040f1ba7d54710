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
    return `${where}: asks AWS, which a rehearsal cannot: ${oneLine(summary)}; say what it is with --set ${address ?? "data.type.name"}.attribute=…`;
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
  const providers = new Set(
    [
      ...stderr.matchAll(
        /Could not retrieve the list of available versions for provider\s+([\w.-]+\/[\w./-]+)/g,
      ),
    ].map(([, name = ""]) => name),
  );
  if (providers.size > 0)
    return new UserError(
      `${folder}: Terraform cannot install the provider ${[...providers].join(", ")}; run "terraform init" in the folder first, ` +
        "or give Terraform a provider mirror in its CLI configuration",
    );
  const errors = stderr
    .split(/^Error: /m)
    .slice(1)
    .map((text) => textOf(text, folder));
  return new UserError(
    errors.length > 0
      ? [...new Set(errors)].join("\n")
      : `${folder}: terraform init fails:\n${stderr.trim()}`,
  );
}

function textOf(text: string, folder: string): string {
  const [, summary = text, file, line] = /^(.*?)\n\s*\n\s+on (\S+) line (\d+)/s.exec(text) ?? [];
  const where = file === undefined ? folder : `${join(folder, file)}:${line}`;
  if (file === undefined) return `${where}: terraform init: ${oneLine(text)}`;
  const detail = /\n\s*\n(?!\s+on )((?!\s+\d+:)[\s\S]*)$/.exec(text.slice(summary.length + 2))?.[1] ?? "";
  return [`${where}: Terraform: ${oneLine(summary)}`, oneLine(detail)]
    .filter((each) => each !== "")
    .join(": ");
}
