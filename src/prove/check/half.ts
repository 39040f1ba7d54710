/**
 * Whether some of what an operation needs was granted on purpose and the rest was not. Broad grants, such as `s3:*` or
 * `Resource: "*"`, grant nothing in particular: that they lack something is no mistake.
 */
import { accountOf } from "../../aws/arn";
import type { Bucket } from "../../estate/estate";
import { RULES } from "../evaluator/rules";
import type { Decision, Finding } from "../evaluator/decision";
import type { Judgement } from "../evaluator/judge";
import { parseDocument, parseReadable, type Statement } from "../iam/statement";
import { matches, pattern } from "../iam/wildcard";
import type { Question } from "../proof/operation";
import { names } from "../proof/superfluous-principals";
import type { Answered } from "./answered";
import type { Caller } from "./callers";
import type { Half } from "./description";
import type { EstateJudge } from "./estate-judge";
import { isWithin, organizationsOf } from "./organizations";

interface Where {
  readonly caller: Caller;
  readonly bucket: Bucket;
  readonly judge: EstateJudge;
}

/**
 * @param asked an operation that does not work
 * @param all everything that was asked about the principal and the bucket
 */
export function halfOf(asked: Answered, all: readonly Answered[], where: Where): Half | undefined {
  const refused = refusedOf(asked);
  if (refused.every(({ question }) => isOtherContext(question, asked, all))) return undefined;
  if (isKeyMissing(asked, where)) return "key";
  if (isWithinWider(asked, all)) return undefined;
  if (isHalfWay(refused, where)) return "one side";
  const isMistake = ({ question, decision }: Refused) =>
    !worksBeside(question, asked, all) && defeatsGrant(question, decision, where);
  const mistakes = refused.filter(isMistake);
  const others = refused.filter((each) => !mistakes.includes(each));
  return mistakes.length > 0 && others.every(isOfKms) ? "denied" : undefined;
}

interface Refused {
  readonly question: Question;
  readonly decision: Decision;
}

function refusedOf({ questions, judgements }: Answered): Refused[] {
  return questions.flatMap((question, index) => {
    const decision = judgements[index]?.decision;
    return decision && !decision.allowed ? [{ question, decision }] : [];
  });
}

/** S3's actions are allowed on purpose, and KMS's are not. */
function isKeyMissing({ questions, judgements }: Answered, where: Where): boolean {
  const isS3 = (_: Judgement, index: number) => questions[index]?.authorization.action.startsWith("s3:");
  const s3 = judgements.filter(isS3);
  return (
    s3.length > 0 &&
    s3.length < judgements.length &&
    s3.every(({ decision }) => decision?.allowed) &&
    s3.some(({ decision }) => decision?.because.some((finding) => isMeant(finding, where))) &&
    !judgements.some((judgement) => isForPart(judgement, where))
  );
}

/** The policy of a key that refuses an organization lets in accounts, roles, OUs or teams: somebody chose among it. */
function isForPart({ decision }: Judgement, { caller: { principal }, bucket }: Where): boolean {
  if (principal.kind !== "organization" || !decision || decision.allowed) return false;
  return decision.because.some(({ layer, documents: [attached] }) => {
    if (layer !== "resource" || !attached?.document) return false;
    const isElsewhere = (account: string | undefined) => account !== attached.account;
    return parseReadable(attached.document)
      .statements.filter(({ effect }) => effect === "Allow")
      .some((statement) => {
        const { accounts, arns } = statement.principals;
        return (
          accounts.some(isElsewhere) ||
          arns.some((arn) => isElsewhere(accountOf(arn))) ||
          organizationsOf(statement, bucket.account.partition).some(
            (part) => part !== principal.arn && isWithin(part, principal.arn),
          )
        );
      });
  });
}

/** The same works for other objects that the pattern covers: the policies of one side limit what those of the other allow. */
function isWithinWider(asked: Answered, all: readonly Answered[]): boolean {
  const tokens = pattern(asked.pattern);
  return all.some(
    (each) =>
      isSame(each, asked) &&
      each.pattern !== asked.pattern &&
      matches(tokens, each.pattern) &&
      each.judgements.every(({ decision }) => decision?.allowed),
  );
}

/** Conditions on the encryption context let the key be used for other objects. */
function isOtherContext(question: Question, asked: Answered, all: readonly Answered[]): boolean {
  return question.authorization.action.startsWith("kms:") && worksBeside(question, asked, all);
}

