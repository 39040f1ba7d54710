import { parseArn } from "../../aws/arn";
import { arnOperand } from "./arn-pattern";
import type { RequestContext } from "./context";
import { refuse, shown } from "../iam/errors";
import { inRange, ipAddress, ipRange } from "./ip-range";
import { policyDate } from "./policy-date";
import { parseTemplate, type Template, templateTest, templateText } from "./template";

/** Whether one value of the request equals, resembles, is less than … one value of the policy. */
export type ValueTest = (value: string, context: RequestContext) => boolean;

export interface Operator {
  /** A negated operator is true if no value of the policy matches, and so also if there is no value. */
  readonly negated: boolean;
  readonly operand: (text: string, variables: boolean) => ValueTest;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...pair("StringEquals", "StringNotEquals", stringEquals),
  ...pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", stringEqualsIgnoreCase),
  ...pair("StringLike", "StringNotLike", stringLike),
  ...pair("ArnEquals", "ArnNotEquals", arn),
  ...pair("ArnLike", "ArnNotLike", arn),
  ...pair("NumericEquals", "NumericNotEquals", compare(number, same)),
  ...only("NumericLessThan", compare(number, less)),
  ...only("NumericLessThanEquals", compare(number, lessOrSame)),
  ...only("NumericGreaterThan", compare(number, more)),
  ...only("NumericGreaterThanEquals", compare(number, moreOrSame)),
  ...pair("DateEquals", "DateNotEquals", compare(policyDate, same)),
  ...only("DateLessThan", compare(policyDate, less)),
  ...only("DateLessThanEquals", compare(policyDate, lessOrSame)),
  ...only("DateGreaterThan", compare(policyDate, more)),
  ...only("DateGreaterThanEquals", compare(policyDate, moreOrSame)),
  ...only("Bool", bool),
  ...only("BinaryEquals", binary),
  ...pair("IpAddress", "NotIpAddress", ip),
};

function pair(name: string, negatedName: string, operand: Operator["operand"]): Record<string, Operator> {
  return { [name]: { negated: false, operand }, [negatedName]: { negated: true, operand } };
}

function only(name: string, operand: Operator["operand"]): Record<string, Operator> {
  return { [name]: { negated: false, operand } };
}

function stringEquals(text: string, variables: boolean): ValueTest {
  const template = parseTemplate(text, { variables, wildcards: false });
  if (isText(template, text)) return (value) => value === text;
  return (value, context) => templateText(template, context) === value;
}

function isText([only, ...others]: Template, text: string): boolean {
  return others.length === 0 && (only ?? "") === text;
}

function stringEqualsIgnoreCase(text: string, variables: boolean): ValueTest {
  const template = parseTemplate(text, { variables, wildcards: false });
  return (value, context) => templateText(template, context)?.toLowerCase() === value.toLowerCase();
}

function stringLike(text: string, variables: boolean): ValueTest {
  return templateTest(parseTemplate(text, { variables, wildcards: true }));
}

function arn(text: string, variables: boolean): ValueTest {
  const test = arnOperand(text, variables);
  return (value, context) => test(value, parseArn(value), context);
}

/** Only strings and ARNs can contain variables. In a number or a date, a variable is invalid. */
function compare(parse: (text: string) => number, holds: (order: number) => boolean): Operator["operand"] {
  return (text) => {
    const wanted = parse(text);
    return (value) => holds(parse(value) - wanted);
  };
}

function same(order: number): boolean {
  return order === 0;
}

function less(order: number): boolean {
  return order < 0;
}

function lessOrSame(order: number): boolean {
  return order <= 0;
}

function more(order: number): boolean {
  return order > 0;
}

function moreOrSame(order: number): boolean {
  return order >= 0;
}

function number(text: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(text)) refuse(`${shown(text)} is not an integer or a decimal number`);
  if (text.replace(/\D/g, "").length > 15) refuse(`${shown(text)} has more digits than can be compared`);
  return Number(text);
}

/**
 * A variable in a Bool is refused, because AWS pages contradict each other about it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-conditionelement
 */
function bool(text: string): ValueTest {
  const wanted = truth(text);
  return (value) => truth(value) === wanted;
}

export function truth(text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  return refuse(`${shown(text)} is neither "true" nor "false"`);
}

/** Compares bytes. Both the policy and the context contain base64. */
function binary(text: string): ValueTest {
  const wanted = bytes(text);
  return (value) => bytes(value).equals(wanted);
}

function bytes(text: string): Buffer {
  if (!/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text))
    refuse(`${shown(text)} is not base64`);
  return Buffer.from(text, "base64");
}

function ip(text: string): ValueTest {
  const range = ipRange(text);
  return (value) => inRange(ipAddress(value), range);
}
