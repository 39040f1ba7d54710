import {
  ANN,
  allow,
  type Case,
  deny,
  type Element,
  type Expected,
  IAM,
  identity,
  OBJECT,
  owned,
  policy,
  A,
} from "./case";

const ACTION = `${IAM}/reference_policies_elements_action.html`;
const RESOURCE = `${IAM}/reference_policies_elements_resource.html`;
const VARIABLES = `${IAM}/reference_policies_variables.html`;
const EVALUATION = `${IAM}/reference_policies_evaluation-logic.html`;

type Row = readonly [
  source: string,
  statement: Element,
  action: string,
  resource: string,
  expected: Expected,
];

const WHOLE = "arn:aws:s3:::amzn-s3-demo-bucket";

/** A statement of the identity policy of the user Ann, and whether it applies. */
const ROWS: readonly Row[] = [
  [ACTION, { Action: "s3:GetObject" }, "s3:GetObject", OBJECT, "allowed"],
  [ACTION, { Action: "S3:getobject" }, "s3:GetObject", OBJECT, "allowed"],
  [ACTION, { Action: "s3:GetObject" }, "S3:GETOBJECT", OBJECT, "allowed"],
  [ACTION, { Action: "s3:GetObject" }, "s3:GetObjectTagging", OBJECT, "denied"],
  [ACTION, { Action: "s3:Get*" }, "s3:GetObjectTagging", OBJECT, "allowed"],
  [ACTION, { Action: "s3:*Object" }, "s3:PutObject", OBJECT, "allowed"],
  [ACTION, { Action: "s3:*object" }, "s3:PutObject", OBJECT, "allowed"],
  [ACTION, { Action: "s3:???Object" }, "s3:GetObject", OBJECT, "allowed"],
  [ACTION, { Action: "s3:???Object" }, "s3:DeleteObject", OBJECT, "denied"],
  [ACTION, { Action: "s3:*" }, "s3:PutObject", OBJECT, "allowed"],
  [ACTION, { Action: "kms:*" }, "s3:PutObject", OBJECT, "denied"],
  [ACTION, { Action: "*" }, "s3:PutObject", OBJECT, "allowed"],
  [ACTION, { Action: ["s3:ListBucket", "s3:PutObject"] }, "s3:PutObject", OBJECT, "allowed"],
  [ACTION, { Action: "PutObject" }, "s3:PutObject", OBJECT, { refused: "is not an action" }],
  [
    `${IAM}/reference_policies_elements_notaction.html`,
    { Action: undefined, NotAction: "s3:Delete*" },
    "s3:PutObject",
    OBJECT,
    "allowed",
  ],
  [
    `${IAM}/reference_policies_elements_notaction.html`,
    { Action: undefined, NotAction: "s3:delete*" },
    "s3:DeleteObject",
    OBJECT,
    "denied",
  ],
  [
    `${IAM}/reference_policies_elements_notaction.html`,
    { Action: undefined, NotAction: ["iam:*", "s3:Put*"] },
    "s3:PutObject",
    OBJECT,
    "denied",
  ],
  [RESOURCE, { Resource: OBJECT }, "s3:GetObject", OBJECT, "allowed"],
  [RESOURCE, { Resource: `${WHOLE}/*` }, "s3:GetObject", `${WHOLE}/a/b`, "allowed"],
  [RESOURCE, { Resource: `${WHOLE}/*` }, "s3:ListBucket", WHOLE, "denied"],
  [RESOURCE, { Resource: WHOLE }, "s3:GetObject", `${WHOLE}/a`, "denied"],
  [RESOURCE, { Resource: [WHOLE, `${WHOLE}/*`] }, "s3:ListBucket", WHOLE, "allowed"],
  [RESOURCE, { Resource: `${WHOLE}*` }, "s3:GetObject", "arn:aws:s3:::amzn-s3-demo-bucket2/a", "allowed"],
  [RESOURCE, { Resource: `${WHOLE}/A` }, "s3:GetObject", `${WHOLE}/a`, "denied"],
  [RESOURCE, { Resource: `${WHOLE}/?` }, "s3:GetObject", `${WHOLE}/ab`, "denied"],
  ...(
    [
      ["1/test/object.jpg", "allowed"],
      ["1/2/test/3/object.jpg ", "allowed"],
      ["1///test///object.jpg", "allowed"],
      ["1/test/.jpg", "allowed"],
      ["/test/object.jpg", "allowed"],
      ["1/test/", "allowed"],
      ["1-test/object.jpg", "denied"],
      ["test/object.jpg", "denied"],
      ["1/2/test.jpg", "denied"],
    ] as const
  ).map(([key, expected]): Row => [
    `${RESOURCE}#reference_policies_elements_resource_wildcards`,
    { Resource: `${WHOLE}/*/test/*` },
    "s3:GetObject",
    `${WHOLE}/${key}`,
    expected,
  ]),
  [
    `${RESOURCE}#reference_policies_elements_resource_wildcards`,
    { Resource: `${WHOLE}/*/x` },
    "s3:GetObject",
    `${WHOLE}/12:30/x`,
    "allowed",
  ],
  [
    `${RESOURCE}#reference_policies_elements_resource_wildcards`,
    { Resource: "arn:aws:s3:*" },
    "s3:GetObject",
    OBJECT,
    "allowed",
  ],
  [
    `${RESOURCE}#reference_policies_elements_resource_wildcards`,
    { Resource: "arn:aws:s3:*::secret" },
    "s3:GetObject",
    `${WHOLE}/a::secret`,
    "allowed",
  ],
  [
    `${RESOURCE}#reference_policies_elements_resource_wildcards`,
    { Resource: "arn:a*:s3:*x::secret" },
    "s3:GetObject",
    `${WHOLE}/x::secret`,
    "denied",
  ],
  [
    `${RESOURCE}#reference_policies_elements_resource_wildcards`,
    { Resource: "arn:aws:s3:*x::secret" },
    "s3:GetObject",
    `${WHOLE}/x::secret`,
    "denied",
  ],
  [
    `${RESOURCE}#reference_policies_elements_resource_wildcards`,
    { Resource: "arn:aws:*:::b" },
    "s3:GetObject",
    OBJECT,
    { refused: "has a wildcard in the service part" },
  ],
  [`${IAM}/reference-arns.html`, { Resource: "arn:aws-cn:s3:::*" }, "s3:GetObject", OBJECT, "denied"],
  [`${IAM}/reference-arns.html`, { Resource: "arn:*:s3:::*" }, "s3:GetObject", OBJECT, "allowed"],
  [
    `${IAM}/reference-arns.html`,
    { Resource: "arn:aws:s3" },
    "s3:GetObject",
    OBJECT,
    { refused: "fewer than six parts" },
  ],
  [
    `${IAM}/reference_policies_elements_notresource.html`,
    { Resource: undefined, NotResource: `${WHOLE}/*` },
    "s3:GetObject",
    OBJECT,
    "allowed",
  ],
  [
    `${IAM}/reference_policies_elements_notresource.html`,
    { Resource: undefined, NotResource: "arn:aws:s3:::acme/*" },
    "s3:GetObject",
    OBJECT,
    "denied",
  ],
  [
    `${IAM}/reference_policies_elements_notresource.html`,
    { Resource: undefined, NotResource: [WHOLE, OBJECT] },
    "s3:GetObject",
    OBJECT,
    "denied",
  ],
  [
    `${VARIABLES}#policy-vars-resourceelement`,
    { Resource: `${WHOLE}/\${aws:username}/*` },
    "s3:GetObject",
    `${WHOLE}/Ann/a`,
    "allowed",
  ],
  [
    `${VARIABLES}#policy-vars-resourceelement`,
    { Resource: `${WHOLE}/\${aws:username}/*` },
    "s3:GetObject",
    `${WHOLE}/Bob/a`,
    "denied",
  ],
  [
    `${VARIABLES}#policy-vars-resourceelement`,
    { Resource: "arn:aws:s3:::${aws:PrincipalTag/department}/*" },
    "s3:GetObject",
    "arn:aws:s3:::hr/a",
    "allowed",
  ],
  [
    `${VARIABLES}#policy-vars-resourceelement`,
    { Resource: "arn:aws:s3::${aws:username}:x" },
    "s3:GetObject",
    OBJECT,
    { refused: "before its last part" },
  ],
  [
    `${VARIABLES}#policy-vars-no-value`,
    { Resource: `${WHOLE}/\${aws:PrincipalTag/none}*` },
    "s3:GetObject",
    `${WHOLE}/a`,
    "denied",
  ],
  [
    `${VARIABLES}#policy-vars-no-value`,
    { Resource: undefined, NotResource: `${WHOLE}/\${aws:PrincipalTag/none}*` },
    "s3:GetObject",
    `${WHOLE}/a`,
    "allowed",
  ],
  [
    `${VARIABLES}#policy-vars-default-values`,
    { Resource: `${WHOLE}-\${aws:PrincipalTag/team, 'company-wide'}/*` },
    "s3:GetObject",
    `${WHOLE}-company-wide/a`,
    "allowed",
  ],
  [
    `${VARIABLES}#policy-vars-default-values`,
    { Resource: `${WHOLE}-\${aws:PrincipalTag/department, 'company-wide'}/*` },
    "s3:GetObject",
    `${WHOLE}-company-wide/a`,
    "denied",
  ],
  [
    `${VARIABLES}#policy-vars-specialchars`,
    { Resource: `${WHOLE}/a\${*}` },
    "s3:GetObject",
    `${WHOLE}/a*`,
    "allowed",
  ],
  [
    `${VARIABLES}#policy-vars-specialchars`,
    { Resource: `${WHOLE}/a\${*}` },
    "s3:GetObject",
    `${WHOLE}/ab`,
    "denied",
  ],
  [
    `${VARIABLES}#policy-vars-specialchars`,
    { Resource: `${WHOLE}/\${$}{aws:username}/*` },
    "s3:GetObject",
    `${WHOLE}/\${aws:username}/a`,
    "allowed",
  ],
  [
    `${VARIABLES}#policy-vars-specialchars`,
    { Resource: `${WHOLE}/\${aws:PrincipalTag/none, '*'}` },
    "s3:GetObject",
    `${WHOLE}/a`,
    { refused: "part of a pattern" },
  ],
  [
    `${VARIABLES}#policy-vars-no-value`,
    { Resource: "arn:aws:s3:*:*:${aws:PrincipalTag/none}" },
    "s3:GetObject",
    `${WHOLE}/a:b:`,
    "denied",
  ],
  [
    `${IAM}/reference_policies_grammar.html`,
    { Sids: "x" },
    "s3:GetObject",
    OBJECT,
    { refused: "the element Sids is unknown" },
  ],
  [
    `${IAM}/reference_policies_elements_effect.html`,
    { Effect: "allow" },
    "s3:GetObject",
    OBJECT,
    { refused: "neither" },
  ],
  [
    `${IAM}/reference_policies_elements_notprincipal.html`,
    { NotPrincipal: "*" },
    "s3:GetObject",
    OBJECT,
    { refused: "NotPrincipal is not evaluated" },
  ],
  [
    `${IAM}/reference_policies_grammar.html`,
    { Principal: "*" },
    "s3:GetObject",
    OBJECT,
    { refused: "cannot have a Principal" },
  ],
];

