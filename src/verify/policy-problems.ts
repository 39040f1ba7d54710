import { topologyConflicts } from "../constructs/topology-terraform";
import type { StackFile } from "../topology/folder";
import type { Problem } from "../topology/problem";
import { resolve } from "../topology/resolve";
import { conflictsIn } from "./located";

/** The problems of statements that somebody else wrote, beside those of s3porter, which only the constructs know. */
export function policyProblems({ name, topology, yaml }: StackFile): Problem[] {
  return topologyConflicts(name, resolve(topology)).flatMap((conflict) => conflictsIn(yaml, conflict));
}
