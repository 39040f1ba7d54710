import type { Flaw } from "../prove/flaw";
import { matches, pattern } from "../prove/iam/wildcard";
import type { Operation } from "../prove/proof/operation";
import type { Proof } from "../prove/prove";

/** The part of a proof that is about some principals, buckets, keys or roles. The flaws stay. */
export function onlyAbout(proof: Proof, isMeant: (name: string) => boolean): Proof {
  const operations = proof.operations.filter((operation) => namesIn(operation).some(isMeant));
  const questions = new Set(operations.flatMap((operation) => operation.questions));
  const decisions = new Map([...proof.decisions].filter(([question]) => questions.has(question)));
  const policies = new Set(
    [...decisions.values()].flatMap(({ because }) =>
      because.flatMap(({ documents }) => documents.map(({ name, account }) => `${account} ${name}`)),
    ),
  );
  const grants = proof.grants.filter(({ account, document }) => policies.has(`${account} ${document}`));
  return { ...proof, operations, decisions, grants };
}

/** Who and what a proof is about, as reports name them. */
export function namesOf({ operations }: Proof): string[] {
  return [...new Set(operations.flatMap(namesIn))];
}

function namesIn({ actor, on }: Operation): string[] {
  return [actor.name, actor.arn, ...on];
}

/** Whether a flaw names somebody or something of these names. */
export function concerns({ problem, because, repair }: Flaw, names: readonly string[]): boolean {
  const words = new Set([problem, ...because, repair].flatMap((text) => text.split(/[\s,;:"'/()]+/)));
  return names.some((name) => words.has(name) || problem.includes(`${name} `));
}

/** @param wanted a name, in which `*` stands for any characters */
export function nameMatches(wanted: string): (name: string) => boolean {
  const compiled = pattern(wanted);
  return (name) => matches(compiled, name);
}
