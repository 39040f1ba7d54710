/** Whether every principal that a bucket, key or trust policy lists is needed. */
import { accountOf, isAccountRoot } from "../../aws/arn";
import { distinct } from "../distinct";
import { type Document, documentsOf } from "../iam/documents";
import { awsPrincipals } from "../iam/principals";
import type { Statement } from "../iam/statement";
import { mayMatch } from "../iam/wildcard";
import type { Actor } from "./actor";
import type { Answers } from "./answers";
import type { Authority } from "./authority";
import { changesWithout, reliancesOf } from "./minimality";
import type { Question } from "./operation";
import type { Scene } from "./scene";

/** One of several principals in a statement that nothing needs. */
export interface SuperfluousPrincipal {
  readonly document: Document;
  readonly statement: Statement;
  /** As it is written. */
  readonly principal: string;
  /** Where in the statement: `Principal` or `aws:PrincipalArn`. */
  readonly element: string;
}

/** Removes each principal from each list, and checks whether this changes anything that was asked for. */
export function superfluousPrincipals(
  answers: Answers,
  { estate }: Scene,
  authority: Authority,
): SuperfluousPrincipal[] {
  const reliances = reliancesOf(answers);
  return documentsOf(estate)
    .filter(({ kind }) => kind === "bucket" || kind === "key" || kind === "trust")
    .flatMap((document) =>
      document.statements.flatMap((statement) =>
        listsOf(statement).flatMap(({ element, principals }) => {
          const here = reliances.get(document.raw)?.get(statement.index) ?? [];
          const ignored = { document: document.raw, index: statement.index };
          const isNeeded = (question: Question) => changesWithout(ignored, question, answers, authority);
          return unneeded(principals, here, isNeeded).map((principal) => ({
            document,
            statement,
            principal,
            element,
          }));
        }),
      ),
    );
}

/** Whether text in a `Principal` element or an `aws:PrincipalArn` condition names an actor. */
export function names(principal: string, { arn, account }: Pick<Actor, "arn" | "account">): boolean {
  if (isAccountRoot(principal)) return accountOf(principal) === account;
  return principal === account || mayMatch(principal, arn);
}

interface PrincipalList {
  readonly element: string;
  readonly principals: readonly string[];
}

/** Without a single principal, the statement would do nothing, and its actions are checked. */
function listsOf({ effect, raw, requirements }: Statement): PrincipalList[] {
  if (effect === "Deny") return [];
  const lists = [
    { element: "Principal", principals: awsPrincipals(raw.Principal) },
    ...requirements
      .filter(({ lowerKey }) => lowerKey === "aws:principalarn")
      .map(({ key, values }) => ({ element: key, principals: values })),
  ];
  return lists.filter(({ principals }) => principals.length > 1);
}

/** Those without a question that depends on them alone. */
function unneeded(
  principals: readonly string[],
  questions: readonly Question[],
  isNeeded: (question: Question) => boolean,
): readonly string[] {
  const namesOf = new Map<Actor, readonly string[]>();
  const needed = new Set<string>();
  for (const question of questions) {
    const { actor } = question;
    const naming = namesOf.get(actor) ?? namesIn(principals, actor);
    namesOf.set(actor, naming);
    const [only, another] = naming;
    if (only === undefined || another !== undefined || needed.has(only)) continue;
    if (isNeeded(question)) needed.add(only);
  }
  return distinct(principals.filter((principal) => !needed.has(principal)));
}

/** The actor's own ARN alone if it is there, as it still names the actor once its account or a wildcard is removed. */
function namesIn(principals: readonly string[], actor: Actor): readonly string[] {
  return principals.includes(actor.arn)
    ? [actor.arn]
    : principals.filter((principal) => names(principal, actor));
}
