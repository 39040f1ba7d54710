import { untaggedArn } from "../../aws/tagged-arn";
import type { Estate } from "../../estate/estate";
import type { Authorization } from "../../prove/catalogue/authorization";
import { callerOf, givenBoundary, inOrganizationNamed } from "../../prove/check/callers";
import { EstateJudge } from "../../prove/check/estate-judge";
import { tagsAreSingledOut } from "../../prove/check/teams";
import type { DescribeOptions } from "../../prove/check/options";
import type { Decision, Documents } from "../../prove/evaluator/decision";
import type { Judgement } from "../../prove/evaluator/judge";
import type { NearMiss } from "../../prove/evaluator/layers";
import { type Actor, inSession } from "../../prove/proof/actor";
import { Authority } from "../../prove/proof/authority";
import { membersOf } from "../../prove/proof/organizations";

/** Decides the questions of a person. */
export interface Judge {
  /** An actor with the policies that it has as far as they are known. */
  prepared(actor: Actor): Actor;
  /** @param policy instead of that of the resource */
  judge(actor: Actor, authorization: Authorization, policy?: Documents["resource"]): Judgement;
  /** The decision if everything that is not known denies it. */
  worst(actor: Actor, authorization: Authorization): Decision | undefined;
  /** The statements that come closest to allowing it. */
  nearest(actor: Actor, authorization: Authorization, decision: Decision): readonly NearMiss[];
}

/** By the policies of a stack, all of which are known. */
export function judgeOfStack(estate: Estate): Judge {
  const authority = new Authority(estate);
  return {
    prepared: (actor) => actor,
    judge: (actor, authorization, policy) => ({
      decision: authority.decide(actor, authorization, policy && { policy }),
      unknown: [],
    }),
    worst: (...question) => authority.decide(...question),
    nearest: (...question) => authority.nearest(...question),
  };
}

/** In the session of the question, if it names one. */
function inSessionOf({ caller }: Actor, known: Actor): Actor {
  const isNamed =
    caller.kind === "session" && known.caller.kind === "session" && caller.arn !== known.caller.arn;
  return isNamed ? inSession(known, caller.arn) : known;
}

/** By the policies of an estate that can have others, too. */
export function judgeOfEstate(estate: Estate, options: DescribeOptions = {}): Judge {
  const judge = new EstateJudge(estate, options);
  const callers = new Map(
    estate.principals.map((principal) => [principal.arn, callerOf(principal, estate, options)]),
  );
  const isTeam = ({ arn }: Actor) =>
    (membersOf(arn) !== undefined || arn !== untaggedArn(arn)) && tagsAreSingledOut(estate);
  const asking = (actor: Actor) => ({
    actor,
    tagsAreKnown: callers.get(actor.arn)?.tagsAreKnown ?? isTeam(actor),
  });
  return {
    prepared: (actor) => {
      const known = callers.get(actor.arn)?.actor;
      const { "aws:userid": _, ...context } = actor.context ?? {};
      if (known) return inSessionOf(actor, { ...known, context: { ...known.context, ...context } });
      const boundary = givenBoundary(actor.arn, options);
      const member = inOrganizationNamed(actor, estate);
      return boundary ? { ...member, boundary } : member;
    },
    judge: (actor, authorization, policy) => judge.judge(asking(actor), authorization, policy && { policy }),
    worst: (actor, authorization) => judge.worst(asking(actor), authorization),
    nearest: (actor, authorization, decision) => judge.nearest(asking(actor), authorization, decision),
  };
}
