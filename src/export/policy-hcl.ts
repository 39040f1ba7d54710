/** Policy documents as HCL. */
import * as hcl from "./hcl/hcl";

/** The comment above each statement, by its Sid: the reason and the AWS page. */
type StatementComments = Readonly<Record<string, string>>;

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
 * A policy document as the value of a local: `jsonencode({ … })`, so that plans and tests can show every statement.
 * https://developer.hashicorp.com/terraform/language/functions/jsonencode
 *
 * @throws if a comment is for a statement that the document does not have
 */
export function policyDocument(document: hcl.ValueMap, comments: StatementComments = {}): hcl.Expression {
  const { Statement: statements } = document;
  const listed = statements !== undefined && hcl.isList(statements) ? statements : [];
  const sids = new Set(listed.map(sidOf));
  const unknown = Object.keys(comments).filter((sid) => !sids.has(sid));
  if (unknown.length > 0)
    throw new Error(
      `the policy document has no statement ${unknown.map((sid) => JSON.stringify(sid)).join(", ")} to comment; correct the Sid or remove the comment`,
    );

  const commented = hcl.renderList(listed.map((statement) => renderStatement(statement, comments)));
  const Statement = listed.length > 0 ? hcl.hclExpression(commented) : statements;
  const entries = hcl.renderEntries(hcl.inOrder(DOCUMENT, { ...document, Statement }));
  return hcl.hclExpression(`jsonencode(${hcl.renderMap(entries)})`);
}

function renderStatement(statement: hcl.Value, comments: StatementComments): string {
  const rendered = hcl.renderValue(hcl.isMap(statement) ? hcl.inOrder(STATEMENT, statement) : statement);
  const sid = sidOf(statement);
  const comment = sid !== undefined && Object.hasOwn(comments, sid) ? comments[sid] : undefined;
  return comment === undefined ? rendered : `${hcl.renderComment(comment)}\n${rendered}`;
}

function sidOf(statement: hcl.Value): string | undefined {
  return hcl.isMap(statement) && typeof statement.Sid === "string" ? statement.Sid : undefined;
}
