import { accountA, role } from "../../test/fixtures/intents";
import { trustPolicy } from "./trust-policy";

const ADMIN = "arn:aws:iam::222222222222:user/destination-admin";

test.each<[string, Parameters<typeof trustPolicy>, object[]]>([
  ["a user", [{ arns: [ADMIN], services: [] }], [{ Sid: "AssumeRole", Principal: { AWS: ADMIN } }]],
  [
    "a service",
    [{ arns: [], services: [{ service: "s3.amazonaws.com" }] }],
    [{ Sid: "AssumeRoleByService", Principal: { Service: "s3.amazonaws.com" } }],
  ],
  [
    "a third party",
    [{ arns: [ADMIN], services: [], externalId: "acme-42" }],
    [
      {
        Sid: "AssumeRole",
        Principal: { AWS: ADMIN },
        Condition: { StringEquals: { "sts:ExternalId": "acme-42" } },
      },
    ],
  ],
  [
    "a user and services, which have no external id to state",
    [
      {
        arns: [ADMIN],
        services: [{ service: "lambda.amazonaws.com" }, { service: "ec2.amazonaws.com" }],
        externalId: "acme-42",
      },
    ],
    [
      {
        Sid: "AssumeRole",
        Principal: { AWS: ADMIN },
        Condition: { StringEquals: { "sts:ExternalId": "acme-42" } },
      },
      { Sid: "AssumeRoleByService", Principal: { Service: ["ec2.amazonaws.com", "lambda.amazonaws.com"] } },
    ],
  ],
])("%s may assume the role", (_, args, statements) => {
  expect(trustPolicy(...args)).toEqual({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", Action: "sts:AssumeRole", ...statement })),
  });
});

test("principals that are created together with the role are named by their account", () => {
  const account = { accountId: "222222222222", region: "us-east-1", partition: "aws" };
  const own = "arn:aws:iam::222222222222:role/Porter";
  const principals = [
    { principalArn: own, account },
    { principalArn: ADMIN, account },
  ];
  expect(trustPolicy({ arns: [], principals, services: [], externalId: "acme-42" }).Statement).toEqual([
    {
      Sid: "AssumeRoleByPrincipals",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::222222222222:root" },
      Action: "sts:AssumeRole",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": [own, ADMIN] },
        StringEquals: { "sts:ExternalId": "acme-42" },
      },
    },
  ]);
});

const TAG = ["sts:AssumeRole", "sts:TagSession"];

test.each([
  [["pods.eks.amazonaws.com"], [["StartSessionByService", TAG]]],
  [["capabilities.eks.amazonaws.com"], [["StartSessionByService", TAG]]],
  [
    ["access-grants.s3.amazonaws.com"],
    [["StartSessionByService", ["sts:AssumeRole", "sts:SetSourceIdentity"]]],
  ],
  [
    ["rolesanywhere.amazonaws.com"],
    [["StartSessionByService", ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]]],
  ],
  [
    ["pods.eks.amazonaws.com", "ec2.amazonaws.com", "capabilities.eks.amazonaws.com"],
    [
      ["AssumeRoleByService", "sts:AssumeRole"],
      ["StartSessionByService", TAG],
    ],
  ],
])("the sessions of %j need", (services, statements) => {
  const { Statement } = trustPolicy({ arns: [], services: services.map((service) => ({ service })) });
  expect(Statement.map(({ Sid, Action }) => [Sid, Action])).toEqual(statements);
});

test("session tags: no tag but those, and not by services", () => {
  const { Statement } = trustPolicy({
    arns: [ADMIN],
    services: [{ service: "ec2.amazonaws.com" }],
    externalId: "acme-42",
    sessionTags: ["team", "cost"],
  });
  expect(Statement.at(-1)).toEqual({
    Sid: "TagSession",
    Effect: "Allow",
    Principal: { AWS: ADMIN },
    Action: "sts:TagSession",
    Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": ["cost", "team"] } },
  });
  expect(
    trustPolicy({ arns: [], services: [{ service: "ec2.amazonaws.com" }], sessionTags: ["team"] }).Statement,
  ).toHaveLength(1);
});

test("principals of the topology can pass the tags, too", () => {
  const account = { accountId: "222222222222", region: "us-east-1", partition: "aws" };
  const { Statement } = trustPolicy({
    arns: [],
    principals: [{ principalArn: ADMIN, account }],
    services: [],
    sessionTags: ["team"],
  });
  expect(Statement[1]).toEqual({
    Sid: "TagSessionByPrincipals",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::222222222222:root" },
    Action: "sts:TagSession",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": ADMIN },
      "ForAllValues:StringEquals": { "aws:TagKeys": "team" },
    },
  });
});

