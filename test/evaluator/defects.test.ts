import {
  accountRoot,
  ANONYMOUS,
  type Caller,
  roleSession,
  user,
  webIdentity,
} from "../../src/prove/evaluator/caller";
import type { ContextKeys } from "../../src/prove/evaluator/context";
import type { Documents } from "../../src/prove/evaluator/decision";
import { evaluate } from "../../src/prove/evaluator/evaluate";
import { DEFECTS } from "./defects";
import { simulateAsIs, type Verdict, verdictOf } from "./simulator";
import {
  A,
  allow,
  ANN,
  attached,
  B,
  deny,
  type Element,
  identity,
  KEY,
  OBJECT,
  owned,
  ROLE,
  ROOT_A,
  SESSION,
} from "./truth-table/case";

/** One request that AWS decides otherwise than iam-simulate, for each defect that the comparison works around. */
interface Shown {
  readonly defect: keyof typeof DEFECTS;
  readonly ours: Verdict;
  readonly theirs: Verdict;
  readonly action?: string;
  readonly resource?: string;
  readonly caller?: Caller;
  readonly context?: ContextKeys;
  readonly documents: Documents;
}

const ann = user(ANN);
const porter = roleSession(ROLE, "s1");
const yes = identity(allow());

/** Whether the condition of Ann's identity policy holds. */
function conditional(condition: Element, context: ContextKeys): Pick<Shown, "documents" | "context"> {
  return {
    context,
    documents: { identity: identity(allow({ Condition: condition })), resource: owned(undefined) },
  };
}

const K = "aws:PrincipalTag/k";
const ALLOWED = { ours: "Allowed", theirs: "ImplicitlyDenied" } as const;
const DENIED = { ours: "ImplicitlyDenied", theirs: "Allowed" } as const;
const REACHES = allow({ Resource: "arn:aws:s3:*::secret" });
const NOT_PARTIALLY = {
  Effect: "Allow",
  Action: "*",
  NotResource: "arn:aws:s3:::x/${aws:PrincipalTag/none}*",
};

const TARGET = `arn:aws:iam::${A}:role/Target`;
const GITHUB = `arn:aws:iam::${A}:oidc-provider/token.actions.githubusercontent.com`;

/** Lets users of an identity provider do everything with a role. */
function trusting(Federated: string, Condition?: Element): Element {
  return { Effect: "Allow", Action: "*", Principal: { Federated }, ...(Condition && { Condition }) };
}

