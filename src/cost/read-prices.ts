import { readFileSync, statSync } from "node:fs";
import { isAlias, parseDocument, visit } from "yaml";
import { UsageError } from "../messages/user-error";
import { type Prices, pricesWith } from "./prices";

/** @throws UsageError if the file is not YAML or JSON, or has anything other than prices */
export function readPrices(file: string): Prices {
  // The error of the operating system does not name the path.
  if (statSync(file).isDirectory())
    throw new UsageError(`${file} is a folder; name the file with the prices, such as prices.yaml`);
  return pricesWith(parsed(readFileSync(file, "utf8"), file), file);
}

function parsed(text: string, file: string): unknown {
  const document = parseDocument(text, { logLevel: "error" });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const [at] = problem.linePos ?? [];
    const [message] = problem.message.split(/ at line \d+|; please use |\n/);
    throw new UsageError(`${file}:${at?.line ?? 1}:${at?.col ?? 1}: is not valid YAML or JSON: ${message}`);
  }
  visit(document, (_, node) => {
    if (isAlias(node))
      throw new UsageError(`${file}: *${node.source} is an alias; write the price itself, in US dollars`);
  });
  return document.toJS();
}
