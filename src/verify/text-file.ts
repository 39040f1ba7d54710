import { readFileSync } from "node:fs";

/** The text of a file in UTF-8, or in UTF-16 as `>` of Windows PowerShell writes it. A byte order mark tells which. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return bytes.toString("utf16le", 2);
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}
