import type { Authorization } from "../catalogue/authorization";
import type { Documents } from "../evaluator/decision";
import type { Actor } from "../proof/actor";

/** An access that may be allowed. */
export interface Cell {
  readonly actor: Actor;
  readonly authorization: Authorization;
  /** What is assumed about the other side: a resource policy that leaves the decision to the caller's account. */
  readonly policy?: Documents["resource"];
}
