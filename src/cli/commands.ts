/* eslint-disable @typescript-eslint/no-require-imports */

/** The commands, each loaded when it is chosen. Most of them need a part of the program only, and CDKTF alone takes 0.3 s. */
export const commands = {
  get check() {
    return (require("./check-command") as typeof import("./check-command")).checkCommand;
  },
  get cost() {
    return (require("./cost-command") as typeof import("./cost-command")).costCommand;
  },
  get diagram() {
    return (require("./diagram-command") as typeof import("./diagram-command")).diagramCommand;
  },
  get explain() {
    return (require("./explain-command") as typeof import("./explain-command")).explainCommand;
  },
  get export() {
    return (require("./export-command") as typeof import("./export-command")).exportCommand;
  },
  get prove() {
    return (require("./prove-command") as typeof import("./prove-command")).proveCommand;
  },
  get whoCan() {
    return (require("./who-can-command") as typeof import("./who-can-command")).whoCanCommand;
  },
};
