/** A proof as JSON. Within a version, fields keep their names and meanings; new fields can be added. */
import * as z from "zod";
import type { Unmodelled } from "../estate/estate";
import type { UserError } from "../messages/user-error";
import type { Decision, Finding } from "../prove/evaluator/decision";
import { type Flaw, messageIdOf } from "../prove/flaw";
import { type Headroom, GROWTHS } from "../prove/headroom/room";
import type { Actor } from "../prove/proof/actor";
import { succeeds } from "../prove/proof/answers";
import type { Operation, Question } from "../prove/proof/operation";
import type { Grant, Proof } from "../prove/prove";
import { isTopologyError, type Problem } from "../topology/problem";
import { fingerprintIn } from "../verify/fingerprint";
import type { Place, PlaceOf } from "../verify/place";
import { problem, type ProblemJson, problemJson } from "./problem-json";
import { place } from "./place-json";

/** What `s3porter prove --json` prints. */
export interface ProofsJson {
  readonly version: 1;
  /** Whether all of the stacks are proved. */
  readonly proved: boolean;
  readonly stacks: readonly SummaryJson[];
  /** Why other stacks could not be proved. */
  readonly problems: readonly ProblemJson[];
  /** Why nothing was proved, if it is not a problem in a topology. */
  readonly error: string | null;
}

/** The proof of one stack. It has operations, authorizations and grants with `--full`. */
export type SummaryJson = Omit<StackJson, Evidence> &
  Partial<Pick<StackJson, Evidence>> & {
    /** How many flaws the baseline accepts. They are not in `flaws`. */
    readonly accepted: number;
  };

export type Evidence = "operations" | "authorizations" | "grants";

/** The proof of one stack. */
export interface StackJson {
  readonly stack: string;
  readonly proved: boolean;
  /** Settings that AWS accepts, but that are probably mistakes. */
  readonly warnings: readonly ProblemJson[];
  /** What the topology asks for, and what must be refused. */
  readonly operations: readonly OperationJson[];
  /** Every authorization once, with the decision. */
  readonly authorizations: readonly AuthorizationJson[];
  /** Every action of every statement of the policies. */
  readonly grants: readonly GrantJson[];
  /** The size of the sweep for requests that the topology does not ask for. */
  readonly sweep: {
    /** Combinations of principal, action and resource, strangers included. */
    readonly cells: number;
    /** Requests that a statement can match, in every context; nothing allows the others. */
    readonly evaluated: number;
    readonly allowed: number;
  };
  /** The policy that is full first as more is added. Null if none grows. */
  readonly headroom: {
    /** Such as `bucket policy of acme-lake`, or `20 managed policies of role acme-etl`. */
    readonly policy: string;
    /** What is added. */
    readonly growth:
      "principals" | "accounts" | "trusted principals" | "trusted subjects" | "buckets" | "destinations";
    /** How many more of them fit. */
    readonly more: number;
    /** The one that they are like: the ARN of a principal or a bucket, the id of an account, or a subject. */
    readonly like: string;
    /** What to do when no more fit. */
    readonly way_out: string;
  } | null;
  /** Why the stack is not proved; empty if it is. */
  readonly flaws: readonly FlawJson[];
  /** What was not read and can change the result. */
  readonly unmodelled: readonly UnmodelledJson[];
  /** What administrators of other accounts attach. The proof holds if they do. */
  readonly given: readonly GivenJson[];
  /** What is taken as given about existing buckets and keys, each as the end of a sentence that begins with "given that". */
  readonly assumptions: readonly string[];
  /** What each plan checks about existing buckets, each as the end of a sentence that begins with "each plan checks that". */
  readonly checked: readonly string[];
  /** What the statements that existing policies had before allow besides, a sentence for each statement. */
  readonly before: readonly string[];
}

/** The hand-over to an account. */
export interface GivenJson {
  /** The output that contains it. */
  readonly address: string;
  /** The name of the account in the topology. */
  readonly account: string;
  /** Twelve digits. */
  readonly account_id: string;
  /** The ARNs of the roles and users that get policies. For an entire account, that of its root. */
  readonly principals: readonly string[];
}

