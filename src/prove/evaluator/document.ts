import { inside, refuse, shown } from "../iam/errors";
import { type DocumentKind, type Statement, statement } from "./statement";

/** A document made ready to be asked. */
export interface Policy {
  readonly allows: readonly Statement[];
  readonly denies: readonly Statement[];
}

/** Documents are data that nobody changes, so each is read once for each way to use it. */
const ready: Partial<Record<DocumentKind, WeakMap<object, Policy>>> = {};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export function policy(document: object, kind: DocumentKind): Policy {
  const ofKind = (ready[kind] ??= new WeakMap());
  const before = ofKind.get(document);
  if (before) return before;
  const made = read(document, kind);
  ofKind.set(document, made);
  return made;
}

function read(document: object, kind: DocumentKind): Policy {
  for (const name of Object.keys(document))
    if (!["Version", "Id", "Statement"].includes(name)) refuse(`the element ${name} is unknown`);
  // Without a Version, a document is of the older version of the language.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
  const { Version: version = "2008-10-17", Statement: list } = document as Record<string, unknown>;
  if (version !== "2012-10-17" && version !== "2008-10-17")
    refuse(`the Version ${shown(version)} is unknown`);
  if (list === undefined) refuse("the document has no Statement");
  const elements: unknown[] = Array.isArray(list) ? list : [list];
  const statements = elements.map((element, index) =>
    inside(
      () => named(element, index),
      () => statement(element, kind, index, version === "2012-10-17"),
    ),
  );
  if (kind === "resource control") onlyDenies(statements, elements);
  return {
    allows: statements.filter(({ effect }) => effect === "Allow"),
    denies: statements.filter(({ effect }) => effect === "Deny"),
  };
}

/**
 * A resource control policy denies; the one that allows is AWS's own, which is attached everywhere and for good.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
function onlyDenies(statements: readonly Statement[], elements: readonly unknown[]): void {
  for (const { effect, index } of statements) {
    const { Action, Resource, Condition } = elements[index] as Record<string, unknown>;
    if (effect === "Allow" && (Action !== "*" || Resource !== "*" || Condition !== undefined))
      refuse(`${named(elements[index], index)}: a resource control policy can only deny`);
  }
}

function named(element: unknown, index: number): string {
  const sid = (element as { Sid?: unknown } | null)?.Sid;
  return `statement ${typeof sid === "string" && sid !== "" ? sid : String(index + 1)}`;
}
