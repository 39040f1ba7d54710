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
