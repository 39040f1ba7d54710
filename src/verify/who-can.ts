import type { AccessPoint, Estate } from "../estate/estate";
import { linksOf } from "../prove/check/connections";
import { isWithin, organizationsOf } from "../prove/check/organizations";
import { distinct } from "../prove/distinct";
import { NoSuchOperation } from "./errors";
import { isRoleOrUser, SERVICE_NAME } from "../prove/evaluator/caller";
import { resourcePoliciesOf } from "../prove/iam/documents";
import { isRoleUserOrPermissionSet } from "../prove/proof/permission-sets";
import { parseReadable } from "../prove/iam/statement";
import type { Explainer } from "./explain/explain";
import { type Explanation, verdictOf } from "./explain/explanation";

/** A question: the arguments of `s3porter who-can`. */
export interface WhoCanAsk {
  /** An action or an operation, as in `explain --do`. */
  readonly do: string;
  /** A bucket, an object, a key or a role, as in `explain --on`. */
  readonly on: string;
  /** Condition keys of the request. */
  readonly context?: readonly string[];
}

/** Everyone that the policies name, by the answer. */
export interface WhoCan {
  readonly what: string;
  readonly on: string;
  readonly allowed: readonly Explanation[];
  /** It depends on what is not known. */
  readonly unknown: readonly Explanation[];
  /** How many others the policies name. */
  readonly refused: number;
  /** Assumptions about the question, one sentence each. */
  readonly assumed: readonly string[];
}

/**
 * Finds out who can do something, among the roles and users of the Terraform, those and the services that its policies name, and everyone.
 *
 * @param explainer of a stack or of other Terraform
 * @throws UsageError if the action, operation or resource is unknown
 */
export function whoCan(ask: WhoCanAsk, { estate, granted, explain }: Explainer): WhoCan {
  const unknownTo: NoSuchOperation[] = [];
  const answersFor = (as: string): readonly Explanation[] => {
    try {
      return explain({ ...ask, as }).map(({ explanation }) => explanation);
    } catch (error) {
      if (!(error instanceof NoSuchOperation)) throw error;
      unknownTo.push(error);
      return [];
    }
  };
  const others = principalsOf(estate, granted).map(answersFor);
  const asked = new Set(
    others.flat().flatMap(({ answers }) => answers.map(({ authorization }) => authorization.resource)),
  );
  const candidates = [...others, ...servicesIn(estate, asked).map(answersFor)];
  const [unknown] = unknownTo;
  if (unknown && unknownTo.length === candidates.length) throw unknown;
  const explanations = candidates.flat();
  const isOf = (verdict: ReturnType<typeof verdictOf>) => (each: Explanation) =>
    (dependsOnOwn(each) ? "allowed" : verdictOf(each)) === verdict;
  const [first] = explanations;
  const everyone = explanations.map(({ assumed }) => assumed);
  return {
    what: first?.what ?? ask.do,
    on: first?.on ?? ask.on,
    allowed: explanations.filter(isOf("allowed")),
    unknown: explanations.filter(isOf("unknown")),
    refused: candidates.filter((answers) => answers.every(isOf("refused"))).length,
    assumed: (first?.assumed ?? []).filter((each) => everyone.every((assumed) => assumed.includes(each))),
  };
}

/** Whether it also takes the caller's own policies, which are not in this Terraform. */
export function dependsOnOwn({ ownPolicies }: Explanation): boolean {
  return ownPolicies === "can allow";
}

function namedIn({ policy }: AccessPoint): readonly string[] {
  const { statements } = parseReadable(policy?.document ?? { Statement: [] });
  return statements.flatMap(({ principals, requiredPrincipals = [] }) =>
    [...principals.arns, ...requiredPrincipals].filter(isRoleOrUser),
  );
}

/** The services that the policies of buckets and keys name, and those that assume a role that is asked about. */
function servicesIn(estate: Estate, asked: ReadonlySet<string>): readonly string[] {
  const named = resourcePoliciesOf(estate)
    .filter(({ kind, arn }) => kind !== "trust" || asked.has(arn))
    .flatMap(({ document }) => document?.statements ?? [])
    .flatMap(({ principals }) => principals.services)
    .filter((name) => SERVICE_NAME.test(name));
  return distinct(named);
}

/** The organizations, and the OUs and teams of them, that the policies of buckets, keys and roles let in. */
function organizationsIn(estate: Estate): readonly string[] {
  return resourcePoliciesOf(estate).flatMap(({ account: { partition }, document }) =>
    (document?.statements ?? [])
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) => organizationsOf(statement, partition)),
  );
}

/** The principals that any policy can let in, and `*` for everyone. */
function principalsOf(estate: Estate, granted: Explainer["granted"]): readonly string[] {
  const others = [
    ...estate.principals.map(({ arn }) => arn).filter(isRoleUserOrPermissionSet),
    ...linksOf(estate).map(({ principalArn }) => principalArn),
    ...(estate.accessPoints ?? []).flatMap(namedIn),
    ...organizationsIn(estate),
  ];
  // One grant can be for several OUs.
  const isGranted = (arn: string) => granted.some((wide) => isWithin(arn, wide));
  return distinct([...granted, ...others.filter((arn) => !isGranted(arn)), "*"]);
}
