/** The policies in an HTML report, each statement with an id to link to. */
import type { Document } from "../../prove/iam/documents";
import type { PolicyView, ReasonView, UseView } from "./page";

/** How an answer names a statement. */
interface Named {
  readonly name: string;
  readonly account: string;
  readonly address?: string | undefined;
}

export class Policies {
  private readonly ids = new Map<string, string>();

  constructor(
    private readonly documents: readonly Document[],
    private readonly section: string,
  ) {
    for (const [number, document] of documents.entries()) {
      const id = `${section}-policy-${number + 1}`;
      this.ids.set(idOf(document), id);
      // A managed policy has a name of its own for each principal.
      if (!this.ids.has(document.address)) this.ids.set(document.address, id);
    }
  }

  /** A statement as a reason, linked if its policy is in the report. */
  reason(
    { name, account, address }: Named,
    statement: { readonly index: number; readonly label: string },
  ): ReasonView {
    const policy = this.ids.get(`${account} ${name}`) ?? this.ids.get(address ?? "");
    const text = `${statement.label} in the ${name}`;
    return policy === undefined ? { text } : { text, statement: `${policy}-${statement.index + 1}` };
  }

  /** @param usesOf what each action of a statement is needed for, if that is known */
  views(usesOf: (document: Document, index: number) => readonly UseView[]): PolicyView[] {
    return this.documents.map((document) => {
      const id = this.ids.get(idOf(document)) ?? this.section;
      return {
        id,
        name: document.title,
        about: [document.account && `account ${document.account.id}`, document.address]
          .filter((text) => text !== undefined)
          .join(", "),
        statements: document.statements.map(({ index, label, raw }) => ({
          id: `${id}-${index + 1}`,
          name: label,
          json: JSON.stringify(raw, undefined, 2),
          uses: usesOf(document, index),
        })),
      };
    });
  }
}

function idOf({ title, account }: Document): string {
  return `${account?.id} ${title}`;
}
