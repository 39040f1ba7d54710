/** Names of temporary files. A killed export leaves them behind, and the next one must recognize them. */
import { createHash, randomBytes } from "node:crypto";

/**
 * A name that nobody can guess. Its second half is a digest of the first, so that s3porter never takes another file with a
 * similar name for its own.
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
