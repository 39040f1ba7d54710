import type { Authorization } from "../catalogue/authorization";
import type { Documents } from "../evaluator/decision";
import type { Actor } from "../proof/actor";

/** Something that somebody might be allowed. */
export interface Cell {
  readonly actor: Actor;
  readonly authorization: Authorization;
  /** What is assumed of the other side: a policy of the resource that leaves the caller's account to decide. */
  readonly policy?: Documents["resource"];
}