const SHOWN: readonly Shown[] = [
  {
    defect: "encryption context",
    ...ALLOWED,
    ...conditional(
      { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme/*" } },
      { "kms:EncryptionContext:aws:s3:arn": OBJECT },
    ),
    action: "kms:Decrypt",
    resource: KEY,
    documents: {
      identity: identity(
        allow({ Condition: { StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme/*" } } }),
      ),
      resource: owned([allow({ Principal: { AWS: ROOT_A } })]),
    },
  },
  {
    defect: "session policy",
    ...ALLOWED,
    caller: porter,
    documents: {
      session: [attached("session policy", A, allow({ Action: "ec2:*" }))],
      resource: owned([allow({ Principal: { AWS: SESSION } })]),
    },
  },
  {
    defect: "epoch time",
    ...DENIED,
    ...conditional(
      { DateGreaterThan: { "aws:TokenIssueTime": "1577836800" } },
      { "aws:TokenIssueTime": "2019-12-31T00:00:00Z" },
    ),
  },
  {
    defect: "prefix length 0",
    ...ALLOWED,
    ...conditional({ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }, { "aws:SourceIp": "203.0.113.7" }),
  },
  {
    defect: "bare address",
    ...ALLOWED,
    ...conditional({ NotIpAddress: { "aws:SourceIp": "203.0.113.7" } }, { "aws:SourceIp": "2001:db8::1" }),
  },
  {
    defect: "NotResource without value",
    ...ALLOWED,
    documents: { identity: identity(NOT_PARTIALLY), resource: owned(undefined) },
  },
  {
    defect: "ForAnyValue IfExists",
    ...ALLOWED,
    ...conditional({ "ForAnyValue:StringEqualsIfExists": { "aws:TagKeys": "a" } }, {}),
  },
  {
    defect: "negated without value",
    ...ALLOWED,
    ...conditional({ StringNotEquals: { [K]: "${aws:PrincipalTag/none}" } }, { [K]: "x" }),
  },
  {
    defect: "literal characters",
    ...ALLOWED,
    ...conditional({ StringEquals: { [K]: "a${*}" } }, { [K]: "a*" }),
  },
  {
    defect: "wildcards in names",
    ...DENIED,
    resource: "arn:aws:s3:::acme/*",
    documents: {
      identity: identity(allow({ Resource: "arn:aws:s3:::acme/a" })),
      resource: owned(undefined),
    },
  },
  {
    defect: "older version",
    ...DENIED,
    context: { [K]: "Ann" },
    documents: {
      identity: [
        {
          name: "identity policy",
          account: A,
          document: {
            Version: "2008-10-17",
            Statement: allow({ Condition: { StringEquals: { [K]: "${aws:username}" } } }),
          },
        },
      ],
      resource: owned(undefined),
    },
  },
  { defect: "root user", ...ALLOWED, caller: accountRoot(A), documents: { resource: owned(undefined) } },
  {
    defect: "impossible callers",
    ...DENIED,
    caller: ANONYMOUS,
    action: "kms:Decrypt",
    resource: KEY,
    documents: { resource: owned([allow({ Principal: "*" })]) },
  },
  {
    defect: "claims",
    ...ALLOWED,
    caller: webIdentity(GITHUB, { sub: "repo:acme/site", aud: "sts.amazonaws.com" }),
    action: "sts:AssumeRoleWithWebIdentity",
    resource: TARGET,
    context: { "token.actions.githubusercontent.com:sub": "repo:acme/site" },
    documents: {
      resource: owned([
        trusting(GITHUB, { StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/site" } }),
      ]),
    },
  },
  {
    defect: "account of a provider",
    ours: "Allowed",
    theirs: "ExplicitlyDenied",
    caller: webIdentity(GITHUB, { sub: "repo:acme/site", aud: "sts.amazonaws.com" }),
    action: "sts:AssumeRoleWithWebIdentity",
    resource: TARGET,
    documents: {
      resource: owned([trusting(GITHUB), { Effect: "Deny", Action: "*", Principal: { AWS: ROOT_A } }]),
    },
  },
  {
    defect: "built-in providers",
    ...ALLOWED,
    caller: webIdentity("accounts.google.com", { sub: "1", aud: "2" }),
    action: "sts:AssumeRoleWithWebIdentity",
    resource: TARGET,
    documents: { resource: owned([trusting("accounts.google.com")]) },
  },
  {
    defect: "federated credentials",
    ...DENIED,
    caller: webIdentity(GITHUB, { sub: "repo:acme/site", aud: "sts.amazonaws.com" }),
    action: "sts:AssumeRole",
    resource: TARGET,
    documents: { resource: owned([trusting(GITHUB)]) },
  },
  {
    defect: "not shared",
    ...DENIED,
    action: "kms:PutKeyPolicy",
    resource: KEY.replace(A, B),
    documents: { identity: yes, resource: owned([allow({ Principal: { AWS: ANN } })], B) },
  },
  {
    defect: "root escape",
    ours: "Allowed",
    theirs: "ExplicitlyDenied",
    action: "s3:PutBucketPolicy",
    resource: "arn:aws:s3:::acme",
    caller: accountRoot(A),
    documents: { resource: owned([deny({ Principal: "*" })]) },
  },
  {
    defect: "variable inside an ARN",
    ...ALLOWED,
    ...conditional(
      { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:${aws:PrincipalAccount}:topic" } },
      { "aws:SourceArn": `arn:aws:sns:us-east-1:${A}:topic` },
    ),
  },
  {
    defect: "empty variable",
    ...ALLOWED,
    ...conditional(
      { StringEquals: { [K]: "a${aws:PrincipalTag/empty}" } },
      { [K]: "a", "aws:PrincipalTag/empty": "" },
    ),
  },
  {
    defect: "comma in a default",
    ...ALLOWED,
    ...conditional({ StringEquals: { [K]: "${aws:PrincipalTag/none, 'a, b'}" } }, { [K]: "a, b" }),
  },
  {
    defect: "role names",
    ...DENIED,
    caller: porter,
    documents: { resource: owned([allow({ Principal: { AWS: ROLE.replace("team/Porter", "porter") } })]) },
  },
  {
    defect: "empty string",
    ...ALLOWED,
    ...conditional({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" } }, { "aws:TagKeys": [""] }),
  },
  {
    defect: "colon",
    ...ALLOWED,
    resource: "arn:aws:s3:::acme/a::secret",
    documents: { identity: identity(REACHES), resource: owned(undefined) },
  },
];

test.each(SHOWN.map((shown): [string, Shown] => [DEFECTS[shown.defect], shown]))(
  "%s",
  async (_what, shown) => {
    const { action = "s3:GetObject", resource = OBJECT, caller = ann, context = {}, documents } = shown;
    const request = { action, resource, caller, context };
    expect(verdictOf(evaluate(request, documents))).toBe(shown.ours);
    expect(await simulateAsIs({ request, documents })).toBe(shown.theirs);
  },
);

test("every known defect is shown", () => {
  expect(SHOWN.map(({ defect }) => defect)).toEqual(Object.keys(DEFECTS));
});
