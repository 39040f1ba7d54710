/** How many random cases to try: all of them in CI, and few where somebody waits. */
export function runs(full: number, few = Math.ceil(full / 10)): number {
  return allAreTried() ? full : few;
}

/** All of them in CI, and every seventh where somebody waits. */
export function tried<Case>(cases: readonly Case[]): readonly Case[] {
  return allAreTried() ? cases : cases.filter((_, index) => index % 7 === 0);
}

/** Whether all random cases are tried. Few do not reach everything. */
export function allAreTried(): boolean {
  const { CI, S3PORTER_RUNS } = process.env;
  if (S3PORTER_RUNS !== undefined && S3PORTER_RUNS !== "full")
    throw new Error(
      `the environment variable S3PORTER_RUNS is ${JSON.stringify(S3PORTER_RUNS)}; set it to "full" to try all random cases, or unset it`,
    );
  return CI === "true" || S3PORTER_RUNS === "full";
}
