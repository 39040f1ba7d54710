import { isObject } from "../terraform/configuration";

export type Json = Readonly<Record<string, unknown>>;

/** The objects in a list; none if it is no list. */
export function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The object, or an empty one. */
export function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Whether it is the provider of AWS, from whichever registry. Terraform before 0.13 calls it `aws`. */
export function isAwsProvider(name: unknown): boolean {
  return typeof name === "string" && /(?:\/hashicorp\/|^)aws$/.test(name);
}
