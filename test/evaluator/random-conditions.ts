import type { ContextKeys } from "../../src/prove/evaluator/context";
import type { Dice } from "./dice";

/** One type of values: its operators, a key for it, and values for policies and for requests. */
interface Type {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly wanted: readonly string[];
  readonly given: readonly string[];
}

const ARNS = [
  "arn:aws:sns:us-east-1:111111111111:topic/a",
  "arn:aws:sns:us-east-1:111111111111:topic/a:b",
  "arn:aws:sns:us-east-1:222222222222:topic/A",
  "arn:aws:sns:eu-west-1:222222222222:queue/a/b",
  "arn:aws:sns:us-east-2:999999999999:store/abc:111122223333:finance/document.txt",
];

const STRINGS = ["blue", "Blue", "blue1", "b*", "bl?e", "red", "home/Ann/x", "home/${x}/y", "Ann"];

export const TYPES: readonly Type[] = [
  {
    operators: [
      "StringEquals",
      "StringNotEquals",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
      "StringLike",
      "StringNotLike",
    ],
    // The encryption context of KMS under another name; see the list of defects.
    keys: ["aws:PrincipalTag/team", "aws:PrincipalTag/ec", "aws:SourceVpce"],
    wanted: [
      ...STRINGS.slice(0, 6),
      "*",
      "b*e",
      "?lue",
      "*1",
      "b?*",
      "${aws:PrincipalTag/name}",
      "home/${aws:PrincipalTag/name}/*",
      "${aws:PrincipalTag/none}",
      "${aws:PrincipalTag/none, 'blue'}",
      "${aws:PrincipalTag/name, 'blue'}",
      "b${*}",
      "bl${?}e",
    ],
    given: STRINGS,
  },
  {
    operators: ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"],
    keys: ["aws:SourceArn"],
    wanted: [
      ...ARNS,
      "arn:aws:sns:*:111111111111:topic/a",
      "arn:aws:sns:us-east-?:*:topic/*",
      "arn:*:sns:*:*:*",
      "arn:aws:sns:*:111122223333:finance/*",
      "arn:aws:sns:us-east-1:111111111111:topic/a*",
      "arn:aws:s3:*:*:*",
      "arn:aws:sns:us-*:222222222222:topic/${aws:PrincipalTag/letter}",
    ],
    given: ARNS,
  },
  {
    operators: [
      "NumericEquals",
      "NumericNotEquals",
      "NumericLessThan",
      "NumericLessThanEquals",
      "NumericGreaterThan",
      "NumericGreaterThanEquals",
    ],
    keys: ["aws:MultiFactorAuthAge"],
    wanted: ["9", "10", "10.0", "10.5", "100", "0"],
    given: ["9", "10", "10.5", "11", "0", "100"],
  },
  {
    operators: [
      "DateEquals",
      "DateNotEquals",
      "DateLessThan",
      "DateLessThanEquals",
      "DateGreaterThan",
      "DateGreaterThanEquals",
    ],
    keys: ["aws:TokenIssueTime"],
    wanted: ["2020-01-01T00:00:00Z", "2020-01-01T00:00:01Z", "1577836800", "2019-12-31"],
    given: ["2020-01-01T00:00:00Z", "2020-01-01T00:00:01Z", "2019-12-31T23:59:59Z", "2019-12-31T00:00:00Z"],
  },
  {
    operators: ["Bool"],
    keys: ["aws:MultiFactorAuthPresent", "aws:SecureTransport"],
    wanted: ["true", "false"],
    given: ["true", "false"],
  },
  {
    operators: ["BinaryEquals"],
    keys: ["aws:PrincipalTag/bytes"],
    wanted: ["QUI=", "QUJD", "QUJDRA=="],
    given: ["QUI=", "QUJD", "QUJDRA=="],
  },
  {
    operators: ["IpAddress", "NotIpAddress"],
    keys: ["aws:SourceIp"],
    wanted: [
      "203.0.113.0/24",
      "203.0.113.7",
      "203.0.112.0/23",
      "198.51.100.0/24",
      "2001:db8:1234:5678::/64",
      "0.0.0.0/0",
    ],
    given: ["203.0.113.7", "203.0.112.1", "198.51.100.1", "2001:db8:1234:5678::9", "2001:db8:1234:5679::9"],
  },
];

/** A multivalued key takes a set operator, and no empty string: see the list of defects. */
const MEMBERS = ["blue", "Blue", "red", "b*"];
const SETS = ["ForAllValues:", "ForAnyValue:"] as const;

const UNDECIDED = ["aws:SecureTransport"];
const VARIABLE_KEYS: ContextKeys = { "aws:PrincipalTag/name": "Ann", "aws:PrincipalTag/letter": "A" };

export function randomContext(dice: Dice): ContextKeys {
  const keys: Record<string, string | readonly string[]> = { ...VARIABLE_KEYS };
  for (const type of TYPES)
    for (const key of type.keys)
      if (UNDECIDED.includes(key) || dice.chance(65)) keys[recased(dice, key)] = dice.pick(type.given);
  if (dice.chance(65)) keys["aws:TagKeys"] = dice.some(MEMBERS, 3);
  return keys;
}

export type Block = Record<string, Record<string, string | string[]>>;

/** Up to three conditions, of which most are likely to hold. */
export function randomConditions(dice: Dice, context: ContextKeys): Block | undefined {
  if (dice.chance(45)) return undefined;
  const block: Block = {};
  for (let left = 1 + dice.below(2); left > 0; left--) {
    const [operator, key, value] = dice.chance(20) ? setCondition(dice) : plainCondition(dice, context);
    block[operator] = { ...block[operator], [recased(dice, key)]: value };
  }
  return block;
}

type Line = [operator: string, key: string, value: string | string[]];

function plainCondition(dice: Dice, context: ContextKeys): Line {
  const type = dice.pick(TYPES);
  const key = dice.pick(type.keys);
  if (dice.chance(12))
    return ["Null", key, dice.chance(95) ? dice.pick(["true", "false"]) : ["true", "false"]];
  const operator = dice.pick(type.operators) + (dice.chance(30) ? "IfExists" : "");
  const given = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  const same =
    typeof given === "string" && !given.includes("$") && type.wanted.includes(given) && dice.chance(40);
  return [operator, key, same ? given : oneOrMore(dice, type.wanted)];
}

function setCondition(dice: Dice): Line {
  const [type] = TYPES;
  const operator = dice.pick(SETS) + dice.pick(type?.operators ?? []) + (dice.chance(20) ? "IfExists" : "");
  return [operator, "aws:TagKeys", oneOrMore(dice, [...MEMBERS, "*", "b*"])];
}

function oneOrMore(dice: Dice, choices: readonly string[]): string | string[] {
  return dice.chance(60) ? dice.pick(choices) : dice.some(choices, 3);
}

/** Names of keys match without case; but the part of a tag's name keeps it, for the simulator. */
function recased(dice: Dice, key: string): string {
  const slash = key.indexOf("/");
  const name = slash < 0 ? key : key.slice(0, slash);
  return dice.chance(10) ? name.toLowerCase() + key.slice(name.length) : key;
}
