import type { Authorization } from "../catalogue/authorization";
import { Multimap } from "../multimap";
import type { Actor } from "./actor";
import type { Question } from "./operation";

/** The same question of the same actor is one object, however many operations ask it, and is answered once. */
export class Questions {
  private readonly perActor = new Map<Actor, ActorsQuestions>();

  of(actor: Actor, authorizations: readonly Authorization[]): readonly Question[] {
    const questions = this.ofActor(actor);
    const distinct: Question[] = [];
    for (const authorization of authorizations) {
      const question = questions.of(authorization);
      // There are a dozen at most: a list takes less memory than a set.
      if (!distinct.includes(question)) distinct.push(question);
    }
    // A copy has no spare capacity, unlike a list that grew, and there are many lists.
    return distinct.slice();
  }

  private ofActor(actor: Actor): ActorsQuestions {
    const before = this.perActor.get(actor);
    if (before) return before;
    const questions = new ActorsQuestions(actor);
    this.perActor.set(actor, questions);
    return questions;
  }
}

class ActorsQuestions {
  private readonly byResource = new Multimap<string, Question>();

  constructor(private readonly actor: Actor) {}

  of(authorization: Authorization): Question {
    for (const question of this.byResource.get(authorization.resource))
      if (isSame(question.authorization, authorization)) return question;
    const question = { actor: this.actor, authorization };
    this.byResource.add(authorization.resource, question);
    return question;
  }
}

/** Whether they differ only in the page. */
function isSame(one: Authorization, other: Authorization): boolean {
  return (
    one.action === other.action &&
    one.resource === other.resource &&
    one.owner === other.owner &&
    (one.context === other.context || isSameContext(one.context, other.context))
  );
}

function isSameContext(one: Authorization["context"], other: Authorization["context"]): boolean {
  return isPartOf(one, other) && isPartOf(other, one);
}

function isPartOf(one: Authorization["context"], other: Authorization["context"]): boolean {
  for (const key in one) if (one[key] !== other[key]) return false;
  return true;
}
