import type { Caller } from "../../../src/prove/evaluator/caller";
import type { ContextKeys } from "../../../src/prove/evaluator/context";
import type { Attached, Documents } from "../../../src/prove/evaluator/decision";

/** The evaluator as the tables see it, so that they can be put to a changed copy of it too. */
export interface Evaluator {
  evaluate: typeof import("../../../src/prove/evaluator/evaluate").evaluate;
  roleSession: typeof import("../../../src/prove/evaluator/caller").roleSession;
  user: typeof import("../../../src/prove/evaluator/caller").user;
  accountRoot: typeof import("../../../src/prove/evaluator/caller").accountRoot;
  service: typeof import("../../../src/prove/evaluator/caller").service;
  webIdentity: typeof import("../../../src/prove/evaluator/caller").webIdentity;
  samlUser: typeof import("../../../src/prove/evaluator/caller").samlUser;
  ANONYMOUS: typeof import("../../../src/prove/evaluator/caller").ANONYMOUS;
}

/** `refused` is for what must be an error; its text says which. */
export type Expected = "allowed" | "denied" | "explicitly denied" | { readonly refused: string };

export interface Case {
  readonly name: string;
  /** The AWS page that says so. */
  readonly source: string;
  readonly expected: Expected;
  readonly ask: (evaluator: Evaluator) => Asked;
}

export interface Asked {
  readonly action: string;
  readonly resource: string;
  readonly caller: Caller;
  readonly context?: ContextKeys;
  readonly documents: Documents;
}

/** What an evaluator makes of a case, in the words of the table. */
export function outcome(evaluator: Evaluator, { ask }: Case): string {
  try {
    const { documents, context = {}, ...request } = ask(evaluator);
    const { allowed, explicit } = evaluator.evaluate({ ...request, context }, documents);
    return allowed ? "allowed" : explicit ? "explicitly denied" : "denied";
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
}

export function isAsExpected(outcome: string, expected: Expected): boolean {
  if (typeof expected === "string") return outcome === expected;
  return outcome.startsWith("refused: ") && outcome.includes(expected.refused);
}

export const A = "111111111111";
export const B = "222222222222";
export const ROLE = `arn:aws:iam::${A}:role/team/Porter`;
export const SESSION = `arn:aws:sts::${A}:assumed-role/Porter/s1`;
export const ANN = `arn:aws:iam::${A}:user/Ann`;
export const ROOT_A = `arn:aws:iam::${A}:root`;
export const OBJECT = "arn:aws:s3:::acme/in/report.csv";
export const KEY = `arn:aws:kms:us-east-1:${A}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

export const IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
export const KMS = "https://docs.aws.amazon.com/kms/latest/developerguide";
export const ORG = "https://docs.aws.amazon.com/organizations/latest/userguide";

export type Element = Readonly<Record<string, unknown>>;

export function policy(...statements: Element[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

export function allow(more: Element = {}): Element {
  return { Effect: "Allow", Action: "*", Resource: "*", ...more };
}

export function deny(more: Element = {}): Element {
  return { ...allow(more), Effect: "Deny" };
}

/** Identity policies of a caller in account A, or in another. */
export function identity(statement: Element | undefined, account = A): Attached[] {
  return statement ? [{ name: "identity policy", account, document: policy(statement) }] : [];
}

export function attached(name: string, account: string, ...statements: Element[]): Attached {
  return { name, account, document: policy(...statements) };
}

/** What account A, or another, owns. */
export function owned(statements: readonly Element[] | undefined, account = A): Documents["resource"] {
  return { name: "resource policy", account, ...(statements && { document: policy(...statements) }) };
}
