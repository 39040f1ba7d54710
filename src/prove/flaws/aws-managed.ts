import type { Estate } from "../../estate/estate";
import type { Decision, DocumentName } from "../evaluator/decision";
import { sentence } from "../evaluator/explain";
import type { Flaw } from "../flaw";
import { type Document, identityPoliciesOf } from "../iam/documents";
import { Multimap } from "../multimap";
import type { Answers } from "../proof/answers";
import type { Operation, Question } from "../proof/operation";
import type { Unexpected } from "../sweep/sweep";
import { listOf } from "./wording";

/**
 * What attached policies of AWS allow and nothing asks for. Nobody else can change such a policy, so each attachment is
 * one flaw.
 *
 * @param found what they allow
 */
export function awsManaged(
  estate: Estate,
  { decisions, wanted }: Answers,
  found: readonly Unexpected[],
): Flaw[] {
  const attached = estate.principals
    .flatMap(identityPoliciesOf)
    .filter(({ awsManaged }) => awsManaged !== undefined);
  if (attached.length === 0) return [];
  const excess = new Multimap(found.map((cell) => [idOf(allowingAwsPolicy(cell.decision)), cell]));
  const needed = new Set(
    [...wanted.keys()].map((question) => {
      const decision = decisions.get(question);
      return decision?.allowed ? idOf(allowingAwsPolicy(decision)) : "";
    }),
  );
  return attached.flatMap((document): Flaw[] => {
    const id = idOf({ name: document.title, account: document.account?.id ?? "" });
    const cells = excess.get(id);
    if (cells.length > 0) return [allowsMore(document, cells)];
    const allows = document.statements.some(({ effect }) => effect === "Allow");
    return allows && !needed.has(id) ? [needless(document)] : [];
  });
}

function allowsMore(document: Document, cells: readonly Unexpected[]): Flaw {
  const inOwnAccount = cells.filter(({ actor, policy }) =>
    [undefined, actor.account].includes(policy?.account),
  );
  const told = inOwnAccount.length > 0 ? inOwnAccount : cells;
  const onceAllowed = told === inOwnAccount ? "" : ", once the other account allows it";
  const actions = listOf(told.map(({ authorization }) => authorization.action));
  const resources = listOf(
    told.map(({ authorization }) => authorization.resource),
    MOST_RESOURCES,
  );
  const findings = told
    .flatMap(({ decision }) => decision.because)
    .filter(({ documents }) => documents[0]?.name === document.title);
  return {
    ...flawOf(document),
    part: "nothing else",
    problem: `${document.principal?.name} can do ${actions} on ${resources} with the AWS-managed policy ${document.awsManaged}, but nothing asks for it${onceAllowed}`,
    because: [...new Set(findings.map(sentence))].slice(0, MOST_STATEMENTS),
  };
}

const MOST_RESOURCES = 2;
const MOST_STATEMENTS = 3;

function needless(document: Document): Flaw {
  return {
    ...flawOf(document),
    part: "minimal",
    problem: `the ${document.title} is superfluous`,
    because: [
      "everything that was asked for is allowed without it, and it allows something of S3, KMS or STS under conditions",
    ],
  };
}

function flawOf({
  awsManaged: name,
  address,
  principal,
}: Document): Omit<Flaw, "part" | "problem" | "because"> {
  const what = address === principal?.address ? `it from managed_policy_arns of ${address}` : address;
  return {
    addresses: [address],
    repair: `detach the policy: remove ${what}. Only AWS can narrow it`,
    source: `https://docs.aws.amazon.com/aws-managed-policy/latest/reference/${name}.html`,
  };
}

/** The operations that do not succeed because of a policy of AWS about which there is a flaw already. */
export function withoutAwsPolicies(
  operations: readonly Operation[],
  decisions: ReadonlyMap<Question, Decision>,
  found: readonly Unexpected[],
): readonly Operation[] {
  const known = new Set(found.map(({ decision }) => idOf(allowingAwsPolicy(decision))));
  if (known.size === 0) return operations;
  return operations.filter(
    ({ questions }) =>
      !questions.some((question) => {
        const decision = decisions.get(question);
        const policy = decision && allowingAwsPolicy(decision);
        return policy !== undefined && known.has(idOf(policy));
      }),
  );
}

/** The policy of AWS that allows the caller the request. */
export function allowingAwsPolicy({ because }: Decision): DocumentName | undefined {
  return because
    .filter(({ layer, outcome }) => layer === "identity" && outcome === "allows")
    .flatMap(({ documents }) => documents)
    .find((document) => document.awsManaged !== undefined);
}

function idOf(policy: DocumentName | undefined): string {
  return policy ? `${policy.account} ${policy.name}` : "";
}