/** Something that a principal does or tries. */
export interface OperationJson {
  /** `aws s3 sync` */
  readonly title: string;
  /** Distinguishes operations with the same title: `multipart, tagged, CLI version 2`. */
  readonly variant: string | null;
  readonly principal: PrincipalJson;
  /** The name of a bucket, a key or a role, or the names of the two buckets of a copy. */
  readonly on: readonly string[];
  readonly expected: "allowed" | "refused";
  readonly actual: "allowed" | "refused";
  /** Positions in `authorizations`. The operation is allowed if all of these are. */
  readonly authorizations: readonly number[];
}

export interface PrincipalJson {
  readonly name: string;
  /** The ARN of a role, a user or an account root; the name of a service; `*` for anonymous requests. */
  readonly arn: string;
  /** Null for services and anonymous requests. */
  readonly account: string | null;
}

/** An authorization that AWS asks for, with the decision. */
export interface AuthorizationJson {
  readonly principal: PrincipalJson;
  readonly action: string;
  /** The ARN of the bucket, object, key or role. */
  readonly resource: string;
  /** The account that owns the resource. */
  readonly owner: string;
  /** The condition keys of the request, except those that follow from the principal. */
  readonly context: Readonly<Record<string, string>>;
  /** The AWS page about this authorization. */
  readonly source: string;
  readonly allowed: boolean;
  /** Whether a Deny statement decided. */
  readonly explicit_deny: boolean;
  readonly rule: RuleJson;
  /** What decided: the statements that together allow the request, the one that denies it, or what is missing. */
  readonly because: readonly FindingJson[];
  /** The finding of every layer, in the order of evaluation. */
  readonly chain: readonly FindingJson[];
}

/** A rule of AWS and its page. */
export interface RuleJson {
  readonly text: string;
  readonly source: string;
}

/** The finding of one kind of policies about a request. */
export interface FindingJson {
  readonly layer:
    | "service control"
    | "resource control"
    | "VPC endpoint"
    | "resource"
    | "identity"
    | "boundary"
    | "session";
  readonly outcome: "allows" | "denies" | "silent" | "absent" | "full";
  /** The policy that decided, or all those that are silent or absent. */
  readonly documents: readonly DocumentJson[];
  readonly statement: StatementJson | null;
}

export interface DocumentJson {
  /** `bucket policy of acme-source` */
  readonly name: string;
  readonly account: string;
  /** The Terraform address; null for a policy outside the stack, which the proof assumes. */
  readonly address: string | null;
}

export interface StatementJson {
  readonly sid: string | null;
  /** From 0. */
  readonly index: number;
}

/** An action in a statement of a policy. */
export interface GrantJson {
  readonly document: DocumentJson;
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  /** As written in the statement: `s3:GetObject`, `kms:*`. */
  readonly action: string;
  /** `administrative`: lets a key's own account administer it. */
  readonly kind: "needed" | "administrative" | "superfluous";
  /** Position in `operations` of one that needs this action: to be allowed, or for a Deny, to be refused. */
  readonly needed_for: number | null;
}

/** Something that is wrong with the policies of a stack. */
export interface FlawJson {
  readonly part: "complete" | "minimal" | "nothing else" | "well-formed";
  readonly problem: string;
  /** Terraform addresses of the policies and resources that cause the flaw. */
  readonly addresses: readonly string[];
  /** The lines of the topology, in the order of `addresses`; null for an address without a line. */
  readonly places: readonly (Place | null)[];
  readonly because: readonly string[];
  readonly repair: string;
  /** The AWS page about the rule. */
  readonly source: string | null;
  /** The id of the check that found it, as in `docs/checks.md`; null for a flaw that only the topology makes one. */
  readonly check: string | null;
  /** The id of the check, or of the part of the proof. See `docs/messages.md`. */
  readonly id: string;
  /** The same as long as the flaw is, whatever moves in the files. */
  readonly fingerprint: string;
}

export interface UnmodelledJson {
  readonly address: string;
  /** Null for the whole resource. */
  readonly argument: string | null;
  readonly reason: string;
  /** Whether it can allow more than was asked for. There is a flaw about each of these. */
  readonly can_allow: boolean;
}

