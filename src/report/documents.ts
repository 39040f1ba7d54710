/** What a report calls policies and their statements. */
import type { RawPolicyDocument } from "../estate/policy-document";
import type { Finding } from "../prove/evaluator/decision";
import type { Grant, Proof } from "../prove/prove";

type Named = Finding["documents"][number];

/** A policy of the stack. */
export interface NumberedDocument {
  /** From 1. */
  readonly number: number;
  /** `[1]` */
  readonly mark: string;
  /** `bucket policy of acme-source` */
  readonly name: string;
  readonly account: string;
  /** The Terraform address of what it is an argument of. */
  readonly address: string;
}

/** The policies of a proof, numbered in the order in which they stand in the Terraform. */
export class Documents {
  private readonly numbered = new Map<string, NumberedDocument>();
  private readonly contents = new Map<string, RawPolicyDocument>();

  constructor({ grants, decisions }: Pick<Proof, "grants" | "decisions">) {
    for (const { document, account, address } of grants) this.add(document, account, address);
    for (const { chain } of decisions.values())
      for (const { name, account, address, document } of chain.flatMap(({ documents }) => documents)) {
        if (address === undefined || document === undefined) continue;
        this.add(name, account, address);
        this.contents.set(idOf(name, account), document as RawPolicyDocument);
      }
  }

  get all(): NumberedDocument[] {
    return [...this.numbered.values()];
  }

  /** Undefined for what is no policy of the stack but assumed of people outside of it. */
  find({ name, account }: Pick<Named, "name" | "account">): NumberedDocument | undefined {
    return this.numbered.get(idOf(name, account));
  }

  /** Its Sid, or its position. */
  statementOf({ document, account, statement }: Grant): string {
    const position = this.contents.get(idOf(document, account))?.Statement.indexOf(statement) ?? -1;
    return statementName({ sid: statement.Sid, index: position });
  }

  private add(name: string, account: string, address: string): void {
    const id = idOf(name, account);
    if (this.numbered.has(id)) return;
    const number = this.numbered.size + 1;
    this.numbered.set(id, { number, mark: `[${number}]`, name, account, address });
  }
}

/** A statement's Sid, or its position from 1. */
export function statementName({ sid, index }: NonNullable<Finding["statement"]>): string {
  if (sid !== undefined && sid !== "") return sid;
  return index < 0 ? "a statement without Sid" : `statement ${index + 1}`;
}

function idOf(name: string, account: string): string {
  return `${account} ${name}`;
}
