/**
 * Loads files as for the first time, with the modules of the sources that are there already.
 *
 * @param paths absolute, the one to run first
 */
export function runAgain(...paths: readonly [string, ...string[]]): void {
  for (const path of paths) Reflect.deleteProperty(require.cache, path);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import runs once
  require(paths[0]);
}
