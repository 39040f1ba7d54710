import { readFileSync } from "node:fs";

/** A file in another encoding. Its code is the reason, in the place of one of the operating system. */
class OtherEncoding extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/**
 * Reads a file in UTF-8. Any other encoding would silently change names, tags and prefixes.
 *
 * @throws an error with a `code` if the file cannot be read or has another encoding
 */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new OtherEncoding("it is UTF-16, as PowerShell's > writes it; save it as UTF-8");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new OtherEncoding(`line ${lineOfOther(bytes)} is not UTF-8; save it as UTF-8`);
  }
}

/** The first line that is not UTF-8. No character of UTF-8 contains the byte of a line feed. */
function lineOfOther(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const text = bytes.subarray(start, end < 0 ? undefined : end);
    if (!Buffer.from(text.toString("utf8")).equals(text)) return line;
    start = end < 0 ? bytes.length : end + 1;
  }
  return line;
}