const principal = z.object({
  name: z.string(),
  arn: z
    .string()
    .describe(
      "The ARN of a role, a user or an account root; the name of a service; * for anonymous requests.",
    ),
  account: z.string().nullable().describe("Null for services and anonymous requests."),
});

const operation = z
  .object({
    title: z.string().describe("Such as aws s3 sync."),
    variant: z
      .string()
      .nullable()
      .describe("Distinguishes operations with the same title: multipart, tagged, CLI version 2."),
    principal,
    on: z
      .array(z.string())
      .describe("The name of a bucket, a key or a role, or the names of the two buckets of a copy."),
    expected: z.enum(["allowed", "refused"]),
    actual: z.enum(["allowed", "refused"]),
    authorizations: z
      .array(z.int().min(0))
      .describe("Positions in authorizations. The operation is allowed if all of these are."),
  })
  .describe("Something that a principal does or tries.");

const document = z.object({
  name: z.string().describe("Such as bucket policy of acme-source."),
  account: z.string(),
  address: z
    .string()
    .nullable()
    .describe("The Terraform address; null for a policy outside the stack, which the proof assumes."),
});

const statement = z.object({ sid: z.string().nullable(), index: z.int().min(0).describe("From 0.") });

const finding = z
  .object({
    layer: z.enum([
      "service control",
      "resource control",
      "VPC endpoint",
      "resource",
      "identity",
      "boundary",
      "session",
    ]),
    outcome: z.enum(["allows", "denies", "silent", "absent", "full"]),
    documents: z.array(document).describe("The policy that decided, or all those that are silent or absent."),
    statement: statement.nullable(),
  })
  .describe("The finding of one kind of policies about a request.");

const rule = z.object({ text: z.string(), source: z.string() }).describe("A rule of AWS and its page.");

const authorization = z
  .object({
    principal,
    action: z.string(),
    resource: z.string().describe("The ARN of the bucket, object, key or role."),
    owner: z.string().describe("The account that owns the resource."),
    context: z
      .record(z.string(), z.string())
      .describe("The condition keys of the request, except those that follow from the principal."),
    source: z.string().describe("The AWS page about this authorization."),
    allowed: z.boolean(),
    explicit_deny: z.boolean().describe("Whether a Deny statement decided."),
    rule,
    because: z
      .array(finding)
      .describe(
        "What decided: the statements that together allow the request, the one that denies it, or what is missing.",
      ),
    chain: z.array(finding).describe("The finding of every layer, in the order of evaluation."),
  })
  .describe("An authorization that AWS asks for, with the decision.");

const grant = z
  .object({
    document,
    sid: z.string().nullable(),
    effect: z.enum(["Allow", "Deny"]),
    action: z.string().describe("As written in the statement: s3:GetObject, kms:*."),
    kind: z
      .enum(["needed", "administrative", "superfluous"])
      .describe("administrative: lets a key's own account administer it."),
    needed_for: z
      .int()
      .min(0)
      .nullable()
      .describe(
        "Position in operations of one that needs this action: to be allowed, or for a Deny, to be refused.",
      ),
  })
  .describe("An action in a statement of a policy.");

const flaw = z
  .object({
    part: z.enum(["complete", "minimal", "nothing else", "well-formed"]),
    problem: z.string(),
    addresses: z
      .array(z.string())
      .describe("Terraform addresses of the policies and resources that cause the flaw."),
    places: z
      .array(place.nullable())
      .describe("The lines of the topology, in the order of addresses; null for an address without a line."),
    because: z.array(z.string()),
    repair: z.string(),
    source: z.string().nullable().describe("The AWS page about the rule."),
    check: z
      .string()
      .nullable()
      .describe(
        "The id of the check that found it, as in docs/checks.md; null for a flaw that only the topology makes one.",
      ),
    id: z.string().describe("The id of the check, or of the part of the proof. See docs/messages.md."),
    fingerprint: z.string().describe("The same as long as the flaw is, whatever moves in the files."),
  })
  .describe("Something that is wrong with the policies of a stack.");

const unmodelled = z.object({
  address: z.string(),
  argument: z.string().nullable().describe("Null for the whole resource."),
  reason: z.string(),
  can_allow: z
    .boolean()
    .describe("Whether it can allow more than was asked for. There is a flaw about each of these."),
});

