import { accountOf, isAccountRoot, nameOf, parseArn } from "../aws/arn";
import type { Part } from "../prove/flaw";
import type { Headroom } from "../prove/headroom/room";
import { succeeds } from "../prove/proof/answers";
import type { Proof } from "../prove/prove";
import { Documents } from "./documents";

/** A part of the verdict about a stack. */
export interface ProofFact {
  /** Such as `complete`. */
  readonly label: string;
  /** Absent for a mere figure. */
  readonly holds?: boolean;
  readonly text: string;
}

/** `proved`, or why not in a few words. */
export function proofVerdict({ flaws, unmodelled }: Pick<Proof, "flaws" | "unmodelled">): string {
  return flaws.length === 0 ? "proved" : `NOT PROVED${unreadText(unmodelled)}`;
}

function unreadText(unmodelled: Proof["unmodelled"]): string {
  const unread = new Set(unmodelled.filter(({ canAllow }) => canAllow).map(({ address }) => address));
  if (unread.size === 0) return "";
  const what = unread.size === 1 ? [...unread][0] : `${unread.size} resources`;
  return `: ${what} can allow more and ${unread.size === 1 ? "was" : "were"} not read`;
}

/** The parts of the proof with their figures. There are none if the Terraform could not be read. */
export function proofFacts(proof: Proof): ProofFact[] {
  const { operations, decisions, grants, sweep, flaws, headroom } = proof;
  if (operations.length === 0) return [];
  const asked = operations.filter(({ expected }) => expected === "allowed");
  const forbidden = operations.filter(({ expected }) => expected === "refused");
  const works = asked.filter((operation) => succeeds(operation, decisions)).length;
  const refused = forbidden.filter((operation) => !succeeds(operation, decisions)).length;
  const kinds = (kind: string) => grants.filter((grant) => grant.kind === kind).length;
  const failed = new Set<Part>(flaws.map(({ part }) => part));
  if (works < asked.length) failed.add("complete");
  if (refused < forbidden.length) failed.add("nothing else");
  const parts: Readonly<Record<Part, string>> = {
    complete: `${of(works, asked.length)} operations allowed`,
    minimal: `${of(kinds("needed"), grants.length - kinds("administrative"))} actions needed, ${kinds("administrative")} administrative`,
    "nothing else": `${of(refused, forbidden.length)} attempts refused; ${number(sweep.cells)} combinations of principal, action and resource: ${number(sweep.evaluated)} requests evaluated, ${number(sweep.allowed)} allowed`,
    "well-formed": `${new Documents(proof).all.length} policies`,
  };
  const verdicts = (Object.keys(parts) as Part[]).map((part) => ({
    label: part,
    holds: !failed.has(part),
    text: parts[part],
  }));
  return headroom ? [...verdicts, { label: "room", text: roomText(headroom) }] : verdicts;
}

function roomText({ title, growth, like, more, wayOut }: Headroom): string {
  const others = more === 1 ? `1 more ${growth.slice(0, -1)}` : `${number(more)} more ${growth}`;
  const verb = growth === "buckets" || growth === "destinations" ? "are" : "is";
  return `for ${others} like ${shortName(like)}; then the ${title} ${verb} full, and the way out is: ${wayOut}`;
}

function shortName(like: string): string {
  if (isAccountRoot(like)) return `account ${accountOf(like)}`;
  if (!like.startsWith("arn:")) return like;
  return parseArn(like)?.bucket ?? nameOf(like);
}

function of(part: number, all: number): string {
  return `${number(part)} of ${number(all)}`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}
