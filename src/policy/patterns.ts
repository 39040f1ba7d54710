/** Whether each is covered by one of the patterns, in which `*` stands for any text. They can be patterns too. */
export function areLike(values: readonly string[], patterns: readonly string[]): boolean {
  const expressions = patterns.map((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`);
  });
  return values.every((value) => expressions.some((expression) => expression.test(value)));
}