const given = z
  .object({
    address: z.string().describe("The output that contains it."),
    account: z.string().describe("The name of the account in the topology."),
    account_id: z.string().describe("Twelve digits."),
    principals: z
      .array(z.string())
      .describe(
        "The ARNs of the roles and users that get policies. For an entire account, that of its root.",
      ),
  })
  .describe("The hand-over to an account.");

const stack = z
  .object({
    stack: z.string(),
    proved: z.boolean(),
    warnings: z.array(problem).describe("Settings that AWS accepts, but that are probably mistakes."),
    operations: z.array(operation).describe("What the topology asks for, and what must be refused."),
    authorizations: z.array(authorization).describe("Every authorization once, with the decision."),
    grants: z.array(grant).describe("Every action of every statement of the policies."),
    sweep: z
      .object({
        cells: z.int().min(0).describe("Combinations of principal, action and resource, strangers included."),
        evaluated: z
          .int()
          .min(0)
          .describe("Requests that a statement can match, in every context; nothing allows the others."),
        allowed: z.int().min(0),
      })
      .describe("The size of the sweep for requests that the topology does not ask for."),
    headroom: z
      .object({
        policy: z.string(),
        growth: z.enum(GROWTHS).describe("What is added."),
        more: z.int().min(0).describe("How many more of them fit."),
        like: z
          .string()
          .describe(
            "The one that they are like: the ARN of a principal or a bucket, the id of an account, or a subject.",
          ),
        way_out: z.string().describe("What to do when no more fit."),
      })
      .nullable()
      .describe("The policy that is full first as more is added. Null if none grows."),
    flaws: z.array(flaw).describe("Why the stack is not proved; empty if it is."),
    unmodelled: z.array(unmodelled).describe("What was not read and can change the result."),
    given: z
      .array(given)
      .describe("What administrators of other accounts attach. The proof holds if they do."),
    assumptions: z
      .array(z.string())
      .describe(
        "What is taken as given about existing buckets and keys, each as the end of a sentence that begins with given that.",
      ),
    checked: z
      .array(z.string())
      .describe(
        "What each plan checks about existing buckets, each as the end of a sentence that begins with each plan checks that.",
      ),
    before: z
      .array(z.string())
      .describe(
        "What the statements that existing policies had before allow besides, a sentence for each statement.",
      ),
  })
  .describe("The proof of one stack.");

/** Its schema. */
export const ProofsJson: z.ZodType<ProofsJson> = z
  .object({
    version: z.literal(1),
    proved: z.boolean().describe("Whether all of the stacks are proved."),
    stacks: z.array(
      stack
        .partial({ operations: true, authorizations: true, grants: true })
        .extend({
          accepted: z.int().min(0).describe("How many flaws the baseline accepts. They are not in flaws."),
        })
        .describe("The proof of one stack. operations, authorizations and grants are printed with --full."),
    ),
    problems: z.array(problem).describe("Why other stacks could not be proved."),
    error: z.string().nullable().describe("Why nothing was proved, if it is not a problem in a topology."),
  })
  .describe("What s3porter prove --json prints.");

/** A stack or module with its proof. */
export interface ProvedSubject {
  readonly name: string;
  /** Its topology, or its folder. */
  readonly file: string;
  readonly proof: Proof;
  /** The flaws of the proof that no baseline accepts. */
  readonly flaws: readonly Flaw[];
  readonly warnings: readonly Problem[];
  /** Where a Terraform address comes from. */
  readonly placeOf: PlaceOf;
}

/**
 * @param problems why other stacks could not be proved
 * @param full whether to include every operation, authorization and action: 90 kB for a pair of buckets
 */
export function proofsJson(
  proved: readonly ProvedSubject[],
  problems: readonly Problem[],
  { full }: { readonly full: boolean },
): ProofsJson {
  return {
    version: 1,
    proved: problems.length === 0 && proved.every(({ proof }) => proof.flaws.length === 0),
    stacks: proved.map((subject) => ({
      ...(full ? stackJson(subject) : summaryJson(subject)),
      accepted: subject.proof.flaws.length - subject.flaws.length,
    })),
    problems: problems.map(problemJson),
    error: null,
  };
}

