/** Every error of an export, with where it was to go, what is there and what to do about it. */

import { UsageError } from "../messages/user-error";

/** @param what is there instead, such as "a file" */
export const notAFolder = (out: string, what: string) =>
  new UsageError(
    `cannot export to ${out}: it is ${what}; name a folder, such as modules/copy (a new one is created)`,
  );

export const leadsElsewhere = (out: string) =>
  new UsageError(`cannot export to ${out}: it is a symlink; name the folder that it points to`);

export const holdsTheProject = (out: string) =>
  new UsageError(
    `cannot export to ${out}: the project itself is there; give the module a folder of its own, such as modules/copy`,
  );

/** @param stacks the folder of the topologies */
export const holdsTopologies = (out: string, stacks: string) =>
  new UsageError(
    `cannot export to ${out}: the folder of the topologies is ${stacks}, and a module has a topology.yaml of its own; give the module another folder, such as modules/copy`,
  );

/** @param owned the name of a folder that belongs to a tool */
export const belongsToATool = (out: string, owned: string) =>
  new UsageError(
    `cannot export to ${out}: a tool writes and deletes the files in ${owned}; give the module another folder, such as modules/copy`,
  );

/** @param obstacles paths in the folder, each with what is there */
export const inTheWay = (out: string, obstacles: ReadonlyMap<string, string>) =>
  new UsageError(
    [
      `${out} has something else where the module's files and folders go; nothing was written`,
      ...[...obstacles].map(([path, what]) => `  ${path} is ${what}`),
      "Move it elsewhere and export again. --force does not replace it.",
    ].join("\n"),
  );

/** @param files paths in the folder, sorted */
export const editedFiles = (out: string, files: readonly string[]) =>
  new UsageError(
    [
      `${out} has edited files; nothing was written`,
      ...files.map((file) => `  ${file}`),
      "To keep your changes, move these files elsewhere. To overwrite them, use --force.",
    ].join("\n"),
  );

export const changedMeanwhile = (out: string, path: string) =>
  new UsageError(
    `${out}: ${path} changed during the export, by another export or an editor, and was left as it is; export again`,
  );
