import type { Caller } from "../../../src/prove/evaluator/caller";
import type { ContextKeys } from "../../../src/prove/evaluator/context";
import {
  A,
  allow,
  B,
  type Case,
  deny,
  type Element,
  type Evaluator,
  type Expected,
  IAM,
  identity,
  owned,
} from "./case";

const KEYS = `${IAM}/reference_policies_condition-keys.html`;
const CONFUSED = `${IAM}/confused-deputy.html`;
const OPERATORS = `${IAM}/reference_policies_elements_condition_operators.html`;
const SETS = `${IAM}/reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const SSO = "https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html";

const TRAIL = `arn:aws:cloudtrail:eu-west-1:${B}:trail/main`;
const ORGANIZATION = "o-abcde12345";
const OU = `${ORGANIZATION}/r-ab12/ou-ab12-11111111/`;
const RESERVED = "role/aws-reserved/sso.amazonaws.com/eu-west-1";
const ANALYST = `arn:aws:iam::${B}:${RESERVED}/AWSReservedSSO_Analyst_0123456789abcdef`;

type Who = (evaluator: Evaluator) => Caller;
const cloudtrail: Who = ({ service }) => service("cloudtrail.amazonaws.com");
const user: Who = ({ user }) => user(`arn:aws:iam::${B}:user/Ann`);
const analyst: Who = ({ roleSession }) => roleSession(ANALYST, "ann@example.com");
const other: Who = ({ roleSession }) =>
  roleSession(ANALYST.replace("Analyst", "AnalystAdmin"), "ann@example.com");

function grants(Principal: unknown, Condition: Element): Element[] {
  return [allow({ Principal, Condition })];
}

const byTrail = (Condition: Element) => grants({ Service: "cloudtrail.amazonaws.com" }, Condition);
const toMembers = (Condition: Element) => grants("*", Condition);
const toPeople = (pattern: string, operator = "ArnLike") =>
  grants(
    { AWS: B },
    {
      [operator]: { "aws:PrincipalArn": `arn:aws:iam::${B}:role/aws-reserved/sso.amazonaws.com/${pattern}` },
    },
  );
const allBut = (Condition: Element) => [allow({ Principal: "*" }), deny({ Principal: "*", Condition })];

type Row = readonly [string, string, Who, readonly Element[], ContextKeys, Expected];

const ROWS: readonly Row[] = [
  // Services that act for somebody
  [
    CONFUSED,
    "a service for the account",
    cloudtrail,
    byTrail({ StringEquals: { "aws:SourceAccount": B } }),
    { "aws:SourceAccount": B },
    "allowed",
  ],
  [
    CONFUSED,
    "a service for another account",
    cloudtrail,
    byTrail({ StringEquals: { "aws:SourceAccount": B } }),
    { "aws:SourceAccount": A },
    "denied",
  ],
  [
    CONFUSED,
    "a service that does not say for which account",
    cloudtrail,
    byTrail({ StringEquals: { "aws:SourceAccount": B } }),
    {},
    "denied",
  ],
  [
    CONFUSED,
    "a service for a resource",
    cloudtrail,
    byTrail({ ArnLike: { "aws:SourceArn": `arn:aws:cloudtrail:*:${B}:trail/*` } }),
    { "aws:SourceArn": TRAIL },
    "allowed",
  ],
  [
    CONFUSED,
    "a service for a resource of another account",
    cloudtrail,
    byTrail({ ArnLike: { "aws:SourceArn": `arn:aws:cloudtrail:*:${A}:trail/*` } }),
    { "aws:SourceArn": TRAIL },
    "denied",
  ],
  [
    `${OPERATORS}#Conditions_ARN`,
    "a pattern for every account",
    cloudtrail,
    byTrail({ ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/*" } }),
    { "aws:SourceArn": TRAIL },
    "allowed",
  ],
  [
    `${KEYS}#condition-keys-sourceorgid`,
    "a service for the organization",
    cloudtrail,
    byTrail({ StringEquals: { "aws:SourceOrgID": ORGANIZATION } }),
    { "aws:SourceOrgID": ORGANIZATION, "aws:SourceArn": TRAIL },
    "allowed",
  ],
  [
    `${KEYS}#condition-keys-sourceorgid`,
    "a service for another organization",
    cloudtrail,
    byTrail({ StringEquals: { "aws:SourceOrgID": ORGANIZATION } }),
    { "aws:SourceOrgID": "o-zyxwv98765" },
    "denied",
  ],
  [
    `${KEYS}#condition-keys-sourceorgid`,
    "aws:PrincipalOrgID is not for services",
    cloudtrail,
    byTrail({ StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } }),
    { "aws:SourceOrgID": ORGANIZATION },
    "denied",
  ],
  [
    `${KEYS}#condition-keys-principalisawsservice`,
    "a service is in no organization, and excepted",
    cloudtrail,
    [
      ...byTrail({}),
      deny({
        Principal: "*",
        Condition: {
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
          StringNotEquals: { "aws:PrincipalOrgID": ORGANIZATION },
        },
      }),
    ],
    {},
    "allowed",
  ],
  [
    `${KEYS}#condition-keys-principalorgid`,
    "a service is in no organization, and not excepted",
    cloudtrail,
    [
      ...byTrail({}),
      deny({ Principal: "*", Condition: { StringNotEquals: { "aws:PrincipalOrgID": ORGANIZATION } } }),
    ],
    {},
    "explicitly denied",
  ],
  // Members of an organization
  [
    `${KEYS}#condition-keys-principalorgid`,
    "a member",
    user,
    toMembers({ StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } }),
    { "aws:PrincipalOrgID": ORGANIZATION },
    "allowed",
  ],
  [
    `${KEYS}#condition-keys-principalorgid`,
    "a member of another",
    user,
    toMembers({ StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } }),
    { "aws:PrincipalOrgID": "o-zyxwv98765" },
    "denied",
  ],
  [
    `${KEYS}#condition-keys-principalorgid`,
    "a member of none",
    user,
    toMembers({ StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } }),
    {},
    "denied",
  ],
  [
    `${KEYS}#condition-keys-principalorgid`,
    "a Deny of all others meets those of none",
    user,
    allBut({ StringNotEquals: { "aws:PrincipalOrgID": ORGANIZATION } }),
    {},
    "explicitly denied",
  ],
  [
    `${KEYS}#condition-keys-principalorgid`,
    "ids have no wildcards under StringEquals",
    user,
    toMembers({ StringEquals: { "aws:PrincipalOrgID": "o-*" } }),
    { "aws:PrincipalOrgID": ORGANIZATION },
    "denied",
  ],
  [
    `${KEYS}#condition-keys-principalorgpaths`,
    "a member of the OU",
    user,
    toMembers({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": OU } }),
    { "aws:PrincipalOrgPaths": [OU] },
    "allowed",
  ],
  [
    `${KEYS}#condition-keys-principalorgpaths`,
    "a member of an OU below, without a wildcard",
    user,
    toMembers({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": OU } }),
    { "aws:PrincipalOrgPaths": [`${OU}ou-ab12-22222222/`] },
    "denied",
  ],
  [
    `${KEYS}#condition-keys-principalorgpaths`,
    "a member of an OU below, with a wildcard",
    user,
    toMembers({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${OU}*` } }),
    { "aws:PrincipalOrgPaths": [`${OU}ou-ab12-22222222/`] },
    "allowed",
  ],
  [
    SETS,
    "nobody of no OU",
    user,
    toMembers({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": `${OU}*` } }),
    {},
    "denied",
  ],
  [
    SETS,
    "everybody of no OU, for ForAllValues is true without a value",
    user,
    toMembers({ "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": `${OU}*` } }),
    {},
    "allowed",
  ],
  // The people of a permission set
  [
    SSO,
    "someone of the permission set",
    analyst,
    toPeople("*/AWSReservedSSO_Analyst_????????????????"),
    {},
    "allowed",
  ],
  [
    SSO,
    "someone of another whose name begins the same",
    other,
    toPeople("*/AWSReservedSSO_Analyst_????????????????"),
    {},
    "denied",
  ],
  [SSO, "someone of another, with an asterisk", other, toPeople("*/AWSReservedSSO_Analyst*"), {}, "allowed"],
  [
    `${OPERATORS}#Conditions_ARN`,
    "ArnEquals takes wildcards too",
    analyst,
    toPeople("*/AWSReservedSSO_Analyst_????????????????", "ArnEquals"),
    {},
    "allowed",
  ],
  [
    `${OPERATORS}#Conditions_String`,
    "StringEquals does not",
    analyst,
    toPeople("*/AWSReservedSSO_Analyst_????????????????", "StringEquals"),
    {},
    "denied",
  ],
  [
    SSO,
    "another region",
    analyst,
    toPeople("us-east-1/AWSReservedSSO_Analyst_????????????????"),
    {},
    "denied",
  ],
];

/** Services, members of organizations and people of IAM Identity Center, in the policy of a bucket of account A. */
export const servicesAndOrganizations: readonly Case[] = ROWS.map(
  ([source, name, caller, statements, context, expected]) => ({
    name,
    source,
    expected,
    ask: (evaluator) => ({
      action: "s3:PutObject",
      resource: "arn:aws:s3:::acme/in/report.csv",
      caller: caller(evaluator),
      context,
      documents: {
        resource: owned(statements),
        ...(caller !== cloudtrail && { identity: identity(allow(), B) }),
      },
    }),
  }),
);
