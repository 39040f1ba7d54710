/** Blocks, comments and the like, with an empty line between them. */
export function renderFile(...pieces: readonly string[]): string {
  return `${pieces.join("\n\n")}\n`;
}
