/** Names of policies and statements in reports. */
import type { Finding } from "../prove/evaluator/decision";
import type { Proof } from "../prove/prove";

/** A policy of the stack. */
export interface NumberedDocument {
  /** From 1. */
  readonly number: number;
  /** `[1]` */
  readonly mark: string;
  /** `bucket policy of acme-source` */
  readonly name: string;
  readonly account: string;
  /** The Terraform address of the resource or output that has the policy. */
  readonly address: string;
}

/** The policies of a proof, numbered in the order of the Terraform. */
export class Documents {
  private readonly numbered = new Map<string, NumberedDocument>();

  constructor({ grants, decisions }: Pick<Proof, "grants" | "decisions">) {
    for (const { document, account, address } of grants) this.add(document, account, address);
    for (const { chain } of decisions.values())
      for (const { name, account, address, document } of chain.flatMap(({ documents }) => documents)) {
        if (address !== undefined && document !== undefined) this.add(name, account, address);
      }
  }

  get all(): NumberedDocument[] {
    return [...this.numbered.values()];
  }

  /** Undefined for a policy outside the stack, which the proof assumes. */
  find({
    name,
    account,
  }: Pick<Finding["documents"][number], "name" | "account">): NumberedDocument | undefined {
    return this.numbered.get(idOf(name, account));
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
  return sid ? sid : `statement ${index + 1}`;
}

function idOf(name: string, account: string): string {
  return `${account} ${name}`;
}
