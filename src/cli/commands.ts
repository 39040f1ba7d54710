/* eslint-disable @typescript-eslint/no-require-imports */

/**
 * The commands and parts of them, each loaded when it is used: most need a small part of the program, and CDKTF alone takes 0.3 s. In the
 * package, `scripts/bundle.ts` replaces `require` by `import`, so that each is a file of its own. In a clone, tsx cannot
 * load TypeScript with `import`.
 */
export const commands = {
  check: async () => require("./check-command") as typeof import("./check-command"),
  completion: async () => require("./completion-command") as typeof import("./completion-command"),
  cost: async () => require("./cost-command") as typeof import("./cost-command"),
  diagram: async () => require("./diagram-command") as typeof import("./diagram-command"),
  diff: async () => require("./diff-command") as typeof import("./diff-command"),
  explain: async () => require("./explain-command") as typeof import("./explain-command"),
  export: async () => require("./export-command") as typeof import("./export-command"),
  init: async () => require("./init-command") as typeof import("./init-command"),
  policyProblems: async () =>
    require("../verify/policy-problems") as typeof import("../verify/policy-problems"),
  prove: async () => require("./prove-command") as typeof import("./prove-command"),
  reportFiles: async () => require("./report-files") as typeof import("./report-files"),
  synth: async () => require("./synth-command") as typeof import("./synth-command"),
  validate: async () => require("./validate-command") as typeof import("./validate-command"),
  whoCan: async () => require("./who-can-command") as typeof import("./who-can-command"),
};
