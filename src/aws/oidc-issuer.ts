/**
 * The issuers of tokens that OIDC providers of IAM accept. IAM writes them without `https://`, in the ARN of the provider and
 * in condition keys.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */

/** What is known about an issuer, from its host or from the form of its subjects. */
export type IssuerKind = "GitHub" | "GitLab" | "HCP Terraform" | "EKS" | "other";

/** Without `https://` and a slash at the end: `token.actions.githubusercontent.com`. */
export function issuerIn(text: string): string {
  return text.replace(/^https:\/\//, "").replace(/\/$/, "");
}

/** What is wrong with an issuer, as a host with an optional path, or as an `https` URL. */
export function issuerProblem(text: string): string | undefined {
  if (/^arn:/.test(text)) return `is an ARN; write the issuer, such as ${JSON.stringify(issuerInArn(text))}`;
  if (/^http:/.test(text)) return "must not be an http URL: IAM accepts only issuers with https";
  const issuer = issuerIn(text);
  if (BUILT_IN.has(issuer))
    return "is an identity provider for the users of apps, which s3porter does not cover; create the role in your own Terraform, and name it here with existing: true";
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w.~/-]*[\w.~-])?$/.test(issuer) && issuer.length <= 255)
    return undefined;
  return 'must be an issuer without port and query, such as "token.actions.githubusercontent.com"';
}

/** These need no provider in the account, and identify the users of apps. */
const BUILT_IN: ReadonlySet<string> = new Set([
  "accounts.google.com",
  "cognito-identity.amazonaws.com",
  "graph.facebook.com",
  "www.amazon.com",
]);

function issuerInArn(arn: string): string {
  return /:oidc-provider\/(.+)$/.exec(arn)?.[1] ?? "token.actions.githubusercontent.com";
}

export function issuerKind(issuer: string, subjects: readonly string[] = []): IssuerKind {
  const known = HOSTS.find(({ host }) => host.test(issuer));
  if (known) return known.kind;
  return FORMS.find(({ form }) => subjects.some((subject) => form.test(subject)))?.kind ?? "other";
}

const HOSTS: readonly { readonly kind: IssuerKind; readonly host: RegExp; readonly name?: string }[] = [
  { kind: "GitHub", host: /^token\.actions\.githubusercontent\.com$/, name: "github" },
  { kind: "GitHub", host: /^(token|vstoken)\.actions\.(githubusercontent\.com|[\w-]+\.ghe\.com)(\/|$)/ },
  { kind: "GitLab", host: /^gitlab\.com$/, name: "gitlab" },
  { kind: "HCP Terraform", host: /^app\.terraform\.io$/, name: "terraform" },
  { kind: "HCP Terraform", host: /^app\.eu\.terraform\.io$/ },
  { kind: "EKS", host: /^oidc\.eks(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws)\// },
];

/** Of instances that run elsewhere. */
const FORMS: readonly { readonly kind: IssuerKind; readonly form: RegExp }[] = [
  { kind: "GitHub", form: /^repo:/ },
  { kind: "GitLab", form: /^project_path:/ },
  { kind: "HCP Terraform", form: /^organization:[^:]*:project:/ },
  { kind: "EKS", form: /^system:serviceaccount:/ },
];

/**
 * The audience of the tokens, unless whoever requests one chooses another.
 *
 * @see https://docs.gitlab.com/ci/cloud_services/aws/
 * @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
 */
export function defaultAudience(issuer: string, subjects: readonly string[] = []): string {
  switch (issuerKind(issuer, subjects)) {
    case "GitLab":
      return `https://${issuer}`;
    case "HCP Terraform":
      return "aws.workload.identity";
    default:
      return "sts.amazonaws.com";
  }
}

/** The name of a provider in Terraform: `github` for `token.actions.githubusercontent.com`. */
export function issuerName(issuer: string): string {
  return nameOfShared(issuer) ?? issuer.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
}

/** Whether everyone has the same issuer, unlike that of a cluster or of an instance that somebody runs. */
export function isSharedIssuer(issuer: string): boolean {
  return nameOfShared(issuer) !== undefined;
}

function nameOfShared(issuer: string): string | undefined {
  return HOSTS.find(({ host, name }) => name !== undefined && host.test(issuer))?.name;
}
