import type { Estate, Principal } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { type Gaps, NO_GAPS } from "../gaps";
import type { Check } from "./check";
import { matchingActions, resourceTypesOf } from "../iam-data/iam-data";
import type { DocumentStatement } from "../iam/documents";
import { distinct } from "../distinct";
import { replicationDestination } from "./replication-roles";
import { Sides, type Target } from "./sides";
import { hasUnknownPolicies, mayHaveMore } from "./unknown-policies";
import { iamPage, statementFlaw } from "./well-formed";

const SOURCE = iamPage("reference_policies_evaluation-logic-cross-account.html");

export const oneSidedGrants = {
  id: "one-sided-grants",
  severity: "error",
  title: "Only one of two accounts allows an action",
  why: "Across accounts, the policies of the caller and the policy of the bucket or key must both allow a request.",
  remedy: "Allow the action on the other side too, or remove it.",
  page: SOURCE,
  bad: {
    identityPolicy: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-source/*" }],
  },
  good: {
    identityPolicy: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::acme-source/*" }],
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "s3:PutObject",
        Resource: "arn:aws:s3:::acme-source/*",
        Condition: { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::222222222222:role/team/Porter" } },
      },
    ],
  },
  find: halfGrants,
} as const satisfies Check;

/** Across accounts, both sides must allow an action: a grant in the policy of only one side has no effect. */
function halfGrants(estate: Estate, toldByOthers?: Gaps): Flaw[] {
  const ofRules = () => replicationDestination.find(estate).flatMap(({ gaps = [] }) => gaps);
  const told = toldByOthers?.and(ofRules()) ?? NO_GAPS;
  const sides = new Sides(estate);
  const identityOnly = estate.principals.flatMap((principal) =>
    sides
      .statementsOf(principal)
      .flatMap((statement) => noResourceSide(principal, statement, { sides, told })),
  );
  // Principals may have policies that are not known here.
  const resourceOnly = hasUnknownPolicies(estate)
    ? []
    : sides.targets.flatMap((target) =>
        target.allows.flatMap((statement) => noIdentitySide(target, statement, { sides, told }, estate)),
      );
  return [...new Map([...identityOnly, ...resourceOnly].map((flaw) => [flaw.problem, flaw])).values()];
}

interface Known {
  readonly sides: Sides;
  readonly told: Gaps;
}

/** What a principal's policy allows on a resource in another account whose policy does not allow it. */
function noResourceSide(principal: Principal, statement: DocumentStatement, { sides, told }: Known): Flaw[] {
  const { kind, name, account, arn: principalArn } = principal;
  const targets = distinct(statement.resources.map((resource) => sides.find(resource)));
  return targets.flatMap((target) => {
    if (target === undefined || target.account.id === account.id || target.mayAllowMore) return [];
    const lacking = lackingIn(target.grantsTo(principal), statement, target).filter(
      (action) => !told.include({ principalArn, action, resource: target.arn }),
    );
    if (lacking.length === 0) return [];
    const there = `the ${target.title} in account ${target.account.id}`;
    return [
      statementFlaw(statement, {
        problem: `${lacking.join(", ")} on ${target.arn} ${has(lacking)} no effect: ${there} does not allow it for ${kind} ${name} of account ${account.id}`,
        because: [`no statement of ${there} allows it`],
        repair: "allow it there too, or remove it here",
        source: SOURCE,
        addresses: [target.address],
      }),
    ];
  });
}

/** What the policy of a bucket or a key allows a principal in another account whose policies do not allow it. */
function noIdentitySide(
  target: Target,
  statement: DocumentStatement,
  { sides, told }: Known,
  estate: Estate,
): Flaw[] {
  const { requiredPrincipals, principals } = statement;
  return (requiredPrincipals ?? principals.arns).flatMap((arn) => {
    const principal = sides.principal(arn);
    if (principal === undefined || mayHaveMore(principal, estate)) return [];
    if (principal.account.id === target.account.id) return [];
    const lacking = lackingIn(sides.allowedOn(principal, target), statement, target).filter(
      (action) => !told.include({ principalArn: arn, action, resource: target.arn }),
    );
    if (lacking.length === 0) return [];
    const who = `${principal.kind} ${principal.name}`;
    const nothing = `no policy of ${who} in account ${principal.account.id} allows it`;
    return [
      statementFlaw(statement, {
        problem: `${lacking.join(", ")} ${has(lacking)} no effect for ${who}: ${nothing}`,
        because: [`${nothing} on ${target.arn}`],
        repair: `allow it in a policy of ${who} too, or remove it here`,
        source: SOURCE,
        addresses: principal.address === undefined ? [] : [principal.address],
      }),
    ];
  });
}

function has(actions: readonly string[]): string {
  return actions.length === 1 ? "has" : "have";
}

/** The actions of a statement that no statement on the other side grants. */
function lackingIn(
  grants: readonly DocumentStatement[],
  { actions }: DocumentStatement,
  { kind }: Target,
): string[] {
  return actions.filter(
    (action) => isAbout(action, kind) && !grants.some((grant) => overlaps(grant, action)),
  );
}

function overlaps({ actions, raw }: DocumentStatement, action: string): boolean {
  return raw.NotAction !== undefined || actions.some((each) => overlap(each, action));
}

const overlapping = new Map<string, boolean>();

/** Whether two patterns have an action in common. */
function overlap(a: string, b: string): boolean {
  if (a === b) return true;
  const id = `${a} ${b}`;
  const before = overlapping.get(id);
  if (before !== undefined) return before;
  const others = new Set(matchingActions(b));
  const found = matchingActions(a).some((each) => others.has(each));
  overlapping.set(id, found);
  return found;
}

const TYPES: Readonly<Record<Target["kind"], readonly string[]>> = {
  bucket: ["bucket", "object"],
  key: ["key"],
  trust: ["role"],
};

/** Another check reports actions that do not fit. */
function isAbout(action: string, kind: Target["kind"]): boolean {
  const id = `${action} ${kind}`;
  const before = about.get(id);
  if (before !== undefined) return before;
  const found = matchingActions(action).some((each) =>
    resourceTypesOf(each).some((type) => TYPES[kind].includes(type)),
  );
  about.set(id, found);
  return found;
}

const about = new Map<string, boolean>();
