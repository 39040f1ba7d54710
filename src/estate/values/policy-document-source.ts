import type { OneOrMore, RawPolicyDocument, RawPrincipal, RawStatement } from "../policy-document";
import { type Json, objects, text } from "./json";
import { UNKNOWN } from "./terraform-values";

/** A policy of which some statements can be missing. */
export interface PartialDocument {
  readonly document: RawPolicyDocument;
  /** What is missing, as a clause. Absent if the document is whole. */
  readonly missing?: string;
}

/** A source or an override: undefined if nothing of it is known. */
type Part = PartialDocument | undefined;

/**
 * Renders the data source `aws_iam_policy_document`, which Terraform reads late if any of its arguments is known only
 * after apply. Statements with an unknown element are left out.
 *
 * @param values its arguments
 * @param documents the sources and overrides in an argument
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function renderPolicyDocument(
  values: Json,
  documents: (argument: string) => readonly Part[],
): PartialDocument {
  const merged = new Merged();
  for (const each of [...documents("source_json"), ...documents("source_policy_documents")]) merged.add(each);
  merged.addOwn(values);
  for (const each of [...documents("override_policy_documents"), ...documents("override_json")])
    merged.add(each);
  return merged.result();
}

/** A statement; undefined if an element is unknown. */
interface Slot {
  readonly sid: string;
  readonly statement: RawStatement | undefined;
}

/** A later statement replaces an earlier one with the same sid. */
class Merged {
  private slots: Slot[] = [];
  private version: RawPolicyDocument["Version"];
  private id?: string;
  private readonly reasons: string[] = [];

  add(part: Part): void {
    if (part === undefined || part.missing !== undefined) {
      this.replaceAny(part?.missing ?? "a document that it contains is known only after apply");
    }
    if (part === undefined) return;
    const { Version: version = "2008-10-17", Id: id, Statement: statements } = part.document;
    this.merge(
      version,
      id,
      statements.map((statement) => ({ sid: statement.Sid ?? "", statement })),
    );
  }

  addOwn({ version, policy_id: id, statement }: Json): void {
    const isOld = version === "2008-10-17";
    if (version === UNKNOWN) this.reasons.push("its version is known only after apply");
    if (statement === UNKNOWN) return this.replaceAny("its statements are known only after apply");
    const slots = (Array.isArray(statement) ? (statement as unknown[]) : []).map((each, index): Slot => {
      if (each === UNKNOWN) {
        this.reasons.push(`its statement ${index + 1} is known only after apply`);
        return { sid: "", statement: undefined };
      }
      const [block = {}] = objects([each]);
      const [unknown] = unknownElements(block);
      const sid = text(block.sid);
      if (unknown === undefined) return { sid, statement: statementOf(block) };
      const name = sid === "" ? String(index + 1) : JSON.stringify(sid);
      this.reasons.push(`the ${unknown} of its statement ${name} are known only after apply`);
      return { sid, statement: undefined };
    });
    this.merge(isOld ? "2008-10-17" : "2012-10-17", text(id), slots);
  }

  result(): PartialDocument {
    const statements = this.slots.flatMap(({ statement }) => statement ?? []);
    return {
      document: {
        ...(this.version !== undefined && { Version: this.version }),
        ...(this.id !== undefined && { Id: this.id }),
        Statement: statements,
      },
      ...(this.reasons.length > 0 && { missing: [...new Set(this.reasons)].join(", and ") }),
    };
  }

  /** What is not known can replace any statement that has a sid. */
  private replaceAny(why: string): void {
    this.reasons.push(why);
    this.slots = this.slots.map(({ sid, statement }) => ({
      sid,
      statement: sid === "" ? statement : undefined,
    }));
  }

  private merge(version: "2008-10-17" | "2012-10-17", id: string | undefined, slots: readonly Slot[]): void {
    if (id !== undefined && id !== "") this.id = id;
    if (this.version === undefined || version > this.version) this.version = version;
    for (const slot of slots) {
      const same = slot.sid === "" ? -1 : this.slots.findIndex(({ sid }) => sid === slot.sid);
      if (same === -1) this.slots.push(slot);
      else this.slots[same] = slot;
    }
  }
}

/** The names of the elements that contain something unknown. */
function unknownElements(block: Json): string[] {
  return Object.keys(block).filter((name) => containsUnknown(block[name]));
}

function containsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(containsUnknown);
}

function statementOf(block: Json): RawStatement {
  const { sid, effect, condition } = block;
  const conditions = conditionsOf(objects(condition));
  return {
    ...(text(sid) !== "" && { Sid: text(sid) }),
    Effect: effect === "Deny" ? "Deny" : "Allow",
    ...list("Action", block.actions),
    ...list("NotAction", block.not_actions),
    ...list("Resource", withVariables(block.resources)),
    ...list("NotResource", withVariables(block.not_resources)),
    ...principals("Principal", objects(block.principals)),
    ...principals("NotPrincipal", objects(block.not_principals)),
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}

function list<Name extends string>(name: Name, values: unknown): Partial<Record<Name, OneOrMore>> {
  const items = Array.isArray(values) ? values.map(String) : [];
  return items.length === 0 ? {} : ({ [name]: oneOrMore(items) } as Record<Name, OneOrMore>);
}

function oneOrMore(items: readonly string[]): OneOrMore {
  return items.length === 1 ? (items[0] as string) : items;
}

/** `&{` is how a configuration writes the `${` of a policy variable. */
function withVariables(values: unknown): string[] {
  return Array.isArray(values) ? values.map((each) => String(each).replaceAll("&{", () => "${")) : [];
}

function principals<Name extends string>(
  name: Name,
  blocks: readonly Json[],
): Partial<Record<Name, RawPrincipal>> {
  if (blocks.length === 0) return {};
  const byType = new Map<string, string[]>();
  for (const { type, identifiers } of blocks)
    byType.set(text(type), [...(byType.get(text(type)) ?? []), ...withVariables(identifiers)]);
  const isEverybody = byType.get("*")?.includes("*") === true;
  const value = isEverybody
    ? "*"
    : Object.fromEntries([...byType].map(([type, identifiers]) => [type, oneOrMore(identifiers)]));
  return { [name]: value } as Record<Name, RawPrincipal>;
}

/** Conditions with the same operator and key have all of their values. */
function conditionsOf(blocks: readonly Json[]): Record<string, Record<string, OneOrMore>> {
  const found = new Map<string, Map<string, string[]>>();
  for (const { test, variable, values } of blocks) {
    const ofTest = found.get(text(test)) ?? new Map<string, string[]>();
    found.set(text(test), ofTest);
    ofTest.set(text(variable), [...(ofTest.get(text(variable)) ?? []), ...withVariables(values)]);
  }
  return Object.fromEntries(
    [...found].map(([test, keys]) => [
      test,
      Object.fromEntries([...keys].map(([key, values]) => [key, oneOrMore(values)])),
    ]),
  );
}
