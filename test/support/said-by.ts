/**
 * What a script of `scripts/` says when it checks whether something is up to date. It runs in this process, because one of its
 * own takes a second.
 */
export async function saidBy(check: (check: true) => Promise<void>): Promise<string[]> {
  const said: string[] = [];
  const { error } = console;
  const { exitCode } = process;
  console.error = (line: string) => said.push(line);
  try {
    await check(true);
    return said;
  } finally {
    console.error = error;
    process.exitCode = exitCode;
  }
}
