import { renderComment } from "./comment";
import { unknownSids } from "./errors";
import { type Expression, hclExpression } from "./expression";
import { inOrder } from "./order";
import {
  isList,
  isMap,
  renderEntries,
  renderList,
  renderMap,
  renderValue,
  type Value,
  type ValueMap,
} from "./value";

/** What to say above a statement, by its Sid: the reason and the AWS page. */
export type StatementComments = Readonly<Record<string, string>>;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
const DOCUMENT = ["Version", "Id", "Statement"];
const STATEMENT = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/**
 * A policy document as the value of a local: `jsonencode({ … })`, which a plan shows and a test can assert, statement
 * by statement.
 * https://developer.hashicorp.com/terraform/language/functions/jsonencode
 *
 * @throws if a comment is for a statement that the document does not have
 */
export function policyDocument(document: ValueMap, comments: StatementComments = {}): Expression {
  const { Statement: statements } = document;
  const listed = statements !== undefined && isList(statements) ? statements : [];
  const sids = new Set(listed.map(sidOf));
  const unknown = Object.keys(comments).filter((sid) => !sids.has(sid));
  if (unknown.length > 0) throw unknownSids(unknown);

  const commented = renderList(listed.map((statement) => renderStatement(statement, comments)));
  const Statement = listed.length > 0 ? hclExpression(commented) : statements;
  const entries = renderEntries(inOrder(DOCUMENT, { ...document, Statement }));
  return hclExpression(`jsonencode(${renderMap(entries)})`);
}

function renderStatement(statement: Value, comments: StatementComments): string {
  const hcl = renderValue(isMap(statement) ? inOrder(STATEMENT, statement) : statement);
  const sid = sidOf(statement);
  const comment = sid !== undefined && Object.hasOwn(comments, sid) ? comments[sid] : undefined;
  return comment === undefined ? hcl : `${renderComment(comment)}\n${hcl}`;
}

function sidOf(statement: Value): string | undefined {
  return isMap(statement) && typeof statement.Sid === "string" ? statement.Sid : undefined;
}
