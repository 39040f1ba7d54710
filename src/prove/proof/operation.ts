import type { Authorization } from "../catalogue/authorization";
import type { Actor } from "./actor";

/** Something that an actor does, or tries. */
export interface Operation {
  /** Its name for people: `aws s3 sync`. */
  readonly title: string;
  /** What distinguishes it from others with the same title: `multipart, tagged, CLI version 2`. */
  readonly variant?: string;
  readonly actor: Actor;
  /** The names of its bucket, of the two buckets that it copies between, of its key or of its role. */
  readonly on: readonly string[];
  /** The questions that AWS asks its policies first, each once. */
  readonly questions: readonly Question[];
  /** Whether all questions must be answered with yes, or one of them with no. */
  readonly expected: "allowed" | "refused";
  /** Whether a Deny must refuse it, so that no other grant can change it. @default false */
  readonly explicitly?: boolean;
}

/** An authorization that an actor needs. */
export interface Question {
  readonly actor: Actor;
  readonly authorization: Authorization;
}
