/** What a word means that stands where YAML has `true` or `false`; undefined for any other text. */
export function truthOf(word: string): boolean | undefined {
  if (/^(yes|y|on|true)$/i.test(word)) return true;
  return /^(no|n|off|false)$/i.test(word) ? false : undefined;
}
