import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadTopology, readTopology } from "../load";
import { isTopologyError } from "../problem";
import { resolve } from "../resolve";

function topology(role: string): string {
  return `accounts:
  data: { id: "111111111111", region: eu-west-1 }
buckets:
  lake: { account: data, name: acme-lake }
principals:
  app: { account: data, role: acme-app, ${role} }
  job: { account: data, role: acme-job, assumed_by: [lambda.amazonaws.com] }
  ann: { account: data, user: ann }
access:
  - { principal: app, bucket: lake, allow: read }
  - { principal: job, bucket: lake, allow: read }
  - { principal: ann, bucket: lake, allow: read }
`;
}

function problemsOf(role: string): string[] {
  try {
    loadTopology(topology(role));
    return [];
  } catch (error) {
    if (!isTopologyError(error)) throw error;
    return error.problems.map(({ path, message }) => `${path.replace("principals.app.", "")}: ${message}`);
  }
}

function warningsOf(role: string): string[] {
  const file = join(mkdtempSync(join(tmpdir(), "s3porter-")), "stack.yaml");
  try {
    writeFileSync(file, topology(role));
    return readTopology(file).warnings.map(({ message }) => message);
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
}

test.each([
  ['"lambda.amazonaws.com"', "services do not sign in with MFA"],
  ["{ service: lambda.amazonaws.com, source_account: data }", "services do not sign in with MFA"],
  ["job", "sessions of a role do not say"],
  ['"arn:aws:iam::111111111111:role/acme-job"', "sessions of a role do not say"],
  ['"arn:aws:iam::333333333333:role/other"', "sessions of a role do not say"],
  [
    '{ oidc: token.actions.githubusercontent.com, subjects: ["repo:acme/site:*"] }',
    "require it in the identity provider",
  ],
  ['{ saml: "arn:aws:iam::111111111111:saml-provider/Okta" }', "require it in the identity provider"],
])("mfa is refused for %s: %s", (trusted, why) => {
  expect(problemsOf(`assumed_by: [ann, ${trusted}], mfa: true`)).toEqual([
    expect.stringMatching(
      new RegExp(`^assumed_by\\[1\\].* can never assume a role with mfa: true: .*${why}`),
    ),
  ]);
});

test("users and the users of accounts can sign in with MFA", () => {
  const app = 'assumed_by: [ann, "arn:aws:iam::222222222222:root"], mfa: true, max_session_duration: 43200';
  const [role] = resolve(loadTopology(topology(app))).principals;
  expect(role).toMatchObject({ mfa: true, maxSessionDuration: 43200 });
});

test.each(["3599", "43201", "1.5"])("a session of %s seconds is refused", (seconds) => {
  expect(problemsOf(`assumed_by: [ann], max_session_duration: ${seconds}`)).toEqual([
    expect.stringMatching(/^max_session_duration: /),
  ]);
});

test("sessions of a chain last an hour: refused for roles alone, and a warning if there are others", () => {
  expect(problemsOf("assumed_by: [job], max_session_duration: 7200")).toEqual([
    "max_session_duration: has no effect: only roles assume the role, and AWS ends the sessions of such a chain after 3600 seconds; leave it out",
  ]);
  expect(problemsOf("assumed_by: [job], max_session_duration: 3600")).toEqual([]);
  expect(warningsOf("assumed_by: [job, ann], max_session_duration: 7200")).toEqual([
    'does not hold for "job", which is a role: AWS ends the sessions of roles that are assumed by a role after 3600 seconds',
  ]);
});

test.each(["mfa: true", "max_session_duration: 7200"])("%s is for new roles", (field) => {
  expect(problemsOf(`existing: true, ${field}`)).toEqual([
    expect.stringContaining("has no effect on an existing role or user; leave it out"),
  ]);
});
