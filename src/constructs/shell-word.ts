import { joined, mapped, type Part, partsOf, replaced, type Text } from "../topology/text";

/** Text quoted as one word of a shell command. */
export function word(text: Text): Text {
  if (text !== "" && partsOf(text).every(isWord)) return text;
  const quoted = mapped(text, (part) => (isWord(part) ? part : replaced(part, "'", `'\\''`)));
  return joined(["'", quoted, "'"], "");
}

/** Whether a shell reads it as part of a word without quotes. */
function isWord(part: Part): boolean {
  if (typeof part === "string") return /^[\w@%+=:,./-]*$/.test(part);
  return part.kind === "reference" && part.isWord;
}
