import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTopology, readTopology } from "../load";
import { isTopologyError } from "../problem";
import { resolve } from "../resolve";

const GITHUB = "oidc: token.actions.githubusercontent.com";
const EKS = "oidc: oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF";
const MAIN = 'subjects: ["repo:acme/site:ref:refs/heads/main"]';
const OKTA = "arn:aws:iam::222222222222:saml-provider/Okta";

/** A topology whose role `ci` is assumed by the entries. */
function topology(entries: string, region = "eu-west-1", more = ""): string {
  return `accounts:
  data: { id: "111111111111", region: ${region} }
  apps: { id: "222222222222", region: ${region} }
buckets:
  site: { account: data, name: acme-site }
principals:
  ci: { account: apps, role: acme-ci, assumed_by: [${entries}]${more} }
access:
  - { principal: ci, bucket: site, allow: read }
`;
}

function problemsOf(text: string): string[] {
  try {
    loadTopology(text);
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(
      ({ path, message }) => `${path.replace("principals.ci.assumed_by", "")}: ${message}`,
    );
  }
}

function trustedIn(text: string): unknown {
  const [role] = resolve(loadTopology(text)).principals;
  return role && "assumedBy" in role ? role.assumedBy : undefined;
}

test.each([
  [`{ ${GITHUB} }`, /^\[0\].subjects: "subjects" is missing; .* subjects: \["repo:acme\/site/],
  [`{ ${GITHUB}, subjects: [] }`, /^\[0\].subjects: must not be empty/],
  [`{ ${GITHUB}, subjects: ["*"] }`, /^\[0\].subjects\[0\]: "\*" matches workflows of other organizations/],
  [
    `{ ${GITHUB}, subjects: ["repo:acme/site:*", "repo:acme*/x:*"] }`,
    /^\[0\].subjects\[1\]: .*other organizations/,
  ],
  [`{ ${EKS}, subjects: ["system:serviceaccount:*:*"] }`, /service accounts of all namespaces/],
  ['{ oidc: gitlab.com, subjects: ["project_path:*"] }', /pipelines of other groups/],
  ['{ oidc: "http://gitlab.example.com", subjects: [x] }', /must not be an http URL/],
  ["{ oidc: accounts.google.com, subjects: [x] }", /existing: true/],
  [
    `{ ${GITHUB}, ${MAIN}, saml: "${OKTA}" }`,
    /^\[0\]: must have one of oidc, saml and service, found oidc and saml/,
  ],
  [`{ ${MAIN} }`, /^\[0\]: must have one of oidc, saml and service, found none/],
  [`{ saml: "${OKTA}", ${MAIN} }`, /^\[0\].subjects: "subjects" has no effect on saml; leave it out/],
  [`{ service: ecs-tasks.amazonaws.com, ${MAIN} }`, /"subjects" has no effect on service/],
  [`{ ${GITHUB}, ${MAIN}, source_account: apps }`, /"source_account" has no effect on oidc/],
  [
    '{ saml: "arn:aws:iam::111111111111:saml-provider/Okta" }',
    /^\[0\].saml: .* is in account 111111111111, but the role is in 222222222222; IAM accepts only providers of the account/,
  ],
  [`{ saml: "${OKTA}", audiences: ["urn:amazon:webservices"] }`, /must be the URL of a sign-in endpoint/],
  ["{ saml: Okta }", /must be the ARN of a SAML provider/],
  ["{ service: ecs-task.amazonaws.com }", /did you mean "ecs-tasks.amazonaws.com"/],
  ['{ service: "arn:aws:iam::222222222222:root" }', /must be a service/],
  [
    "{ service: ecs-tasks.amazonaws.com, source_account: app }",
    /"app" is not in accounts, and not an account id/,
  ],
  ['{ service: ecs-tasks.amazonaws.com, source_arn: "arn:aws:ecs:*:*:*" }', /account without wildcards/],
  [
    '{ service: ecs-tasks.amazonaws.com, source_account: data, source_arn: "arn:aws:ecs:eu-west-1:222222222222:*" }',
    /is in account 222222222222, but source_account is 111111111111/,
  ],
  [
    "{ service: ecs-tasks.amazonaws.com, source_account: apps }, ecs-tasks.amazonaws.com",
    /leave one of them out/,
  ],
  [`{ ${GITHUB}, ${MAIN} }, { ${GITHUB}, ${MAIN} }`, /is the same as assumed_by\[0\]; leave one of them out/],
  [`{ ${GITHUB}, ${MAIN}, branch: main }`, /unknown key "branch"; write subjects/],
  ["[ec2.amazonaws.com]", /must be text or a mapping/],
])("%s is refused", (entries, problem) => {
  expect(problemsOf(topology(entries)).join("\n")).toMatch(problem);
});

test.each([
  [
    `{ ${GITHUB}, ${MAIN} }`,
    "cn-north-1",
    /"audiences" is missing: it is not the same for all tokens in aws-cn/,
  ],
  [
    `{ saml: "arn:aws-eusc:iam::222222222222:saml-provider/Okta" }`,
    "eusc-de-east-1",
    /"audiences" is missing: AWS does not document/,
  ],
  [`{ saml: "${OKTA}" }`, "cn-north-1", /is in partition aws, but the account is in aws-cn/],
])("%s in %s is refused", (entries, region, problem) => {
  expect(problemsOf(topology(entries, region)).join("\n")).toMatch(problem);
});

test("tokens have the audience of their issuer, and the provider is in the account of the role", () => {
  expect(
    trustedIn(
      topology(
        `{ oidc: "https://gitlab.com/", subjects: ["project_path:acme/site:*"], create_provider: true }, { ${EKS}, audiences: [a], subjects: ["system:serviceaccount:web:x"] }`,
      ),
    ),
  ).toMatchObject([
    {
      kind: "oidc",
      issuer: "gitlab.com",
      providerArn: "arn:aws:iam::222222222222:oidc-provider/gitlab.com",
      createdAs: "gitlab",
      audiences: ["https://gitlab.com"],
      hasWildcards: true,
    },
    { kind: "oidc", issuerKind: "EKS", createdAs: undefined, audiences: ["a"], hasWildcards: false },
  ]);
});

test("people sign in at the URL of the partition, and services act for an account of the file or another", () => {
  const ecs = "service: ecs-tasks.amazonaws.com";
  expect(
    trustedIn(
      topology(
        `{ saml: "${OKTA}" }, { ${ecs}, source_account: apps }, { ${ecs}, source_account: "333333333333" }`,
      ),
    ),
  ).toMatchObject([
    { kind: "saml", audiences: ["https://signin.aws.amazon.com/saml"] },
    { kind: "service", sourceAccount: "222222222222" },
    { kind: "service", sourceAccount: "333333333333" },
  ]);
});

test("a role that a provider reaches can let other roles assume it", () => {
  const text = topology(`{ ${GITHUB}, ${MAIN} }, ci`);
  expect(problemsOf(text)).toEqual([]);
  expect(problemsOf(topology(`{ ${GITHUB}, ${MAIN} }`, "eu-west-1", ", session_tags: [team]"))).toEqual([]);
});

test.each([
  ["a token", `{ ${GITHUB}, ${MAIN} }`, ""],
  ["an assertion", `{ saml: "${OKTA}" }`, ""],
  ["a service with conditions", "{ service: ecs-tasks.amazonaws.com, source_account: apps }", ""],
  [
    "a statement of its own",
    "reader",
    ', trust_statements: [{ Effect: Allow, Principal: { AWS: "arn:aws:iam::333333333333:root" }, Action: "sts:AssumeRole" }]',
  ],
])("a role can trust a role that %s reaches", (_, entries, more) => {
  const text = topology(entries, "eu-west-1", more).replace(
    "access:",
    "  reader: { account: data, role: acme-reader, assumed_by: [ci] }\naccess:",
  );
  expect(problemsOf(text)).toEqual([]);
});

describe("warnings", () => {
  const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    [
      "{ service: lambda.amazonaws.com, source_account: apps }",
      /AWS does not document that lambda.amazonaws.com sends aws:SourceAccount/,
    ],
    [`{ ${GITHUB}, subjects: ["repo:acme/site"] }`, /names no branch, environment or event/],
    ["{ service: ecs-tasks.amazonaws.com, source_account: apps }", /^$/],
    [`{ ${GITHUB}, ${MAIN} }`, /^$/],
  ])("about %s", (entries, message) => {
    const file = join(folder, "a.yaml");
    writeFileSync(file, topology(entries));
    expect(
      readTopology(file)
        .warnings.map((warning) => warning.message)
        .join("\n"),
    ).toMatch(message);
  });
});