/** What `s3porter prove --json` prints if nothing could be proved. */
export function failureJson(error: UserError): ProofsJson {
  const nothing = { version: 1 as const, proved: false, stacks: [] };
  return isTopologyError(error)
    ? { ...nothing, problems: error.problems.map(problemJson), error: null }
    : { ...nothing, problems: [], error: error.message };
}

export function stackJson(subject: Omit<ProvedSubject, "file">): StackJson {
  const { operations, decisions, grants } = subject.proof;
  const questions = [...decisions];
  const positions = new Map(questions.map(([question], position) => [question, position]));
  const operationPositions = new Map(operations.map((operation, position) => [operation, position]));
  return {
    ...summaryJson(subject),
    operations: operations.map((operation) => operationJson(operation, subject.proof, positions)),
    authorizations: questions.map(([question, decision]) => authorizationJson(question, decision)),
    grants: grants.map((grant) => grantJson(grant, operationPositions)),
  };
}

function headroomJson({ title, growth, more, like, wayOut }: Headroom) {
  return { policy: title, growth, more, like, way_out: wayOut };
}

function summaryJson({ name, proof, flaws, warnings, placeOf }: Omit<ProvedSubject, "file">) {
  const { sweep, unmodelled: unread, handovers, headroom, assumptions, checked, before } = proof;
  return {
    stack: name,
    proved: proof.flaws.length === 0,
    warnings: warnings.map(problemJson),
    sweep: { cells: sweep.cells, evaluated: sweep.evaluated, allowed: sweep.allowed },
    headroom: headroom ? headroomJson(headroom) : null,
    flaws: flaws.map((each) => flawJson(name, each, placeOf)),
    unmodelled: unread.map(unmodelledJson),
    given: handovers.map(({ address, account, principalArns }) => ({
      address,
      account: account.alias,
      account_id: account.id,
      principals: principalArns,
    })),
    assumptions,
    checked,
    before,
  };
}

function operationJson(
  operation: Operation,
  { decisions }: Proof,
  positions: ReadonlyMap<Question, number>,
): OperationJson {
  const { title, variant, actor, on, expected, questions } = operation;
  return {
    title,
    variant: variant ?? null,
    principal: principalJson(actor),
    on: on,
    expected,
    actual: succeeds(operation, decisions) ? "allowed" : "refused",
    authorizations: questions.map((question) => positions.get(question) ?? -1),
  };
}

function principalJson({ name, arn, account }: Actor): PrincipalJson {
  return { name, arn, account: account ?? null };
}

function authorizationJson({ actor, authorization }: Question, decision: Decision): AuthorizationJson {
  const { action, resource, owner, context, source } = authorization;
  const { allowed, explicit, rule, because, chain } = decision;
  return {
    principal: principalJson(actor),
    action,
    resource,
    owner,
    context,
    source,
    allowed,
    explicit_deny: explicit,
    rule: { text: rule.text, source: rule.source },
    because: because.map(findingJson),
    chain: chain.map(findingJson),
  };
}

function findingJson({ layer, outcome, documents, statement }: Finding): FindingJson {
  return {
    layer,
    outcome,
    documents: documents.map(({ name, account, address }) => ({ name, account, address: address ?? null })),
    statement: statement ? { sid: statement.sid ?? null, index: statement.index } : null,
  };
}

function grantJson(
  { document, account, address, statement, action, kind, neededFor }: Grant,
  positions: ReadonlyMap<Operation, number>,
): GrantJson {
  return {
    document: { name: document, account, address },
    sid: statement.sid ?? null,
    effect: statement.effect,
    action,
    kind,
    needed_for: (neededFor && positions.get(neededFor)) ?? null,
  };
}

function flawJson(name: string, each: Flaw, placeOf: PlaceOf): FlawJson {
  const { part, problem: what, addresses, because, repair, source = null, check = null } = each;
  return {
    part,
    problem: what,
    addresses,
    places: addresses.map((address) => placeOf(address) ?? null),
    because: [...because],
    repair,
    source,
    check,
    id: messageIdOf(each),
    fingerprint: fingerprintIn(name, each),
  };
}

function unmodelledJson({ address, argument, reason, canAllow }: Unmodelled): UnmodelledJson {
  return { address, argument: argument ?? null, reason, can_allow: canAllow };
}
