import type { RequestContext } from "./context";
import { refuse, shown } from "../iam/errors";
import { ANY, literal, matches, ONE, type Pattern } from "../iam/wildcard";

/** Text of a policy, with its variables not yet replaced. */
export type Template = readonly Piece[];
type Piece = string | Variable | typeof ANY | typeof ONE;

interface Variable {
  readonly key: string;
  readonly fallback: string | undefined;
  /** Whether a wildcard in its place would be one. */
  readonly inPattern: boolean;
}

/** What the text of a policy can contain besides plain text. */
export interface Syntax {
  /** Only version 2012-10-17 of the language has variables. In earlier versions, `${` is text. */
  readonly variables: boolean;
  readonly wildcards: boolean;
}

/**
 * `${*}`, `${?}` and `${$}` are the characters themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function parseTemplate(text: string, { variables, wildcards }: Syntax): Template {
  if (!SPECIAL.test(text)) return text === "" ? [] : [text];
  const pieces: Piece[] = [];
  let plain = "";
  const flush = () => {
    if (plain !== "") pieces.push(plain);
    plain = "";
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (variables && character === "$" && text.charAt(at + 1) === "{") {
      const found = VARIABLE.exec(text.slice(at)) ?? refuse(`${shown(text)} has a malformed policy variable`);
      const [whole, special, key, fallback] = found;
      if (special !== undefined) plain += special;
      else {
        flush();
        pieces.push({ key: (key as string).toLowerCase(), fallback, inPattern: wildcards });
      }
      at += whole.length - 1;
    } else if (wildcards && (character === "*" || character === "?")) {
      flush();
      pieces.push(character === "*" ? ANY : ONE);
    } else {
      plain += character;
    }
  }
  flush();
  return pieces;
}

/** Most texts have no variables or wildcards. */
const SPECIAL = /[*?$]/;

/** `${*}`, `${aws:username}`, or `${aws:PrincipalTag/team, 'company-wide'}`. */
const VARIABLE = /^\$\{(?:([*?$])|([^{}',$:]+:[^{}',$]+)(?:, '([^']*)')?)\}/;

/**
 * Compares values with the template. A variable without a value equals nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
export function templateTest(template: Template): (value: string, context: RequestContext) => boolean {
  const [first, second] = template;
  if (template.length === 0) return (value) => value === "";
  if (first === ANY && template.length === 1) return () => true;
  if (typeof first === "string" && template.length === 1) return (value) => value === first;
  if (typeof first === "string" && second === ANY && template.length === 2)
    return (value) => value.startsWith(first);
  if (!template.some((piece) => typeof piece === "object")) {
    const fixed = tokens(template, undefined) as Pattern;
    return (value) => matches(fixed, value);
  }
  return (value, context) => {
    const resolved = tokens(template, context);
    return resolved !== undefined && matches(resolved, value);
  };
}

/** The template as plain text, for an operator without wildcards. */
export function templateText(template: Template, context: RequestContext): string | undefined {
  const [only] = template;
  if (template.length === 1 && typeof only === "string") return only;
  const resolved = tokens(template, context);
  return resolved && String.fromCharCode(...resolved);
}

/** The template as a pattern; undefined if a variable has no value. */
export function tokens(template: Template, context: RequestContext | undefined): number[] | undefined {
  const resolved: number[] = [];
  for (const piece of template) {
    if (typeof piece === "number") resolved.push(piece);
    else if (typeof piece === "string") resolved.push(...literal(piece));
    else {
      const value = context && resolve(piece, context);
      if (value === undefined) return undefined;
      // AWS does not say whether a wildcard in the value of a variable is a wildcard.
      if (piece.inPattern && /[*?]/.test(value))
        refuse(`the value of \${${piece.key}} is ${shown(value)}, and a policy uses it as part of a pattern`);
      resolved.push(...literal(value));
    }
  }
  return resolved;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-default-values */
function resolve({ key, fallback }: Variable, context: RequestContext): string | undefined {
  const value = context.get(key) ?? fallback;
  if (value === undefined || typeof value === "string") return value;
  return refuse(`\${${key}} has several values, but only a single-valued key can be a policy variable`);
}
