/** Every error of an export: the target, what is in the way, and what to do. */

import { UsageError } from "../messages/user-error";

/** @param what is there instead, such as "a file" */
export const notAFolder = (out: string, what: string) =>
  new UsageError(
    `cannot export to ${out}: it is ${what}; choose a folder, such as modules/copy (s3porter creates it)`,
  );

export const leadsElsewhere = (out: string) =>
  new UsageError(`cannot export to ${out}: it is a symlink; use the folder that it points to`);

export const holdsTheProject = (out: string) =>
  new UsageError(
    `cannot export to ${out}: it contains the project; choose a folder for the module only, such as modules/copy`,
  );

/** @param stacks the folder of the topologies */
export const holdsTopologies = (out: string, stacks: string) =>
  new UsageError(
    `cannot export to ${out}: the topologies are in ${stacks}, and the topology.yaml of a module must not be among them; choose another folder, such as modules/copy`,
  );

/** @param owned the name of a folder that belongs to a tool */
export const belongsToATool = (out: string, owned: string) =>
  new UsageError(
    `cannot export to ${out}: a tool writes and deletes the files in ${owned}; choose another folder, such as modules/copy`,
  );

/** @param obstacles paths in the folder, each with what is there */
export const inTheWay = (out: string, obstacles: ReadonlyMap<string, string>) =>
  new UsageError(
    [
      `${out} has paths that the module needs for its own files; nothing was written`,
      ...[...obstacles].map(([path, what]) => `  ${path} is ${what}`),
      "Move them elsewhere and export again. --force does not replace them.",
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
    `${out}: another export or an editor changed ${path} during the export. It was not overwritten; export again`,
  );
