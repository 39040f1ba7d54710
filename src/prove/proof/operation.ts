import type { Authorization } from "../catalogue/authorization";
import type { Actor } from "./actor";

/** Something that somebody does, or tries. */
export interface Operation {
  /** What a person calls it: `aws s3 sync`. */
  readonly title: string;
  /** What sets it apart from others of the same title: `multipart, tagged, CLI version 2`. */
  readonly variant?: string;
  readonly actor: Actor;
  /** What it is about: the names of one bucket, of the two that it copies between, of a key or of a role. */
  readonly on: readonly string[];
  /** What AWS asks its policies before it does it, each question once. */
  readonly questions: readonly Question[];
  /** Whether all of the questions must be answered yes, or one of them no. */
  readonly expected: "allowed" | "refused";
}

/** An authorization that somebody needs. */
export interface Question {
  readonly actor: Actor;
  readonly authorization: Authorization;
}
