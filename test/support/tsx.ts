/** The arguments with which Node.js runs TypeScript. The command `tsx` starts one more process, and for ES modules a thread. */
export const TSX = ["--require", require.resolve("tsx/cjs")];