/** The action is allowed for a wider pattern or a narrower one: somebody left this part out, or just the rest, on purpose. */
function worksBeside(
  { authorization }: Question,
  { pattern: own }: Answered,
  all: readonly Answered[],
): boolean {
  return all.some(
    (each) =>
      each.pattern !== own &&
      (matches(pattern(each.pattern), own) || matches(pattern(own), each.pattern)) &&
      each.questions.some(
        (question, index) =>
          question.authorization.action === authorization.action && each.judgements[index]?.decision?.allowed,
      ),
  );
}

function isSame(one: Answered, other: Answered): boolean {
  return one.title === other.title && one.variant === other.variant;
}

/** Across accounts, the grant of one side names the action, and both the principal and the resource; the other side lacks it. */
function isOneSided({ rule, explicit, because, chain }: Decision, where: Where): boolean {
  if (explicit || rule !== RULES.crossAccount) return false;
  // If both sides allow it, what limits the caller refuses it on purpose.
  if (!because.some(({ layer }) => layer === "identity" || layer === "resource")) return false;
  return chain.some((finding) => finding.outcome === "allows" && isExplicit(finding, where));
}

/** One side grants what the other lacks. An action of S3 that nobody grants, such as that for tags, was not meant. */
function isHalfWay(refused: readonly Refused[], where: Where): boolean {
  const oneSided = refused.filter(({ decision }) => isOneSided(decision, where));
  const others = refused.filter((each) => !oneSided.includes(each));
  return oneSided.length > 0 && others.every(isOfKms);
}

function isOfKms({ question }: Refused): boolean {
  return question.authorization.action.startsWith("kms:");
}

/** A Deny is all that stands against a grant that names the action. */
function defeatsGrant(
  { actor, authorization }: Question,
  { explicit, because }: Decision,
  where: Where,
): boolean {
  const [{ layer, documents: [denying], statement } = NOTHING] = because;
  if (!explicit || !statement || !denying?.document || (layer !== "identity" && layer !== "resource"))
    return false;
  const ignoredStatement = { document: denying.document, index: statement.index };
  const { decision } = where.judge.judge({ ...where.caller, actor }, authorization, { ignoredStatement });
  return decision?.allowed === true && decision.because.some((finding) => isExplicit(finding, where));
}

const NOTHING: Pick<Finding, "layer" | "documents" | "statement"> = { layer: "resource", documents: [] };

function isExplicit(finding: Finding, where: Where): boolean {
  return namesAction(finding) && isSpecific(finding, where);
}

/**
 * Somebody wrote it for this purpose: it names the action or the resource. What a bucket allows everyone, such as all of an
 * organization, is not meant for anybody in particular, whose own policies may lack the key.
 */
function isMeant(finding: Finding, where: Where): boolean {
  if (finding.outcome !== "allows" || finding.documents[0]?.awsManaged !== undefined) return false;
  if (isSpecific(finding, where)) return true;
  return (finding.namedAs !== "everyone" || isForOrganization(finding, where)) && namesAction(finding);
}

function isForOrganization(finding: Finding, { caller: { principal }, bucket }: Where): boolean {
  const statement = statementOf(finding);
  if (principal.kind !== "organization" || !statement) return false;
  return organizationsOf(statement, bucket.account.partition).some((wide) => isWithin(principal.arn, wide));
}

function namesAction(finding: Finding): boolean {
  return statementOf(finding)?.actions.some((action) => !/[*?]/.test(action)) ?? false;
}

/** An identity policy that names the bucket or the key; a resource's policy that names the principal. */
function isSpecific(finding: Finding, { caller: { actor }, bucket }: Where): boolean {
  const statement = statementOf(finding);
  if (!statement) return false;
  if (finding.layer === "identity")
    return statement.resources.some(
      (resource) => resource.includes(bucket.name) || /:key\/[^*?]/.test(resource),
    );
  if (finding.layer !== "resource") return false;
  if (finding.namedAs === "role" || finding.namedAs === "user" || finding.namedAs === "session") return true;
  return statement.requiredPrincipals?.some((each) => names(each, actor)) ?? false;
}

function statementOf({ documents: [attached], statement }: Finding): Statement | undefined {
  return statement && attached?.document && parseDocument(attached.document).statements[statement.index];
}
