import { isDeepStrictEqual } from "node:util";
import { MADE_UP_ACCOUNT } from "../estate/values/accounts";
import { isEvaluated } from "./evaluated";
import { hash, identityOf, type Place } from "./identities";
import { DEFAULT_REGION } from "./provider-settings";
import type { Instance } from "./state";

export type Values = Readonly<Record<string, unknown>>;
/** By address. */
export type Overrides = ReadonlyMap<string, Values>;

export interface Overriding {
  /** Undefined for what is not in AWS. */
  place(instance: Instance): Place | undefined;
  /** What the user says about it. */
  set(instance: Instance): Values;
  /** Whether the configuration gives an argument as a literal. */
  isLiteral(instance: Instance, argument: string): boolean;
  /** Whether the configuration gives it, if only as null. */
  isArgument(instance: Instance, name: string): boolean;
}

const NOWHERE: Place = { account: MADE_UP_ACCOUNT, region: DEFAULT_REGION };

/** How Terraform makes up the text of a computed attribute that a mock does not give. */
export const MADE_UP = /^[a-z0-9]{8}$/;

/** The value of an attribute that is not known, which is recognized wherever it is used. */
export function marker(address: string, attribute: string): string {
  return `unset-${hash(`${address}.${attribute}`, 12)}`;
}

/**
 * The attributes that resources and data sources get in the next run, from the values of the last one. An argument in the
 * configuration wins over its override.
 */
export function overridesFor(
  instances: readonly Instance[],
  last: Overrides | undefined,
  about: Overriding,
): Overrides {
  return new Map(
    instances
      .filter((instance) => !isEvaluated(instance))
      .map((instance) => [instance.address, overrideOf(instance, last?.get(instance.address), about)]),
  );
}

function overrideOf(instance: Instance, last: Values | undefined, about: Overriding): Values {
  const { address, mode, type, values } = instance;
  const isMadeUp = (name: string) => {
    if (last !== undefined) return Object.hasOwn(last, name) && last[name] === values[name];
    return typeof values[name] === "string" && MADE_UP.test(values[name]) && !about.isLiteral(instance, name);
  };
  const subject = { address, mode, type, get: (name: string) => (isMadeUp(name) ? undefined : values[name]) };
  const markers = Object.keys(values)
    .filter(isMadeUp)
    .map((name) => [name, marker(address, name)]);
  const identity = Object.entries(identityOf(subject, about.place(instance) ?? NOWHERE)).filter(([name]) =>
    Object.hasOwn(values, name),
  );
  return { ...Object.fromEntries(markers), ...Object.fromEntries(identity), ...about.set(instance) };
}

/** Whether a run with either gives the same. */
export function isSame(one: Overrides, other: Overrides): boolean {
  return isDeepStrictEqual(one, other);
}

/** Whether Terraform made up a text that differs in each run. */
export function isMadeUpNested(value: unknown, before: unknown): boolean {
  return (
    typeof value === "string" &&
    typeof before === "string" &&
    value !== before &&
    MADE_UP.test(value) &&
    MADE_UP.test(before)
  );
}
