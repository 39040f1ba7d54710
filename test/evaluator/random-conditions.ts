import type { Caller } from "../../src/prove/evaluator/caller";
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

const STRINGS = [
  "blue",
  "Blue",
  "blue1",
  "b*",
  "bl?e",
  "red",
  "home/Ann/x",
  "home/${x}/y",
  "Ann",
  "${aws:username}",
];

const STRING_OPERATORS = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
];

/** With and without a value, with and without a default, and what only looks like a variable. */
const VARIABLES = [
  "${aws:PrincipalTag/name}",
  "home/${aws:PrincipalTag/name}/*",
  "${aws:PrincipalTag/name, 'blue'}",
  "${aws:PrincipalTag/none}",
  "${aws:PrincipalTag/none, 'blue'}",
  "${aws:PrincipalTag/team}",
  "${aws:PrincipalTag/team, 'none'}",
  "${aws:username}",
  "${AWS:UserName}",
  "home/${aws:username, 'Ann'}/?",
  "${aws:userid}",
  "home/${aws:userid}/x",
  "${s3:prefix}",
  "${aws:TagKeys}",
  "${aws:TagKeys, 'blue'}",
  "b${*}",
  "bl${?}e",
  "${$}{aws:username}",
  "home/${$}{x}/*",
];

const TYPES: readonly Type[] = [
  {
    operators: STRING_OPERATORS,
    // The encryption context of KMS under another name; see the list of defects.
    keys: ["aws:PrincipalTag/team", "aws:PrincipalTag/ec", "aws:SourceVpce"],
    wanted: [...STRINGS.slice(0, 6), "*", "b*e", "?lue", "*1", "b?*", ...VARIABLES],
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
      "arn:aws:sns:*:*:topic/${aws:PrincipalTag/none}",
      "arn:aws:sns:*:*:${aws:PrincipalTag/none, 'topic'}/a",
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

/** Keys that only requests for one kind of action have. */
const PREFIX: Type = {
  operators: STRING_OPERATORS,
  keys: ["s3:prefix"],
  wanted: ["home/Ann/x", "home/*", "home/${aws:username}/*", "home/${aws:PrincipalTag/name}/x", "Ann"],
  given: ["home/Ann/x", "home/Bob/x", "Ann"],
};
const REQUEST_TAG: Type = {
  operators: STRING_OPERATORS,
  keys: ["aws:RequestTag/team", "aws:RequestTag/name"],
  wanted: [
    "blue",
    "Ann",
    "*",
    "b*",
    "${aws:PrincipalTag/team}",
    "${aws:PrincipalTag/name}",
    "${aws:PrincipalTag/team, 'none'}",
    "${aws:username}",
  ],
  given: ["blue", "Blue", "Ann", "none"],
};
const SOURCE_IDENTITY: Type = {
  operators: STRING_OPERATORS,
  keys: ["sts:SourceIdentity"],
  wanted: ["Ann", "A*", "${aws:username}", "${aws:userid}", "${aws:PrincipalTag/none, 'blue'}"],
  given: ["Ann", "AIDAANN", "blue"],
};
const ASSUMPTION: Type = {
  operators: STRING_OPERATORS,
  keys: ["sts:RoleSessionName", "sts:ExternalId"],
  wanted: ["Ann", "blue", "*", "${aws:username}", "${aws:PrincipalTag/name}", "${sts:SourceIdentity}"],
  given: ["Ann", "blue"],
};

/** What policies about assuming a role compare, also where the action does not have the key. */
const SESSION_TYPES = [REQUEST_TAG, SOURCE_IDENTITY, ASSUMPTION];

/**
 * The keys of an action.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
 */
const OF_ACTIONS: Readonly<Record<string, readonly Type[]>> = {
  "s3:ListBucket": [PREFIX],
  "sts:AssumeRole": SESSION_TYPES,
  "sts:TagSession": [REQUEST_TAG],
  "sts:SetSourceIdentity": [SOURCE_IDENTITY],
};

/** A multivalued key takes a set operator, and no empty string: see the list of defects. */
interface Sets {
  readonly keys: readonly string[];
  readonly wanted: readonly string[];
  readonly given: readonly string[];
}

const OPERATORS_OF_SETS = ["ForAllValues:", "ForAnyValue:"] as const;
const MEMBERS: Sets = {
  keys: ["aws:TagKeys"],
  wanted: [
    "blue",
    "Blue",
    "red",
    "b*",
    "*",
    "${aws:username}",
    "${aws:PrincipalTag/none}",
    "${aws:PrincipalTag/none, 'red'}",
  ],
  given: ["blue", "Blue", "red", "b*", "Ann"],
};
const SESSION_TAGS: Sets = {
  keys: ["aws:TagKeys", "sts:TransitiveTagKeys"],
  wanted: ["team", "name", "t*", "Team", "*", "${aws:PrincipalTag/key}", "${aws:PrincipalTag/none, 'team'}"],
  given: ["team", "name"],
};

const UNDECIDED = ["aws:SecureTransport"];
const VARIABLE_KEYS: ContextKeys = {
  "aws:PrincipalTag/name": "Ann",
  "aws:PrincipalTag/letter": "A",
  "aws:PrincipalTag/key": "team",
};

/** What a request for an action has, besides what follows from its caller and resource. */
export function randomContext(dice: Dice, action: string, caller: Caller): ContextKeys {
  const keys: Record<string, string | readonly string[]> = {
    ...VARIABLE_KEYS,
    "aws:userid": caller.kind === "session" ? "AROAPORTER:s1" : "AIDAANN",
  };
  for (const type of [...TYPES, ...(OF_ACTIONS[action] ?? [])])
    for (const key of type.keys)
      if (UNDECIDED.includes(key) || dice.chance(65)) keys[recased(dice, key)] = dice.pick(type.given);
  if (isAboutSessions(action)) return { ...keys, ...tagKeys(dice, keys) };
  if (dice.chance(65)) keys["aws:TagKeys"] = dice.some(MEMBERS.given, 3);
  return keys;
}

/** The keys of the tags in the request, of which the caller can declare some to be transitive. */
function tagKeys(dice: Dice, context: ContextKeys): ContextKeys {
  const tags = SESSION_TAGS.given.filter((tag) => valueIn(context, `aws:RequestTag/${tag}`) !== undefined);
  if (tags.length === 0) return {};
  return { "aws:TagKeys": tags, ...(dice.chance(60) && { "sts:TransitiveTagKeys": dice.some(tags, 2) }) };
}

function isAboutSessions(action: string): boolean {
  return action.startsWith("sts:");
}

export type Block = Record<string, Record<string, string | string[]>>;

/** Up to three conditions, of which most are likely to hold. */
export function randomConditions(dice: Dice, action: string, context: ContextKeys): Block | undefined {
  if (dice.chance(45)) return undefined;
  const block: Block = {};
  for (let left = 1 + dice.below(2); left > 0; left--) {
    const [operator, key, value] = dice.chance(20)
      ? setCondition(dice, action, context)
      : plainCondition(dice, action, context);
    block[operator] = { ...block[operator], [recased(dice, key)]: value };
  }
  return block;
}

type Line = [operator: string, key: string, value: string | string[]];

function plainCondition(dice: Dice, action: string, context: ContextKeys): Line {
  const own = isAboutSessions(action) ? SESSION_TYPES : OF_ACTIONS[action];
  const type = own && dice.chance(50) ? dice.pick(own) : dice.pick(TYPES);
  const key = dice.pick(type.keys);
  if (dice.chance(12))
    return ["Null", key, dice.chance(95) ? dice.pick(["true", "false"]) : ["true", "false"]];
  const operator = dice.pick(type.operators) + (dice.chance(30) ? "IfExists" : "");
  const given = valueIn(context, key);
  const same =
    typeof given === "string" && !given.includes("$") && type.wanted.includes(given) && dice.chance(40);
  return [operator, key, same ? given : oneOrMore(dice, type.wanted, context)];
}

function setCondition(dice: Dice, action: string, context: ContextKeys): Line {
  const sets = isAboutSessions(action) ? SESSION_TAGS : MEMBERS;
  const operator =
    dice.pick(OPERATORS_OF_SETS) + dice.pick(STRING_OPERATORS) + (dice.chance(25) ? "IfExists" : "");
  return [operator, dice.pick(sets.keys), oneOrMore(dice, sets.wanted, context)];
}

function oneOrMore(dice: Dice, choices: readonly string[], context: ContextKeys): string | string[] {
  const evaluable = choices.filter((text) => isEvaluable(text, context));
  return dice.chance(60) ? dice.pick(evaluable) : dice.some(evaluable, 3);
}

/** The evaluator refuses a variable with several values, or with a wildcard in a pattern: see the truth table. */
function isEvaluable(text: string, context: ContextKeys): boolean {
  return [...text.matchAll(/\$\{([^*?$},]+)/g)].every(([, key = ""]) => {
    const value = valueIn(context, key) ?? "";
    return typeof value === "string" && !/[*?]/.test(value);
  });
}

function valueIn(context: ContextKeys, key: string): ContextKeys[string] | undefined {
  return Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

/** Names of keys match without case; but the part of a tag's name keeps it, for the simulator. */
function recased(dice: Dice, key: string): string {
  const slash = key.indexOf("/");
  const name = slash < 0 ? key : key.slice(0, slash);
  return dice.chance(10) ? name.toLowerCase() + key.slice(name.length) : key;
}
