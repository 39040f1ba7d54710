/** Policies that exist already, and statements of the user's own. */
import type { ExistingPolicy, OwnStatements } from "../model";
import { nothingLeft } from "../nothing-left";
import type { Section } from "../topology";

export function resolvePolicy(entry: NonNullable<Section<"buckets">["policy"]>): ExistingPolicy {
  if (entry === "handover") return { kind: "handover" };
  const { merge: document, ...rest } = entry;
  nothingLeft(rest);
  if (typeof document === "string") throw notRead(document);
  return { kind: "merge", document };
}

export function resolveStatements(entry: Section<"buckets">["statements"]): OwnStatements | undefined {
  if (typeof entry === "string") throw notRead(entry);
  return Array.isArray(entry) ? { Version: "2012-10-17", Statement: entry } : entry;
}

function notRead(file: string): Error {
  return new Error(`${file} is not read; load the topology with loadTopology, which reads it`);
}
