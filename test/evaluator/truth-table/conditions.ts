import type { ContextKeys } from "../../../src/prove/evaluator/context";
import { A, ANN, allow, type Case, type Expected, IAM, identity, OBJECT, owned } from "./case";

const OPERATORS = `${IAM}/reference_policies_elements_condition_operators.html`;
const SETS = `${IAM}/reference_policies_multi-value-conditions.html`;
const VARIABLES = `${IAM}/reference_policies_variables.html`;

type Row = readonly [
  source: string,
  operator: string,
  value: unknown,
  request: string | readonly string[] | undefined,
  expected: boolean | string,
];

const K = "aws:PrincipalTag/k";
const ROLE_VALUE = "arn:aws:iam::123456789012:role/team/Porter";
const FINANCE = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";

/** One condition on one key: does it hold? A text is what must be refused. */
const ROWS: readonly Row[] = [
  // Strings
  [`${OPERATORS}#Conditions_String`, "StringEquals", "blue", "blue", true],
  [`${OPERATORS}#Conditions_String`, "StringEquals", "blue", "Blue", false],
  [`${OPERATORS}#Conditions_String`, "StringEquals", "bl*", "blue", false],
  [`${OPERATORS}#Conditions_String`, "StringEquals", "bl*", "bl*", true],
  [`${OPERATORS}#Conditions_String`, "StringNotEquals", "blue", "Blue", true],
  [`${OPERATORS}#Conditions_String`, "StringNotEquals", "blue", "blue", false],
  [`${OPERATORS}#Conditions_String`, "StringEqualsIgnoreCase", "blue", "BLUE", true],
  [`${OPERATORS}#Conditions_String`, "StringEqualsIgnoreCase", "blue", "green", false],
  [`${OPERATORS}#Conditions_String`, "StringNotEqualsIgnoreCase", "blue", "BLUE", false],
  [`${OPERATORS}#Conditions_String`, "StringNotEqualsIgnoreCase", "blue", "green", true],
  [`${OPERATORS}#Conditions_String`, "StringLike", "bl*", "blue", true],
  [`${OPERATORS}#Conditions_String`, "StringLike", "BL*", "blue", false],
  [`${OPERATORS}#Conditions_String`, "StringLike", "bl?e", "blue", true],
  [`${OPERATORS}#Conditions_String`, "StringLike", "bl?e", "ble", false],
  [`${OPERATORS}#Conditions_String`, "StringLike", "*l*e*", "a blue one", true],
  [`${OPERATORS}#Conditions_String`, "StringLike", "b", "blue", false],
  [`${OPERATORS}#Conditions_String`, "StringLike", "", "", true],
  [`${OPERATORS}#Conditions_String`, "StringNotLike", "bl*", "blue", false],
  [`${OPERATORS}#Conditions_String`, "StringNotLike", "bl*", "red", true],
  // Several values in the policy: any of them, and none of them for a negated operator
  [
    `${SETS}#reference_policies_multiple-conditions-eval`,
    "StringEquals",
    ["finance", "hr", "legal"],
    "hr",
    true,
  ],
  [`${SETS}#reference_policies_multiple-conditions-eval`, "StringEquals", ["finance", "hr"], "it", false],
  [`${SETS}#reference_policies_multiple-conditions-eval`, "StringNotEquals", ["finance", "hr"], "hr", false],
  [`${SETS}#reference_policies_multiple-conditions-eval`, "StringNotEquals", ["finance", "hr"], "it", true],
  [
    `${SETS}#reference_policies_multiple-conditions-eval`,
    "DateNotEquals",
    ["2020-01-01", "2020-01-02"],
    "2020-01-02",
    false,
  ],
  // A missing key
  [OPERATORS, "StringEquals", "blue", undefined, false],
  [OPERATORS, "StringLike", "*", undefined, false],
  [OPERATORS, "StringEqualsIgnoreCase", "blue", undefined, false],
  [OPERATORS, "StringNotEquals", "blue", undefined, true],
  [OPERATORS, "StringNotLike", "*", undefined, true],
  [OPERATORS, "StringNotEqualsIgnoreCase", "blue", undefined, true],
  [OPERATORS, "ArnLike", "arn:aws:iam::*:role/*", undefined, false],
  [OPERATORS, "ArnEquals", ROLE_VALUE, undefined, false],
  [OPERATORS, "ArnNotLike", "arn:aws:iam::*:role/*", undefined, true],
  [OPERATORS, "ArnNotEquals", ROLE_VALUE, undefined, true],
  [OPERATORS, "NumericLessThan", "10", undefined, false],
  [OPERATORS, "NumericNotEquals", "10", undefined, true],
  [OPERATORS, "DateGreaterThan", "2020-01-01T00:00:01Z", undefined, false],
  [OPERATORS, "DateNotEquals", "2020-01-01T00:00:01Z", undefined, true],
  [OPERATORS, "Bool", "false", undefined, false],
  [OPERATORS, "BinaryEquals", "QmluYXJ5", undefined, false],
  [OPERATORS, "IpAddress", "203.0.113.0/24", undefined, false],
  [OPERATORS, "NotIpAddress", "203.0.113.0/24", undefined, true],
  // IfExists
  [`${OPERATORS}#Conditions_IfExists`, "StringLikeIfExists", ["t1.*", "t2.*"], undefined, true],
  [`${OPERATORS}#Conditions_IfExists`, "StringLikeIfExists", ["t1.*", "t2.*"], "t2.micro", true],
  [`${OPERATORS}#Conditions_IfExists`, "StringLikeIfExists", ["t1.*", "t2.*"], "m5.large", false],
  [`${OPERATORS}#Conditions_IfExists`, "StringNotEqualsIfExists", "blue", undefined, true],
  [`${OPERATORS}#Conditions_IfExists`, "StringNotEqualsIfExists", "blue", "blue", false],
  [`${OPERATORS}#Conditions_IfExists`, "ArnLikeIfExists", "arn:aws:iam::*:role/*", undefined, true],
  [`${OPERATORS}#Conditions_IfExists`, "NumericLessThanIfExists", "10", undefined, true],
  [`${OPERATORS}#Conditions_IfExists`, "NumericLessThanIfExists", "10", "11", false],
  [`${OPERATORS}#Conditions_IfExists`, "DateLessThanIfExists", "2020-01-01", undefined, true],
  [`${OPERATORS}#Conditions_IfExists`, "BoolIfExists", "true", undefined, true],
  [`${OPERATORS}#Conditions_IfExists`, "BoolIfExists", "true", "false", false],
  [`${OPERATORS}#Conditions_IfExists`, "IpAddressIfExists", "203.0.113.0/24", undefined, true],
  [`${OPERATORS}#Conditions_IfExists`, "NullIfExists", "true", undefined, "unknown"],
  // Null
  [`${OPERATORS}#Conditions_Null`, "Null", "true", undefined, true],
  [`${OPERATORS}#Conditions_Null`, "Null", "true", "x", false],
  [`${OPERATORS}#Conditions_Null`, "Null", "false", "x", true],
  [`${OPERATORS}#Conditions_Null`, "Null", "false", undefined, false],
  [`${OPERATORS}#Conditions_Null`, "Null", false, "x", true],
  [`${OPERATORS}#Conditions_Null`, "Null", "${aws:username}", "x", 'neither "true" nor "false"'],
  [`${OPERATORS}#Conditions_Null`, "Null", "false", [], false],
  // Numbers
  [`${OPERATORS}#Conditions_Numeric`, "NumericEquals", "10", "10", true],
  [`${OPERATORS}#Conditions_Numeric`, "NumericEquals", 10, "10.00", true],
  [`${OPERATORS}#Conditions_Numeric`, "NumericEquals", "10", "9", false],
  [`${OPERATORS}#Conditions_Numeric`, "NumericNotEquals", "10", "10", false],
  [`${OPERATORS}#Conditions_Numeric`, "NumericNotEquals", "10", "9", true],
  [`${OPERATORS}#Conditions_Numeric`, "NumericLessThan", "10", "9", true],
  [`${OPERATORS}#Conditions_Numeric`, "NumericLessThan", "10", "10", false],
  [`${OPERATORS}#Conditions_Numeric`, "NumericLessThanEquals", "10", "10", true],
  [`${OPERATORS}#Conditions_Numeric`, "NumericLessThanEquals", "10", "100", false],
  [`${OPERATORS}#Conditions_Numeric`, "NumericGreaterThan", "9", "10", true],
  [`${OPERATORS}#Conditions_Numeric`, "NumericGreaterThan", "10", "10", false],
  [`${OPERATORS}#Conditions_Numeric`, "NumericGreaterThanEquals", "10", "10", true],
  [`${OPERATORS}#Conditions_Numeric`, "NumericGreaterThanEquals", "10.5", "10.25", false],
  [
    `${OPERATORS}#Conditions_Numeric`,
    "NumericEquals",
    "${aws:username}",
    "10",
    "is not an integer or a decimal number",
  ],
  // Dates
  [`${OPERATORS}#Conditions_Date`, "DateEquals", "2020-01-01T00:00:00Z", "1577836800", true],
  [`${OPERATORS}#Conditions_Date`, "DateEquals", "2020-01-01", "2020-01-01T01:00:00+01:00", true],
  [`${OPERATORS}#Conditions_Date`, "DateNotEquals", "2020-01-01", "2020-01-02", true],
  [`${OPERATORS}#Conditions_Date`, "DateLessThan", "2020-01-01", "2019-12-31T23:59:59Z", true],
  [`${OPERATORS}#Conditions_Date`, "DateLessThan", "2020-01-01", "2020-01-01", false],
  [`${OPERATORS}#Conditions_Date`, "DateLessThanEquals", "2020-01-01", "2020-01-01", true],
  [`${OPERATORS}#Conditions_Date`, "DateGreaterThan", "2020-01-01T00:00:01Z", "2020-01-01T00:00:02Z", true],
  [`${OPERATORS}#Conditions_Date`, "DateGreaterThan", "2020-01-01T00:00:01Z", "2020-01-01T00:00:01Z", false],
  [
    `${OPERATORS}#Conditions_Date`,
    "DateGreaterThanEquals",
    "2020-01-01T00:00:01Z",
    "2020-01-01T00:00:01Z",
    true,
  ],
  [`${OPERATORS}#Conditions_Date`, "DateGreaterThanEquals", "2020-01-02", "2020-01-01", false],
  [`${OPERATORS}#Conditions_Date`, "DateEquals", "2020-01-*", "2020-01-01", "neither an ISO 8601 date"],
  // Booleans, binary
  [`${OPERATORS}#Conditions_Boolean`, "Bool", "false", "false", true],
  [`${OPERATORS}#Conditions_Boolean`, "Bool", "false", "true", false],
  [`${OPERATORS}#Conditions_Boolean`, "Bool", true, "true", true],
  [
    `${OPERATORS}#Conditions_BinaryEquals`,
    "BinaryEquals",
    "QmluYXJ5VmFsdWVJbkJhc2U2NA==",
    "QmluYXJ5VmFsdWVJbkJhc2U2NA==",
    true,
  ],
  [`${OPERATORS}#Conditions_BinaryEquals`, "BinaryEquals", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5", false],
  // IP addresses
  [`${OPERATORS}#Conditions_IPAddress`, "IpAddress", "203.0.113.0/24", "203.0.113.255", true],
  [`${OPERATORS}#Conditions_IPAddress`, "IpAddress", "203.0.113.0/24", "203.0.112.255", false],
  [`${OPERATORS}#Conditions_IPAddress`, "IpAddress", "203.0.112.0/23", "203.0.113.9", true],
  [`${OPERATORS}#Conditions_IPAddress`, "IpAddress", "203.0.112.0/23", "203.0.114.1", false],
  [`${OPERATORS}#Conditions_IPAddress`, "IpAddress", "203.0.113.7", "203.0.113.7", true],
  [`${OPERATORS}#Conditions_IPAddress`, "IpAddress", "203.0.113.7", "203.0.113.8", false],
  [
    `${OPERATORS}#Conditions_IPAddress`,
    "IpAddress",
    ["203.0.113.0/24", "2001:DB8:1234:5678::/64"],
    "2001:db8:1234:5678::9",
    true,
  ],
  [
    `${OPERATORS}#Conditions_IPAddress`,
    "IpAddress",
    ["203.0.113.0/24", "2001:DB8:1234:5678::/64"],
    "2001:db8:1234:5679::9",
    false,
  ],
  [`${OPERATORS}#Conditions_IPAddress`, "NotIpAddress", "203.0.113.0/24", "203.0.113.1", false],
  [`${OPERATORS}#Conditions_IPAddress`, "NotIpAddress", "203.0.113.0/24", "198.51.100.1", true],
  // ARNs
  [`${OPERATORS}#Conditions_ARN`, "ArnLike", "arn:aws:someservice:*:111122223333:finance/*", FINANCE, false],
  [
    `${OPERATORS}#Conditions_ARN`,
    "StringLike",
    "arn:aws:someservice:*:111122223333:finance/*",
    FINANCE,
    true,
  ],
  [
    `${OPERATORS}#Conditions_ARN`,
    "ArnEquals",
    "arn:aws:someservice:*:111122223333:finance/*",
    FINANCE,
    false,
  ],
  [
    `${OPERATORS}#Conditions_ARN`,
    "ArnNotLike",
    "arn:aws:someservice:*:111122223333:finance/*",
    FINANCE,
    true,
  ],
  [`${OPERATORS}#Conditions_ARN`, "ArnEquals", "arn:aws:iam::123456789012:role/*", ROLE_VALUE, true],
  [`${OPERATORS}#Conditions_ARN`, "ArnLike", "arn:aws:iam::*:role/team/P?rter", ROLE_VALUE, true],
  [`${OPERATORS}#Conditions_ARN`, "ArnLike", "arn:aws:iam::*:role/Porter", ROLE_VALUE, false],
  [`${OPERATORS}#Conditions_ARN`, "ArnLike", "arn:aws:iam::210987654321:role/*/Porter", ROLE_VALUE, false],
  [`${OPERATORS}#Conditions_ARN`, "ArnEquals", "arn:aws:iam::123456789012:role/team", ROLE_VALUE, false],
  [`${OPERATORS}#Conditions_ARN`, "ArnLike", "arn:aws:iam::*:role/TEAM/*", ROLE_VALUE, false],
  [`${OPERATORS}#Conditions_ARN`, "ArnNotEquals", "arn:aws:iam::123456789012:role/*", ROLE_VALUE, false],
  [`${OPERATORS}#Conditions_ARN`, "ArnNotEquals", "arn:aws:iam::210987654321:role/*", ROLE_VALUE, true],
  [
    `${OPERATORS}#Conditions_ARN`,
    "ArnLike",
    "arn:aws:sns:us-east-1:*:t:x",
    "arn:aws:sns:us-east-1:1:t:x",
    true,
  ],
  [`${OPERATORS}#Conditions_ARN`, "ArnLike", "*", ROLE_VALUE, "fewer than six parts"],
  // Set operators
  [
    `${SETS}#reference_policies_multi-value-conditions-eval`,
    "ForAllValues:StringEquals",
    ["PostDateTime", "Message", "Tags"],
    ["PostDateTime", "UserName"],
    false,
  ],
  [
    `${SETS}#reference_policies_multi-value-conditions-eval`,
    "ForAnyValue:StringEquals",
    ["PostDateTime", "Message", "Tags"],
    ["PostDateTime", "UserName"],
    true,
  ],
  [
    `${SETS}#reference_policies_multi-value-conditions-eval`,
    "ForAllValues:StringEquals",
    ["ID", "Message", "Tags"],
    ["Message", "Tags"],
    true,
  ],
  [
    `${SETS}#reference_policies_multi-value-conditions-eval`,
    "ForAnyValue:StringEquals",
    ["ID", "PostDateTime"],
    ["UserName"],
    false,
  ],
  [
    `${SETS}#reference_policies_multi-key-or-value-conditions`,
    "ForAllValues:StringEquals",
    "a",
    undefined,
    true,
  ],
  [`${SETS}#reference_policies_multi-key-or-value-conditions`, "ForAllValues:StringEquals", "a", [], true],
  [`${SETS}#reference_policies_multi-key-or-value-conditions`, "ForAllValues:StringEquals", "a", [""], true],
  [
    `${SETS}#reference_policies_multi-key-or-value-conditions`,
    "ForAnyValue:StringEquals",
    "a",
    undefined,
    false,
  ],
  [`${SETS}#reference_policies_multi-key-or-value-conditions`, "ForAnyValue:StringEquals", "a", [], false],
  [
    `${SETS}#reference_policies_multi-key-or-value-conditions`,
    "ForAnyValue:StringNotEquals",
    "a",
    undefined,
    false,
  ],
  [
    `${SETS}#reference_policies_multi-key-or-value-conditions`,
    "ForAllValues:StringLike",
    ["a*", "b*"],
    ["ax", "bx"],
    true,
  ],
  [
    `${SETS}#reference_policies_multi-key-or-value-conditions`,
    "ForAllValues:StringNotLike",
    ["a*", "b*"],
    ["cx", "bx"],
    false,
  ],
  [
    `${SETS}#reference_policies_multi-key-or-value-conditions`,
    "ForAnyValue:StringNotLike",
    ["a*", "b*"],
    ["cx", "bx"],
    true,
  ],
  [
    `${SETS}#reference_policies_multi-key-or-value-conditions`,
    "StringEquals",
    "a",
    ["a", "b"],
    "ForAllValues or ForAnyValue",
  ],
  [
    `${SETS}#reference_policies_multi-key-or-value-conditions`,
    "ForEveryValue:StringEquals",
    "a",
    "a",
    "unknown",
  ],
  // Variables
  [`${VARIABLES}#policy-vars-conditionelement`, "StringLike", "home/${aws:username}/*", "home/Ann/x", true],
  [`${VARIABLES}#policy-vars-conditionelement`, "StringLike", "home/${aws:username}/*", "home/Bob/x", false],
  [`${VARIABLES}#policy-vars-using-variables`, "StringEquals", "${AWS:UserName}", "Ann", true],
  [`${VARIABLES}#policy-vars-conditionelement`, "StringEquals", "${aws:username}", "Ann", true],
  [`${VARIABLES}#policy-vars-conditionelement`, "StringEquals", "${aws:username}", "ann", false],
  [`${VARIABLES}#policy-vars-conditionelement`, "ArnLike", "arn:aws:iam::*:user/${aws:username}", ANN, true],
  [
    `${VARIABLES}#policy-vars-conditionelement`,
    "ArnEquals",
    "arn:aws:iam::${aws:PrincipalAccount}:user/Ann",
    ANN,
    true,
  ],
  [
    `${VARIABLES}#policy-vars-conditionelement`,
    "StringEquals",
    "${aws:username}-${aws:username}",
    "Ann-Ann",
    true,
  ],
  [`${VARIABLES}#policy-vars-conditionelement`, "StringEqualsIgnoreCase", "${aws:username}", "ANN", true],
  [`${VARIABLES}#policy-vars-conditionelement`, "StringNotEquals", "${aws:username}", "Ann", false],
  [
    `${VARIABLES}#policy-vars-conditionelement`,
    "Bool",
    "${aws:username}",
    "true",
    'neither "true" nor "false"',
  ],
  [`${VARIABLES}#policy-vars-no-value`, "StringEquals", "${aws:PrincipalTag/none}", "", false],
  [`${VARIABLES}#policy-vars-no-value`, "StringLike", "${aws:PrincipalTag/none}*", "x", false],
  [`${VARIABLES}#policy-vars-no-value`, "StringNotEquals", "${aws:PrincipalTag/none}", "x", true],
  [`${VARIABLES}#policy-vars-no-value`, "StringNotLike", "${aws:PrincipalTag/none}*", "x", true],
  [
    `${VARIABLES}#policy-vars-no-value`,
    "ArnNotLike",
    "arn:aws:iam::*:user/${aws:PrincipalTag/none}",
    ANN,
    true,
  ],
  [
    `${VARIABLES}#policy-vars-no-value`,
    "ForAllValues:StringEquals",
    "${aws:PrincipalTag/none}",
    ["x"],
    false,
  ],
  [
    `${VARIABLES}#policy-vars-no-value`,
    "ForAnyValue:StringNotEquals",
    "${aws:PrincipalTag/none}",
    ["x"],
    true,
  ],
  [`${VARIABLES}#policy-vars-no-value`, "StringEquals", ["${aws:PrincipalTag/none}", "x"], "x", true],
  [`${VARIABLES}#policy-vars-specialchars`, "StringLike", "a${*}c", "a*c", true],
  [`${VARIABLES}#policy-vars-specialchars`, "StringLike", "a${*}c", "abc", false],
  [`${VARIABLES}#policy-vars-specialchars`, "StringLike", "a${?}*", "abc", false],
  [`${VARIABLES}#policy-vars-specialchars`, "StringEquals", "${$}{aws:username}", "${aws:username}", true],
  [
    `${VARIABLES}#policy-vars-default-values`,
    "StringEquals",
    "${aws:PrincipalTag/none, 'company-wide'}",
    "company-wide",
    true,
  ],
  [`${VARIABLES}#policy-vars-default-values`, "StringEquals", "${aws:username, 'company-wide'}", "Ann", true],
  [
    `${VARIABLES}#policy-vars-default-values`,
    "StringEquals",
    "${aws:username, company-wide}",
    "Ann",
    "malformed",
  ],
  [`${VARIABLES}#policy-vars-using-variables`, "StringEquals", "${aws:username", "Ann", "malformed"],
  [`${VARIABLES}#policy-vars-using-variables`, "StringEquals", "${aws:TagKeys}", "x", "single-valued key"],
  [
    `${VARIABLES}#policy-vars-using-variables`,
    "StringEquals",
    "${aws:TagKeys, 'x'}",
    "x",
    "single-valued key",
  ],
  // AWS does not say whether a wildcard that comes from a variable is one.
  [`${VARIABLES}#policy-vars-specialchars`, "StringEquals", "${aws:PrincipalTag/k}", "b*", true],
  [`${VARIABLES}#policy-vars-specialchars`, "StringLike", "${aws:PrincipalTag/k}", "b*", "part of a pattern"],
  [
    `${VARIABLES}#policy-vars-specialchars`,
    "StringLike",
    "a*${aws:PrincipalTag/k}",
    "?",
    "part of a pattern",
  ],
  [
    `${VARIABLES}#policy-vars-specialchars`,
    "StringNotLike",
    "${aws:PrincipalTag/none, 'b*'}",
    "blue",
    "part of a pattern",
  ],
  // What is unknown
  [OPERATORS, "StringMatches", "a", "a", "unknown"],
];

export const conditions: readonly Case[] = [
  ...ROWS.map(([source, operator, value, request, expected]): Case => ({
    name: `${operator} ${JSON.stringify(value)} against ${JSON.stringify(request)}`,
    source,
    expected: typeof expected === "string" ? { refused: expected } : expected ? "allowed" : "denied",
    ask: ({ user }) => ({
      ...conditional(
        { [operator]: { [K]: value } },
        { "aws:TagKeys": ["x"], ...(request !== undefined && { [K]: request }) },
      ),
      caller: user(ANN),
    }),
  })),
  ...several(),
];

/** Several operators and keys must all hold. */
function several(): Case[] {
  const source = `${SETS}#reference_policies_multiple-conditions-eval`;
  const block = {
    StringEqualsIgnoreCase: {
      "aws:PrincipalTag/department": ["finance", "hr"],
      "aws:PrincipalTag/role": "audit",
    },
    StringEquals: { "aws:PrincipalAccount": A },
  };
  const rows: [string, ContextKeys, Expected][] = [
    ["all hold", { "aws:PrincipalTag/department": "HR", "aws:PrincipalTag/role": "audit" }, "allowed"],
    ["one key does not", { "aws:PrincipalTag/department": "it", "aws:PrincipalTag/role": "audit" }, "denied"],
    ["one key is not there", { "aws:PrincipalTag/department": "hr" }, "denied"],
    [
      "names without case",
      { "AWS:principaltag/DEPARTMENT": "hr", "aws:PrincipalTag/Role": "audit" },
      "allowed",
    ],
  ];
  const required = `${IAM}/reference_policies_condition-keys.html`;
  return [
    ...rows.map(([name, context, expected]): Case => ({
      name: `several conditions: ${name}`,
      source,
      expected,
      ask: ({ user }) => ({ ...conditional(block, context), caller: user(ANN) }),
    })),
    {
      name: "a key of every request that was not given",
      source: `${required}#condition-keys-securetransport`,
      expected: { refused: "aws:securetransport, which every request has" },
      ask: ({ user }) => ({
        ...conditional({ Bool: { "aws:SecureTransport": "true" } }, {}),
        caller: user(ANN),
      }),
    },
    {
      name: "a key that contradicts the caller",
      source: `${required}#condition-keys-principalaccount`,
      expected: { refused: "the context says that aws:principalaccount" },
      ask: ({ user }) => ({
        ...conditional({}, { "aws:PrincipalAccount": "999999999999" }),
        caller: user(ANN),
      }),
    },
  ];
}

function conditional(block: object, context: ContextKeys) {
  return {
    action: "s3:GetObject",
    resource: OBJECT,
    context,
    documents: { identity: identity(allow({ Condition: block })), resource: owned(undefined) },
  };
}