test("principals that inherit tags can pass them on with the others, in one statement", () => {
  const account = { accountId: "222222222222", region: "us-east-1", partition: "aws" };
  const [ann, pod] = ["user/ann", "role/pod"].map((name) => ({
    principalArn: `arn:aws:iam::222222222222:${name}`,
    account,
  })) as [InheritingPrincipal, InheritingPrincipal];
  const { Statement } = trustPolicy({
    arns: [ADMIN],
    principals: [ann, pod],
    inheriting: [pod],
    inheritedTags: ["kubernetes-namespace"],
    services: [],
    sessionTags: ["team"],
  });
  expect(
    Statement.filter(({ Action }) => Action === "sts:TagSession").map(({ Sid, Condition }) => [
      Sid,
      Condition?.ArnEquals?.["aws:PrincipalArn"],
      Condition?.["ForAllValues:StringEquals"]?.["aws:TagKeys"],
    ]),
  ).toEqual([
    ["TagSession", undefined, "team"],
    ["TagSessionByPrincipals", ann.principalArn, "team"],
    ["TagSessionByPods", pod.principalArn, ["kubernetes-namespace", "team"]],
  ]);
});

type InheritingPrincipal = NonNullable<Parameters<typeof trustPolicy>[0]["inheriting"]>[number];

describe("tokens and assertions", () => {
  const providerArn = "arn:aws:iam::222222222222:oidc-provider/oidc.example.com";
  const oidc = { issuer: "oidc.example.com", providerArn, audiences: ["sts.amazonaws.com"] };
  const nobody = { arns: [], services: [] };

  test("a subject is exact", () => {
    const trust = { ...nobody, oidc: [{ ...oidc, subjects: ["b", "a"], hasWildcards: false }] };
    expect(trustPolicy(trust).Statement).toEqual([
      {
        Sid: "AssumeRoleWithWebIdentity",
        Effect: "Allow",
        Principal: { Federated: providerArn },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            "oidc.example.com:aud": "sts.amazonaws.com",
            "oidc.example.com:sub": ["a", "b"],
          },
        },
      },
    ]);
  });

  test("only a subject with wildcards is a pattern", () => {
    const trust = { ...nobody, oidc: [{ ...oidc, subjects: ["a/*"], hasWildcards: true }] };
    expect(trustPolicy(trust).Statement[0]?.Condition).toEqual({
      StringEquals: { "oidc.example.com:aud": "sts.amazonaws.com" },
      StringLike: { "oidc.example.com:sub": "a/*" },
    });
  });

  test("session tags are limited like the session itself", () => {
    const saml = [
      { providerArn: "arn:aws:iam::222222222222:saml-provider/Okta", audiences: ["https://a/saml"] },
    ];
    const { Statement } = trustPolicy({ ...nobody, saml, sessionTags: ["team"] });
    expect(Statement.map(({ Sid, Action, Condition }) => [Sid, Action, Condition])).toEqual([
      ["AssumeRoleWithSAML", "sts:AssumeRoleWithSAML", { StringEquals: { "SAML:aud": "https://a/saml" } }],
      [
        "TagSessionWithSAML",
        "sts:TagSession",
        {
          StringEquals: { "SAML:aud": "https://a/saml" },
          "ForAllValues:StringEquals": { "aws:TagKeys": "team" },
        },
      ],
    ]);
  });

  test("a service with a source has a statement of its own", () => {
    const services = [
      { service: "ec2.amazonaws.com" },
      {
        service: "ecs-tasks.amazonaws.com",
        sourceAccount: "222222222222",
        sourceArn: "arn:aws:ecs:*:222222222222:*",
      },
    ];
    expect(trustPolicy({ arns: [], services }).Statement).toMatchObject([
      { Sid: "AssumeRoleByService", Principal: { Service: "ec2.amazonaws.com" } },
      {
        Sid: "AssumeRoleByService2",
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:ecs:*:222222222222:*" },
          StringEquals: { "aws:SourceAccount": "222222222222" },
        },
      },
    ]);
  });
});

test("users must sign in with MFA, and the condition fails without the key", () => {
  const [byArn, byPrincipals, ...services] = trustPolicy({
    arns: ["arn:aws:iam::222222222222:root"],
    principals: [role("ann", accountA, { kind: "user", principalArn: "arn:aws:iam::111111111111:user/ann" })],
    services: [],
    externalId: "acme-42",
    mfa: true,
  }).Statement;
  const required = {
    Bool: { "aws:MultiFactorAuthPresent": "true" },
    StringEquals: { "sts:ExternalId": "acme-42" },
  };
  expect(byArn?.Condition).toEqual(required);
  expect(byPrincipals?.Condition).toEqual({
    ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:user/ann" },
    ...required,
  });
  expect(services).toEqual([]);
});
