/** Terraform that has no topology: a folder, a state, a plan, or single policies. */
import { existsSync, statSync } from "node:fs";
import type { Assumption, Estate } from "../estate/estate";
import { estateOfPolicies, estateOfValues } from "../estate/read-estate";
import type { BarePolicies } from "../estate/values/bare-policies";
import type { PolicyFile } from "../estate/values/fetched-policy";
import { readTerraformValues } from "../estate/values/read-terraform-values";
import { rehearse, type RehearseOptions } from "../rehearse/rehearse";
import type { TerraformValues } from "../estate/values/terraform-values";
import { isUserError, UsageError } from "../messages/user-error";
import { type PlaceOf, placesInFolder } from "./place";
import { readText } from "./text-file";

export type { BarePolicies, PolicyFile };

/** What was given, read. */
export interface TerraformInput {
  /** As a person gave it. */
  readonly name: string;
  readonly estate: Estate;
  readonly placeOf: PlaceOf;
  /** What had to be taken for granted, each a sentence. */
  readonly assumptions: readonly string[];
  /** Whether the ids of keys are made up, because Terraform does not know them before it creates the keys. */
  readonly keysAreMadeUp: boolean;
}

/** What the Terraform does not contain. */
export interface InputOptions extends RehearseOptions {
  /** ARNs of existing roles and users that get policies. @default - as the policies name them */
  readonly existing?: readonly string[];
}

/**
 * Reads a folder of Terraform, which Terraform itself evaluates, or a JSON file with a state or a plan.
 *
 * @throws UsageError if there is no such folder or file, if it contains something else, or if an account is not known
 * @throws UserError if Terraform refuses the configuration
 */
export async function readTerraform(path: string, options: InputOptions = {}): Promise<TerraformInput> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined) throw noSuchInput(path);
  const values = isFolder ? await rehearse(path, options) : readFile(path);
  const { accounts = {}, regions = {}, existing = [] } = options;
  const estate = estateOfValues(values, { accounts, regions, existing });
  return {
    name: path,
    estate,
    placeOf: isFolder ? placesInFolder(path) : () => undefined,
    assumptions: [...(values.assumptions ?? []), ...(estate.assumptions ?? []).map(sentence)],
    keysAreMadeUp: isFolder || values.from === "plan",
  };
}

/**
 * Reads policies of one bucket, its key, and one role or user.
 *
 * @throws UsageError that names the option for what the policies do not say
 */
export function readPolicies(policies: BarePolicies): TerraformInput {
  const estate = estateOfPolicies(policies);
  return {
    name: "the policies",
    estate,
    placeOf: () => undefined,
    assumptions: (estate.assumptions ?? []).map(sentence),
    keysAreMadeUp: false,
  };
}

/** Whether a text names a folder or a file, and not the stack of a topology. */
export function isPath(text: string): boolean {
  return existsSync(text) || /[/\\]|\.(json|tfstate)$/.test(text);
}

function sentence({ address, assumption, remedy }: Assumption): string {
  return `${address}: ${assumption}; ${remedy}`;
}

/** @throws UsageError that names the file */
function readFile(file: string): TerraformValues {
  try {
    return readTerraformValues(parsed(file));
  } catch (error) {
    throw isUserError(error) ? new UsageError(`${file}: ${error.message}`) : error;
  }
}

function parsed(file: string): unknown {
  if (/\.ya?ml$/.test(file))
    throw new UsageError(`this is YAML, not Terraform; for a topology, run s3porter prove ${file}`);
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (text.startsWith("PK"))
      throw new UsageError(
        `this is a plan in Terraform's own format; give the output of terraform show -json ${file}`,
      );
    if (/^\{"@level"/.test(text))
      throw new UsageError(
        "these are messages of a Terraform command with -json; save the plan with terraform plan -out plan.out, and give the output of terraform show -json plan.out",
      );
    throw new UsageError(
      `this is not JSON (${error.message.replaceAll(/\s+/g, " ")}); give a folder, the output of terraform show -json, or that of terraform state pull`,
    );
  }
}

const noSuchInput = (path: string) =>
  new UsageError(
    `${JSON.stringify(path)} does not exist; give a folder of Terraform, or a JSON file with its state or plan; for a topology, run s3porter prove`,
  );
