import { type IssuerKind, issuerKind } from "./oidc-issuer";

/**
 * What is wrong with a subject of a trust policy. Many customers share the issuers of GitHub and the like, and every pod can get
 * a token of its cluster, so the subject alone tells one's own workloads from others.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 *
 * @param subject can contain wildcards
 */
export function subjectProblem(issuer: string, subject: string): string | undefined {
  if (subject === "") return "must not be empty";
  if (subject.includes("${")) return 'must not contain "${"';
  // Every wildcard counts as a star, and what follows the first one does not count.
  const beginning = /^[^*?]*[*?]?/.exec(subject)?.[0].replace("?", "*") ?? "";
  const kind = issuerKind(issuer, [subject]);
  const { bound, who, example } = BOUNDS[kind];
  if (bound.test(beginning)) return undefined;
  return `matches ${who}; write, for example, ${JSON.stringify(example)}`;
}

/** Whether a subject is a pattern. */
export function hasWildcard(subject: string): boolean {
  return /[*?]/.test(subject);
}

/** What the beginning of a subject up to the first wildcard must contain, and who could match it otherwise. */
const BOUNDS: Readonly<Record<IssuerKind, { bound: RegExp; who: string; example: string }>> = {
  // Organizations can customize the claims of a subject.
  // https://docs.github.com/en/actions/reference/security/oidc#customizing-the-token-claims
  GitHub: {
    bound:
      /(^|:)((repo|repository|job_workflow_ref):[^/:*]+\/|(repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):[^:*]+(:|$))/,
    who: "workflows of other organizations, because it does not begin with one organization and a slash",
    example: "repo:acme/site:ref:refs/heads/main",
  },
  GitLab: {
    bound: /^project_path:[^/:*]+\//,
    who: "pipelines of other groups, because it does not begin with one group and a slash",
    example: "project_path:acme/site:ref_type:branch:ref:main",
  },
  "HCP Terraform": {
    bound: /^organization:[^:*]+:/,
    who: "runs of other organizations, because it does not begin with one organization and a colon",
    example: "organization:acme:project:site:workspace:prod:run_phase:*",
  },
  EKS: {
    bound: /^system:serviceaccount:[^:*]+:/,
    who: "service accounts of all namespaces, because it does not begin with one namespace and a colon",
    example: "system:serviceaccount:web:reader",
  },
  other: {
    bound: /^[^*]/,
    who: "everyone with a token of the issuer, because it begins with a wildcard",
    example: "acme/site/*",
  },
};
