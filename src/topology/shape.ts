import type { z } from "zod";
import { list, quote, suggestionFor } from "../messages/wording";
import { mappingFor } from "./mapping-for";
import { notOffered } from "./not-offered";
import { topologyFileSchema } from "./topology";
import { truthOf } from "./truth";
import type { Finding, Path, YamlFile } from "./yaml-file";

type Issue = z.core.$ZodIssue;

/** Examples for messages about missing fields. */
const EXAMPLES: Readonly<Record<string, string>> = {
  accounts: 'accounts: { source: { id: "111122223333", region: us-east-1 } }',
  buckets: "buckets: { source: { account: source, name: acme-source } }",
  id: 'id: "111122223333"',
  region: "region: us-east-1",
  account: "account: source",
  name: "name: acme-source",
  principal: "principal: porter",
  bucket: "bucket: source",
  allow: "allow: read",
  from: "from: source",
  to: "to: destination",
  role_arn: "role_arn: arn:aws:iam::111122223333:role/Deployer",
  organization: "organization: acme",
  workspace: "workspace: s3",
};

/** Finds problems of single keys and values. `rules/` finds those that involve several fields. */
export function shapeFindings(yaml: YamlFile): Finding[] {
  return shapeFindingsOf(topologyFileSchema, yaml);
}

/** The same for a file with another schema. */
export function shapeFindingsOf(schema: z.ZodType, yaml: YamlFile): Finding[] {
  const result = schema.safeParse(yaml.value);
  return result.success ? [] : result.error.issues.flatMap((issue) => findings(issue, [], yaml));
}

function findings(issue: Issue, base: Path, yaml: YamlFile): Finding[] {
  const path = [...base, ...(issue.path as Path)];
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKeys(path, issue.keys, issue.message);
    case "invalid_union":
      return unionFindings(issue, path, yaml);
    default:
      return [finding(issue, path, yaml)];
  }
}

/**
 * Keys of one mapping that have the same answer are one mistake.
 *
 * @param allowed keys, separated by commas
 */
function unknownKeys(path: Path, keys: readonly string[], allowed: string): Finding[] {
  const at = (key: string) => ({ path: [...path, key], id: "unknown-key", atKey: true, isUnknownKey: true });
  const answers = new Map<string, string[]>();
  const misspelt: Finding[] = [];
  for (const key of keys) {
    const answer = notOffered(path, key);
    if (answer !== undefined) answers.set(answer, [...(answers.get(answer) ?? []), key]);
    else
      misspelt.push({
        ...at(key),
        message: `unknown key ${quote(key)}; allowed are ${allowed}`,
        suggestion: suggestionFor(key, allowed.split(", ")),
      });
  }
  const answered = [...answers].map(([answer, alike]): Finding => {
    const named = alike.map((key) => quote(key));
    return {
      ...at(alike[0] as string),
      message: `unknown ${alike.length === 1 ? "key" : "keys"} ${list(named, "and")}; ${answer}`,
    };
  });
  return [...misspelt, ...answered];
}

/** Reports the problems of the alternative that has the type of the found value. */
function unionFindings(
  issue: Extract<Issue, { code: "invalid_union" }>,
  path: Path,
  yaml: YamlFile,
): Finding[] {
  const found = valueAt(yaml.value, path);
  if (found === undefined) return [finding(issue, path, yaml)];
  const isOfOtherType = ({ code, path: at }: Issue) =>
    at.length === 0 && (code === "invalid_type" || (code === "invalid_value" && typeof found === "object"));
  const meant = issue.errors.find((issues) => !issues.some(isOfOtherType));
  if (meant) return meant.flatMap((inner) => findings(inner, path, yaml));
  const expected = issue.errors
    .flat()
    .map((inner) => (inner.code === "invalid_type" ? typeName(inner.expected) : "a word"));
  return [{ id: "wrong-type", path, message: mustBe(expected.join(" or "), found) }];
}

