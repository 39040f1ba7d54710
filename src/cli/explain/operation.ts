/** The operation that is meant by `--do`. */
import type { Authorization } from "../../prove/catalogue/authorization";
import { accessOperations } from "../../prove/proof/access-operations";
import type { Actor } from "../../prove/proof/actor";
import type { Operation } from "../../prove/proof/operation";
import { operationsOf } from "../../prove/proof/operations";
import type { Authority } from "../../prove/proof/authority";
import { Scene } from "../../prove/proof/scene";
import { groupBy } from "../../report/group-by";
import { noSuchOperation, severalOperations } from "../errors";

/** An operation in all its variants. */
export interface FoundOperation {
  readonly title: string;
  /** `acme-source to acme-destination` */
  readonly on: string;
  readonly authorizations: readonly Authorization[];
  readonly assumed: readonly string[];
}

/**
 * Looks among what the actor was given, and then among what it could have been.
 *
 * @param text what a proof calls the operation, or words of that
 * @param on the name of a bucket or a role, or the address of a key
 * @throws UsageError if it is none, or if it may be several
 */
export function findOperation(
  text: string,
  actor: Actor,
  on: string,
  scene: Scene,
  authority: Authority,
): FoundOperation {
  const given = operationsOf(scene).filter((each) => each.actor.arn === actor.arn && each.on.includes(on));
  const possible = possibleOperations(actor, on, scene).filter((each) => each.on.includes(on));
  const known = titlesOf([...given, ...possible]);
  const titles = matching(text, known);
  const [title] = titles;
  if (title === undefined) throw noSuchOperation(text, actor.name, on, known);
  if (titles.length > 1) throw severalOperations(text, titles);
  const isGiven = titlesOf(given).includes(title);
  const variants = (isGiven ? given : possible).filter((each) => each.title === title);
  const ways = groupBy(variants, (each) => each.on.join(" to ")).map((way) => {
    const questions = way.flatMap((each) => each.questions.map(({ authorization }) => authorization));
    const authorizations = [...new Set(questions)];
    const missing = authorizations.filter((each) => !authority.decide(actor, each).allowed).length;
    return { on: way[0]?.on.join(" to ") ?? on, authorizations, missing };
  });
  // From this bucket to another or the other way round: what is nearest to being allowed is what was meant.
  const { on: where, authorizations } = ways.reduce((best, way) => (way.missing < best.missing ? way : best));
  return { title, on: where, authorizations, assumed: isGiven ? [] : ["the topology does not ask for it"] };
}

/** What the actor could do if it had all access to this bucket and to those that it has some access to. */
function possibleOperations(actor: Actor, on: string, { intents, estate }: Scene): Operation[] {
  if (actor.account === undefined) return [];
  const granted = new Map(
    intents.access
      .filter(({ principalArn }) => principalArn === actor.arn)
      .map(({ bucketArn, prefix }) => [bucketArn, prefix]),
  );
  const access = estate.buckets
    .filter(({ arn, name }) => name === on || granted.has(arn))
    .map(({ arn: bucketArn }) => ({
      principalArn: actor.arn,
      bucketArn,
      permissions: ["list", "get", "put", "delete"] as const,
      prefix: granted.get(bucketArn) ?? "",
    }));
  return accessOperations(access, new Scene({ ...intents, access }, estate));
}

function titlesOf(operations: readonly Operation[]): string[] {
  return [...new Set(operations.map(({ title }) => title))];
}

/** The title that has these words and no others, or else those whose words begin with them. */
function matching(text: string, titles: readonly string[]): string[] {
  const wanted = wordsOf(text);
  const exact = titles.filter((title) => wordsOf(title).join(" ") === wanted.join(" "));
  if (exact.length > 0) return exact;
  return titles.filter((title) =>
    wanted.every((word) => wordsOf(title).some((each) => each.startsWith(word))),
  );
}

/** Without the URIs of a command line. */
function wordsOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll(/s3:\/\/\S*/g, "")
      .match(/\w+/g) ?? []
  );
}
