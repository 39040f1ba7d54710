import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { UsageError } from "../messages/user-error";
import { type Prices, pricesWith } from "./prices";

/** @throws UsageError if the file is not YAML or JSON, or has anything other than prices */
export function readPrices(file: string): Prices {
  const document = parseDocument(readFileSync(file, "utf8"), { prettyErrors: true });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const [at] = problem.linePos ?? [];
    const [message] = problem.message.split(/ at line \d+|\n/);
    throw new UsageError(`${file}:${at?.line ?? 1}:${at?.col ?? 1}: is not valid YAML or JSON: ${message}`);
  }
  return pricesWith(document.toJS(), file);
}
