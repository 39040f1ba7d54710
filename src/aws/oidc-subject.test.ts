import { defaultAudience, issuerIn, issuerKind, issuerName, issuerProblem } from "./oidc-issuer";
import { subjectProblem } from "./oidc-subject";

const GITHUB = "token.actions.githubusercontent.com";
const EKS = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";

test.each([
  [GITHUB, "repo:acme/site:ref:refs/heads/main"],
  [GITHUB, "repo:acme/site:*"],
  [GITHUB, "repo:acme/*"],
  [GITHUB, "repo:acme@123456/site@456789:ref:refs/heads/*"],
  [GITHUB, "repository_owner_id:42:environment:prod"],
  [GITHUB, "environment:prod:repo:acme/site"],
  [GITHUB, "job_workflow_ref:acme/automation/.github/workflows/deploy.yml@refs/heads/main"],
  ["gitlab.com", "project_path:acme/site:ref_type:branch:ref:main"],
  ["gitlab.com", "project_path:acme/*:ref_type:branch:ref:main"],
  ["gitlab.example.com", "project_path:acme/site:*"],
  ["app.terraform.io", "organization:acme:project:*:workspace:prod:run_phase:*"],
  [EKS, "system:serviceaccount:web:reader"],
  [EKS, "system:serviceaccount:web:*"],
  ["oidc.example.com", "robot-42"],
  ["oidc.example.com", "robot-*"],
])("%s: %s is bounded", (issuer, subject) => {
  expect(subjectProblem(issuer, subject)).toBeUndefined();
});

test.each([
  [GITHUB, "*", /matches workflows of other organizations/],
  [GITHUB, "repo:*", /other organizations/],
  [GITHUB, "repo:acme*/site:ref:refs/heads/main", /other organizations/],
  [GITHUB, "repo:acme?/site:*", /other organizations/],
  [GITHUB, "repo:*/site:*", /other organizations/],
  [GITHUB, "repo:acme", /other organizations/],
  [GITHUB, "*:ref:refs/heads/main", /other organizations/],
  [GITHUB, "environment:prod", /other organizations/],
  [GITHUB, "environment:*:repo:acme/site", /other organizations/],
  [GITHUB, "repository_owner:acme*", /other organizations/],
  [GITHUB, "ref:refs/heads/main", /other organizations/],
  ["token.actions.acme.ghe.com", "*", /other organizations/],
  ["github.example.com/_services/token", "repo:*", /other organizations/],
  ["gitlab.com", "project_path:*", /pipelines of other groups/],
  ["gitlab.com", "project_path:acme*/site:ref_type:branch:ref:main", /other groups/],
  ["gitlab.com", "project_path:acme", /other groups/],
  ["gitlab.example.com", "project_path:*:ref_type:branch:ref:main", /other groups/],
  ["app.terraform.io", "organization:*:project:x:workspace:y:run_phase:*", /runs of other organizations/],
  ["app.terraform.io", "organization:acme*", /runs of other organizations/],
  ["app.terraform.io", "*", /runs of other organizations/],
  [EKS, "system:serviceaccount:*:*", /service accounts of all namespaces/],
  [EKS, "system:serviceaccount:*:reader", /all namespaces/],
  [EKS, "system:serviceaccount:web*:reader", /all namespaces/],
  [EKS, "*", /all namespaces/],
  ["k8s.example.com", "system:serviceaccount:*:*", /all namespaces/],
  ["oidc.example.com", "*", /everyone with a token of the issuer/],
  ["oidc.example.com", "?obot", /everyone with a token of the issuer/],
  ["oidc.example.com", "", /must not be empty/],
  ["oidc.example.com", "a-${aws:username}", /must not contain/],
])("%s: %s is refused", (issuer, subject, problem) => {
  expect(subjectProblem(issuer, subject)).toMatch(problem);
});

test.each([
  [GITHUB, [], "sts.amazonaws.com"],
  [EKS, [], "sts.amazonaws.com"],
  ["gitlab.com", [], "https://gitlab.com"],
  ["gitlab.example.com", ["project_path:acme/site:*"], "https://gitlab.example.com"],
  ["app.terraform.io", [], "aws.workload.identity"],
  ["oidc.example.com", ["x"], "sts.amazonaws.com"],
])("the audience of %s with %j is %s", (issuer, subjects, audience) => {
  expect(defaultAudience(issuer, subjects)).toBe(audience);
});

test.each([GITHUB, `https://${GITHUB}`, "https://gitlab.example.com/", EKS, "studio.datachain.ai/api"])(
  "%s is an issuer",
  (text) => {
    expect(issuerProblem(text)).toBeUndefined();
  },
);

test.each([
  ["http://gitlab.example.com", /must not be an http URL/],
  [
    `arn:aws:iam::111111111111:oidc-provider/${GITHUB}`,
    /is an ARN; write the issuer, such as "token.actions.githubusercontent.com"/,
  ],
  ["accounts.google.com", /existing: true/],
  ["gitlab.example.com:8443", /without port and query/],
  ["localhost", /must be an issuer/],
  ["https://", /must be an issuer/],
  ["gitlab.example.com/a b", /must be an issuer/],
])("%s is no issuer", (text, problem) => {
  expect(issuerProblem(text)).toMatch(problem);
});

test("issuers in other forms", () => {
  expect(issuerIn(`https://${EKS}/`)).toBe(EKS);
  expect(issuerKind(EKS)).toBe("EKS");
  expect(issuerName(GITHUB)).toBe("github");
  expect(issuerName("studio.datachain.ai/api")).toBe("studio_datachain_ai_api");
});
