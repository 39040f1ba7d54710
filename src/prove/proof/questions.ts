import type { Authorization } from "../catalogue/authorization";
import type { Actor } from "./actor";
import type { Question } from "./operation";

/** The same question of the same actor is one, however many operations ask it, and is answered once. */
export class Questions {
  private readonly perActor = new Map<Actor, ActorsQuestions>();

  of(actor: Actor, authorizations: readonly Authorization[]): Question[] {
    const questions = this.perActor.get(actor) ?? new ActorsQuestions(actor);
    this.perActor.set(actor, questions);
    const distinct: Question[] = [];
    for (const authorization of authorizations) {
      const question = questions.of(authorization);
      // They are a dozen at most, which a set takes longer to hold than a list to look through.
      if (!distinct.includes(question)) distinct.push(question);
    }
    return distinct;
  }
}

class ActorsQuestions {
  /** Most authorizations are shared, so that few must be compared by what they say. */
  private readonly known = new Map<Authorization, Question>();
  private readonly byContent = new Map<string, Question>();

  constructor(private readonly actor: Actor) {}

  of(authorization: Authorization): Question {
    const known = this.known.get(authorization);
    if (known) return known;
    const { action, resource, owner, context } = authorization;
    const content = JSON.stringify([action, resource, owner, context]);
    const question = this.byContent.get(content) ?? { actor: this.actor, authorization };
    this.byContent.set(content, question);
    this.known.set(authorization, question);
    return question;
  }
}
