import type { Arn } from "../../aws/arn";
import type { RequestContext } from "./context";
import { refuse, shown } from "../iam/errors";
import { parseTemplate, type Syntax, type Template, templateTest, tokens } from "./template";
import { ANY, ONE } from "../iam/wildcard";

/** The parts of an ARN. The last one can contain colons. */
const PARTS = 6;
const SERVICE = 2;
const RESOURCE = 5;

/** @param arn the value as an ARN, if it is one */
export type ArnTest = (value: string, arn: Arn | undefined, context: RequestContext) => boolean;

/**
 * ARN operators compare part by part: a wildcard never matches beyond its part.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnOperand(text: string, variables: boolean): ArnTest {
  const plain = plainTest(text);
  if (plain) return plain;
  const parts = partTemplates(text, { variables, wildcards: true });
  if (parts.length < PARTS) refuse(`${shown(text)} is compared as an ARN but has fewer than six parts`);
  return partTest(parts);
}

/**
 * A `Resource` or `NotResource`. It is compared part by part too, but a `*` at the end of a part can match across
 * colons, so that `arn:aws:s3:*` covers all of S3. Only the last part can contain variables.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-resourceelement
 */
export function resourcePattern(text: string, variables: boolean): ArnTest {
  if (text === "*") return () => true;
  const plain = plainTest(text);
  if (plain) return plain;
  const parts = partTemplates(text, { variables, wildcards: true });
  checkResource(text, parts);
  const byParts = parts.length === PARTS ? partTest(parts) : () => false;
  const colons = parts.length - 1;
  const reaches = parts.slice(0, RESOURCE).some((part) => part.at(-1) === ANY);
  if (!reaches) return byParts;
  return (value, arn, context) =>
    byParts(value, arn, context) || (colonsIn(value) > colons && reachesOver(parts, value, context));
}

/** Most ARNs have no wildcard except a `*` at the end. Comparing by part and as a whole is then the same. */
function plainTest(text: string): ArnTest | undefined {
  if (!PLAIN.test(text)) return undefined;
  if (!text.endsWith("*")) return (value) => value === text;
  const start = text.slice(0, -1);
  return (value) => value.startsWith(start);
}

const PLAIN = /^arn(:[a-z0-9-]*){4}:[^*?$]*\*?$/;

function checkResource(text: string, parts: readonly Template[]): void {
  if (!text.startsWith("arn:")) refuse(`the resource ${shown(text)} is neither "*" nor an ARN`);
  if (parts.length < PARTS && parts.at(-1)?.at(-1) !== ANY)
    refuse(`the resource ${shown(text)} has fewer than six parts and does not end in "*"`);
  if (parts[SERVICE]?.some((piece) => typeof piece === "number"))
    refuse(`the resource ${shown(text)} has a wildcard in the service part, where AWS allows none`);
  if (parts.slice(0, RESOURCE).some((part) => part.some((piece) => typeof piece === "object")))
    refuse(`the resource ${shown(text)} has a policy variable before its last part`);
}

/** Splits at the first five colons, except those in the names of variables. */
function partTemplates(text: string, syntax: Syntax): Template[] {
  const texts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length && texts.length < RESOURCE; at++) {
    if (syntax.variables && text.startsWith("${", at)) depth++;
    else if (depth > 0 && text.charAt(at) === "}") depth--;
    else if (depth === 0 && text.charAt(at) === ":") {
      texts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...texts, text.slice(start)].map((part) => parseTemplate(part, syntax));
}

function partTest(parts: readonly Template[]): ArnTest {
  const [scheme, partition, service, region, account, resource] = parts.map(templateTest) as SixTests;
  return (_value, arn, context) =>
    arn !== undefined &&
    resource(arn.resource, context) &&
    account(arn.account, context) &&
    region(arn.region, context) &&
    service(arn.service, context) &&
    partition(arn.partition, context) &&
    scheme("arn", context);
}

type PartTest = ReturnType<typeof templateTest>;
type SixTests = [PartTest, PartTest, PartTest, PartTest, PartTest, PartTest];

const COLON = ":".charCodeAt(0);

function colonsIn(text: string): number {
  let colons = 0;
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) colons++;
  return colons;
}

/**
 * Combines wildcards that stay within their part with wildcards that do not, by tracking every possible position in the
 * pattern.
 */
function reachesOver(parts: readonly Template[], value: string, context: RequestContext): boolean {
  const steps: { token: number; crosses: boolean }[] = [];
  for (const [index, part] of parts.entries()) {
    if (index > 0) steps.push({ token: COLON, crosses: false });
    const resolved = tokens(part, context);
    if (resolved === undefined) return false;
    for (const [at, token] of resolved.entries())
      steps.push({ token, crosses: index === RESOURCE || (token === ANY && at === resolved.length - 1) });
  }
  let places = new Set<number>();
  const enter = (places: Set<number>, step: number): void => {
    places.add(step);
    if (steps[step]?.token === ANY) enter(places, step + 1);
  };
  enter(places, 0);
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at);
    const next = new Set<number>();
    for (const place of places) {
      const step = steps[place];
      if (!step) continue;
      const stays = unit === COLON && !step.crosses;
      if (step.token === ANY && !stays) enter(next, place);
      if (step.token === unit || (step.token === ONE && !stays)) enter(next, place + 1);
    }
    places = next;
  }
  return places.has(steps.length);
}
