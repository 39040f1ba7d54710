/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules_creating */
export function iamTagKeyProblem(value: string): string | undefined {
  if (value.length < 1 || value.length > 128)
    return `must be 1 to 128 characters long, found ${value.length}`;
  if (/^aws:/i.test(value)) return 'must not begin with "aws:", which AWS reserves';
  return stray(value);
}

/** Unlike a key, a value can be empty. */
export function iamTagValueProblem(value: string): string | undefined {
  if (value.length > 256) return `must be at most 256 characters long, found ${value.length}`;
  return stray(value);
}

function stray(value: string): string | undefined {
  const found = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/u.exec(value)?.[0];
  return found === undefined
    ? undefined
    : `can contain only letters, digits, spaces and _.:/=+-@, found ${JSON.stringify(found)}`;
}