const HR = { "aws:PrincipalTag/department": "hr" };

export const elements: readonly Case[] = [
  ...ROWS.map(([source, statement, action, resource, expected]): Case => ({
    name: `${JSON.stringify(statement)} for ${action} on ${resource}`,
    source,
    expected,
    ask: ({ user }) => ({
      action,
      resource,
      caller: user(ANN),
      context: HR,
      documents: { identity: identity(allow(statement)), resource: owned(undefined) },
    }),
  })),
  // The older version of the language has no variables.
  ...(["Ann", "${aws:username}"] as const).map((name): Case => ({
    name: `a variable in a condition in version 2008-10-17 on ${name}`,
    source: `${IAM}/reference_policies_elements_version.html`,
    expected: name === "Ann" ? "denied" : "allowed",
    ask: ({ user }) => ({
      action: "s3:GetObject",
      resource: OBJECT,
      caller: user(ANN),
      context: { "aws:PrincipalTag/team": name },
      documents: {
        identity: [
          {
            name: "identity policy",
            account: A,
            document: {
              Version: "2008-10-17",
              Statement: allow({
                Condition: { StringEquals: { "aws:PrincipalTag/team": "${aws:username}" } },
              }),
            },
          },
        ],
        resource: owned(undefined),
      },
    }),
  })),
  ...(["2008-10-17", undefined] as const).flatMap((Version) =>
    (["Ann", "${aws:username}"] as const).map((name): Case => ({
      name: `a variable in version ${String(Version)} on ${name}`,
      source: `${IAM}/reference_policies_elements_version.html`,
      expected: name === "Ann" ? "denied" : "allowed",
      ask: ({ user }) => ({
        action: "s3:GetObject",
        resource: `${WHOLE}/${name}/a`,
        caller: user(ANN),
        documents: {
          identity: [
            {
              name: "identity policy",
              account: A,
              document: {
                ...(Version && { Version }),
                Statement: allow({ Resource: `${WHOLE}/\${aws:username}/*` }),
              },
            },
          ],
          resource: owned(undefined),
        },
      }),
    })),
  ),
  // Carlos can do everything with his own bucket, and nothing with logs.
  ...(
    [
      ["s3:ListAllMyBuckets", "arn:aws:s3:::*", "allowed"],
      ["s3:PutObject", "arn:aws:s3:::carlossalazar/a", "allowed"],
      ["s3:DeleteBucket", "arn:aws:s3:::carlossalazar", "allowed"],
      ["s3:PutObject", "arn:aws:s3:::carlossalazar-logs/a", "explicitly denied"],
      ["s3:PutObject", "arn:aws:s3:::other/a", "denied"],
    ] as const
  ).map(([action, resource, expected]): Case => ({
    name: `Carlos: ${action} on ${resource}`,
    source: `${EVALUATION}#policies_evaluation_example`,
    expected,
    ask: ({ user }) => ({
      action,
      resource,
      caller: user(`arn:aws:iam::${A}:user/carlossalazar`),
      documents: {
        identity: [
          {
            name: "identity policy",
            account: A,
            document: policy(
              allow({ Action: ["s3:GetBucketLocation", "s3:ListAllMyBuckets"], Resource: "arn:aws:s3:::*" }),
              allow({
                Action: "s3:*",
                Resource: ["arn:aws:s3:::carlossalazar/*", "arn:aws:s3:::carlossalazar"],
              }),
              deny({ Action: "s3:*", Resource: "arn:aws:s3:::*log*" }),
            ),
          },
        ],
        resource: owned(undefined),
      },
    }),
  })),
];
