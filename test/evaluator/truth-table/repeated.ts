import type { Caller } from "../../../src/prove/evaluator/caller";
import {
  A,
  allow,
  ANN,
  attached,
  B,
  type Case,
  type Evaluator,
  IAM,
  identity,
  KEY,
  KMS,
  OBJECT,
  owned,
  ROLE,
  ROOT_A,
  type Asked,
} from "./case";

const CALLER_ACCOUNT = `${KMS}/conditions-kms.html#conditions-kms-caller-account`;

/** The same of S3 and of KMS, by somebody who may only if the request has the key. */
function withCallerAccount(caller: Caller): [s3: Asked, kms: Asked] {
  const documents = {
    identity: identity(allow({ Condition: { StringEquals: { "kms:CallerAccount": A } } })),
    resource: owned([allow({ Principal: { AWS: ROOT_A } })]),
  };
  return [
    { action: "s3:GetObject", resource: OBJECT, caller, documents },
    { action: "kms:Decrypt", resource: KEY, caller, documents },
  ];
}

/** The same callers and documents again, in another request: what the first left behind must not decide the second. */
const ROWS: readonly (readonly [
  name: string,
  source: string,
  expected: Case["expected"],
  ask: (evaluator: Evaluator) => readonly [first: Asked, second: Asked],
])[] = [
  [
    "a list of NotAction after the same list of Action",
    `${IAM}/reference_policies_elements_notaction.html`,
    "denied",
    ({ user }) => {
      const ask = (element: object): Asked => ({
        action: "s3:PutObject",
        resource: OBJECT,
        caller: user(ANN),
        documents: { identity: identity(allow({ Action: undefined, ...element })), resource: owned([]) },
      });
      return [ask({ Action: "s3:Put*Object" }), ask({ NotAction: "s3:Put*Object" })];
    },
  ],
  [
    "a statement that names a role, and then only the account of a user",
    `${IAM}/reference_policies_evaluation-logic.html#policy-eval-denyallow`,
    "denied",
    ({ roleSession, user }) => {
      const resource = owned([allow({ Principal: { AWS: [ROLE, ROOT_A] } })]);
      const ask = (caller: Asked["caller"]): Asked => ({
        action: "kms:Decrypt",
        resource: KEY,
        caller,
        documents: { resource },
      });
      return [ask(roleSession(ROLE, "s1")), ask(user(ANN))];
    },
  ],
  [
    "a bucket policy that is then attached to a user, who has no use for its Principal",
    `${IAM}/reference_policies_elements_principal.html`,
    { refused: "cannot have a Principal" },
    ({ user }) => {
      const resource = owned([allow({ Principal: "*" })]);
      const { document = {} } = resource;
      const request = { action: "s3:GetObject", resource: OBJECT, caller: user(ANN) };
      return [
        { ...request, documents: { resource } },
        {
          ...request,
          documents: { identity: [{ ...attached("identity policy", A), document }], resource: owned([]) },
        },
      ];
    },
  ],
  [
    "the account of the resource, after that of another resource",
    `${IAM}/reference_policies_condition-keys.html#condition-keys-resourceaccount`,
    "denied",
    ({ user }) => {
      const caller = user(ANN);
      const ask = (account: string): Asked => ({
        action: "s3:GetObject",
        resource: OBJECT,
        caller,
        documents: {
          identity: identity(allow({ Condition: { StringEquals: { "aws:ResourceAccount": A } } })),
          resource: owned([allow({ Principal: "*" })], account),
        },
      });
      return [ask(A), ask(B)];
    },
  ],
  [
    "the caller's account as KMS says it, after a request to S3",
    CALLER_ACCOUNT,
    "allowed",
    ({ user }) => {
      const [s3, kms] = withCallerAccount(user(ANN));
      return [s3, kms];
    },
  ],
  [
    "the caller's account, which S3 does not say, after a request to KMS",
    CALLER_ACCOUNT,
    "denied",
    ({ user }) => {
      const [s3, kms] = withCallerAccount(user(ANN));
      return [kms, s3];
    },
  ],
];

export const repeated: readonly Case[] = ROWS.map(([name, source, expected, ask]) => ({
  name: `repeated: ${name}`,
  source,
  expected,
  ask: (evaluator) => {
    const [first, second] = ask(evaluator);
    const { documents, context = {}, ...request } = first;
    evaluator.evaluate({ ...request, context }, documents);
    return second;
  },
}));