function finding(issue: Issue, path: Path, yaml: YamlFile): Finding {
  const found = valueAt(yaml.value, path);
  if (found === undefined)
    return {
      id: "missing-key",
      path,
      message: missing(String(path.at(-1))),
      missingIn: path.slice(0, -1),
    };
  switch (issue.code) {
    case "invalid_type":
      return {
        id: "wrong-type",
        path,
        message: `${wrongType(issue.expected, found, yaml.source(path))}${adviceFor(path, found, issue.expected)}`,
      };
    case "invalid_value": {
      const allowed = issue.values.map(String);
      const answer = notOffered(path, String(found));
      const message = `unknown value ${quote(found)}; allowed are ${allowed.join(", ")}`;
      if (answer !== undefined) return { id: "unknown-value", path, message: `${message}; ${answer}` };
      return {
        id: "unknown-value",
        path,
        message,
        suggestion: typeof found === "string" ? suggestionFor(found, allowed) : undefined,
      };
    }
    case "too_small":
    case "too_big":
      return { id: "invalid-value", path, message: outOfBounds(found, issue) };
    case "invalid_format":
      return {
        id: "invalid-value",
        path,
        message: `${quote(found)} must be a URL, such as "http://127.0.0.1:5000"`,
      };
    default: {
      const answer = notOffered(path, String(found));
      if (answer !== undefined)
        return { id: "invalid-value", path, message: `${quote(found)} cannot be named here; ${answer}` };
      const isScalar = typeof found !== "object";
      return {
        id: "invalid-value",
        path,
        message: isScalar ? `${quote(found)} ${issue.message}` : issue.message,
      };
    }
  }
}

function missing(field: string): string {
  const example = EXAMPLES[field];
  return `${quote(field)} is missing${example === undefined ? "" : `; write, for example, ${example}`}`;
}

/** What to write instead: of a list or a mapping where only text is allowed, of text where only a list or a boolean is. */
function adviceFor(path: Path, found: unknown, expected: string): string {
  if (expected === "array" && typeof found === "string") return `; write [${quote(found)}]`;
  const mapping =
    (expected === "object" || expected === "record") && (typeof found !== "object" || Array.isArray(found));
  const meant = mapping ? mappingFor(path, found) : undefined;
  if (meant !== undefined) return `; ${meant}`;
  if (Array.isArray(found) && path[0] === "principals" && ONE_EACH.has(String(path[2])))
    return `; write one entry of "principals" for each, and one entry of "access" for each of these`;
  if (expected === "boolean" && typeof found === "string") {
    const truth = truthOf(found);
    return truth === undefined ? "" : `; write ${truth}`;
  }
  if (Array.isArray(found) && ["access", "replication"].includes(String(path[0])))
    return `; write one entry of ${quote(path[0])} for each`;
  const words = typeof found === "object" && found !== null ? Object.keys(found) : [];
  const answer = words.map((word) => notOffered(path, word)).find((each) => each !== undefined);
  return answer === undefined ? "" : `; ${answer}`;
}

/** Fields of principals that name one thing. */
const ONE_EACH: ReadonlySet<string> = new Set([
  "role",
  "user",
  "permission_set",
  "organization",
  "service",
  "account",
]);

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  object: "a mapping",
  record: "a mapping",
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
};

/** Without quotes, YAML does not read `0123`, `yes` and `null` as text. */
function wrongType(expected: string, found: unknown, source: string | undefined): string {
  if (expected === "string" && source && typeof found !== "string") {
    return `found ${found === null ? "the word" : typeOf(found)} ${source} without quotes; write it as text: "${source}"`;
  }
  return mustBe(typeName(expected), found);
}

function mustBe(expected: string, found: unknown): string {
  return found === null
    ? `must be ${expected}, found nothing`
    : `must be ${expected}, found ${typeOf(found)} ${quote(found)}`;
}

function typeName(expected: string): string {
  return TYPE_NAMES[expected] ?? expected;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "the list";
  return (
    { string: "the text", number: "the number", boolean: "the word", object: "the mapping" }[
      typeof value as string
    ] ?? typeof value
  );
}

function outOfBounds(found: unknown, issue: Extract<Issue, { code: "too_small" | "too_big" }>): string {
  if (typeof found !== "number")
    return found === "" || Array.isArray(found)
      ? "must not be empty"
      : `is longer than ${bound(issue)} characters`;
  return `${found} is ${issue.code === "too_small" ? `less than ${bound(issue)}` : `more than ${bound(issue)}`}`;
}

function bound(issue: Extract<Issue, { code: "too_small" | "too_big" }>): string {
  return String(issue.code === "too_small" ? issue.minimum : issue.maximum);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, segment) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, segment)
        ? at[segment as keyof typeof at]
        : undefined,
    value,
  );
}
