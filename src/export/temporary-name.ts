/** Names of temporary files, which an export that was killed leaves behind and the next one has to know again. */
import { createHash, randomBytes } from "node:crypto";

/**
 * Nobody can guess it, and nobody else has such a name: its second half is computed from the first, so that a file that
 * is merely called alike is not taken for one of s3porter.
 */
export function temporaryName(): string {
  return nameOf(randomBytes(16).toString("hex"));
}

export function isTemporaryName(name: string): boolean {
  const [, random] = /^\.s3porter-([0-9a-f]{32})-/.exec(name) ?? [];
  return random !== undefined && name === nameOf(random);
}

function nameOf(random: string): string {
  const check = createHash("sha256").update(`s3porter ${random}`).digest("hex").slice(0, 32);
  return `.s3porter-${random}-${check}.tmp`;
}
