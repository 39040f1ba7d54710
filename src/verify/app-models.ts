/** How an app tells `s3porter` what its constructs ask for. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { creationPlaces } from "../constructs/creation-places";
import { modelOf } from "../constructs/model-of";
import type { Stack } from "../constructs/synthesized";
import { isUserError, UsageError } from "../messages/user-error";
import type { Model } from "../topology/model";
import type { Place } from "./place";

/** The environment variable with the folder for the models. `s3porter` sets it for the app, and proves the stacks itself. */
export const MODELS_FOLDER = "S3PORTER_MODELS";

/** What an app tells of a stack with constructs of s3porter. */
export interface Told {
  readonly model?: Model;
  /** Why there is no model. */
  readonly problem?: string;
  /** The lines of the app that create what is in the stack, by Terraform address. */
  readonly places: Readonly<Record<string, Place>>;
}

export function writeModel(folder: string, stack: Stack): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(folder, stack.node.path), JSON.stringify(told(stack)));
}

function told(stack: Stack): Told {
  const places = creationPlaces(stack);
  try {
    return { model: modelOf(stack), places };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { problem: error.message, places };
  }
}

/**
 * @param path of the construct of the stack
 * @returns undefined if the stack has no constructs of s3porter
 */
export function readTold(folder: string, path: string): Told | undefined {
  const text = readText(fileOf(folder, path));
  return text === undefined ? undefined : (JSON.parse(text) as Told);
}

/**
 * @param stack its name
 * @throws UsageError if the stack uses values that only Terraform knows
 */
export function modelIn(stack: string, { model, problem = "there is no model" }: Told): Model {
  if (model === undefined) throw new UsageError(`${stack} cannot be proved: ${problem}`);
  return model;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function fileOf(folder: string, path: string): string {
  return join(folder, `${encodeURIComponent(path)}.json`);
}
