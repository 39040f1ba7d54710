import { alignEntries, type Entry, indent } from "./layout";

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
}

/** Paragraphs, with an empty line between them. */
export type Body = readonly Paragraph[];

/** Attributes that belong together, or one nested block. */
export type Paragraph = readonly Entry[] | Block;

/** https://developer.hashicorp.com/terraform/language/syntax/configuration#blocks */
export function renderBlock({ type, labels, body }: Block): string {
  const header = [type, ...labels.map((label) => `"${label}"`)].join(" ");
  const paragraphs = body.map(renderParagraph).filter((text) => text !== "");
  return paragraphs.length === 0 ? `${header} {}` : `${header} {\n${indent(paragraphs.join("\n\n"))}\n}`;
}

function renderParagraph(paragraph: Paragraph): string {
  return isBlock(paragraph) ? renderBlock(paragraph) : alignEntries(paragraph);
}

function isBlock(paragraph: Paragraph): paragraph is Block {
  return "body" in paragraph;
}
