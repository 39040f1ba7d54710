import { type Arn, nameOf, parseArn } from "../../aws/arn";
import { refuse, shown } from "../iam/errors";

/** Who makes a request. */
export type Caller = RoleSession | User | AccountRoot | Service | Anonymous | Federated;

/** The credentials of an assumed role. They have the policies of the role. */
export interface RoleSession {
  readonly kind: "session";
  readonly account: string;
  /** The ARN of the session, which has no path. */
  readonly arn: string;
  /** The ARN of the role, with its path. */
  readonly role: string;
  /** It stands for all sessions of the role: its name is made up. */
  readonly isAnySession?: true;
}

export interface User {
  readonly kind: "user";
  readonly account: string;
  readonly arn: string;
}

/** The account root user. */
export interface AccountRoot {
  readonly kind: "root";
  readonly account: string;
  readonly arn: string;
}

/** An AWS service that acts on its own behalf, for example when it assumes a role. */
export interface Service {
  readonly kind: "service";
  readonly name: string;
}

/** An unsigned request. */
export interface Anonymous {
  readonly kind: "anonymous";
}

/** Someone with a token of an OIDC provider or an assertion of a SAML provider, and without credentials of AWS. */
export interface Federated {
  readonly kind: "federated";
  readonly protocol: "OIDC" | "SAML";
  /** The ARN of the provider, or the domain of one that AWS has built in, such as `accounts.google.com`. */
  readonly provider: string;
  /** What the token or assertion says, by condition key in lower case: `accounts.google.com:sub`. */
  readonly claims: Readonly<Record<string, string>>;
}

export const ANONYMOUS: Anonymous = { kind: "anonymous" };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function roleSession(roleArn: string, sessionName: string): RoleSession {
  const { account, partition } = iamArn(roleArn, "role");
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName))
    refuse(`${shown(sessionName)} is not the name of a role session`);
  const arn = `arn:${partition}:sts::${account}:assumed-role/${nameOf(roleArn)}/${sessionName}`;
  return { kind: "session", account, arn, role: roleArn };
}

export function user(userArn: string): User {
  return { kind: "user", account: iamArn(userArn, "user").account, arn: userArn };
}

export function accountRoot(account: string, partition = "aws"): AccountRoot {
  if (!/^\d{12}$/.test(account)) refuse(`${shown(account)} is not an account id`);
  return { kind: "root", account, arn: `arn:${partition}:iam::${account}:root` };
}

export function service(name: string): Service {
  if (!SERVICE_NAME.test(name))
    refuse(`${shown(name)} is not a service principal such as "s3.amazonaws.com"`);
  return { kind: "service", name };
}

/**
 * Someone with a token of an OIDC provider. The condition keys begin with the issuer, which the ARN of the provider contains.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 *
 * @param claims at least `sub` and `aud`
 */
export function webIdentity(provider: string, claims: Readonly<Record<string, string>>): Federated {
  const issuer = issuerOf(provider);
  if (issuer === undefined) return refuse(`${shown(provider)} is not an OIDC provider`);
  if (claims.sub === undefined || claims.aud === undefined)
    refuse("every token of an OIDC provider has the claims sub and aud");
  const keys = Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`.toLowerCase(), value]);
  return { kind: "federated", protocol: "OIDC", provider, claims: Object.fromEntries(keys) as Claims };
}

/**
 * Someone with an assertion of a SAML provider.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml
 *
 * @param claims at least `aud`, the URL that received the assertion
 */
export function samlUser(provider: string, claims: Readonly<Record<string, string>>): Federated {
  if (!isSamlProvider(provider)) refuse(`${shown(provider)} is not a SAML provider`);
  if (claims.aud === undefined) refuse("every SAML assertion has a recipient, which is saml:aud");
  const { account } = parseArn(provider) as Arn;
  const all = { doc: `${account}/${nameOf(provider)}`, ...claims };
  const keys = Object.entries(all).map(([claim, value]) => [`saml:${claim}`.toLowerCase(), value]);
  return { kind: "federated", protocol: "SAML", provider, claims: Object.fromEntries(keys) as Claims };
}

type Claims = Federated["claims"];

/** The issuer of an OIDC provider, without `https://`; undefined for other text. */
export function issuerOf(provider: string): string | undefined {
  if (BUILT_IN.has(provider)) return provider;
  const arn = parseArn(provider);
  if (arn?.service !== "iam" || !/^\d{12}$/.test(arn.account)) return undefined;
  return /^oidc-provider\/([^\s*?]+)$/.exec(arn.resource)?.[1];
}

export function isSamlProvider(provider: string): boolean {
  const arn = parseArn(provider);
  return (
    arn?.service === "iam" && /^\d{12}$/.test(arn.account) && /^saml-provider\/[\w.-]+$/.test(arn.resource)
  );
}

/** The providers that need no resource in the account. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html */
const BUILT_IN: ReadonlySet<string> = new Set([
  "accounts.google.com",
  "cognito-identity.amazonaws.com",
  "graph.facebook.com",
  "www.amazon.com",
]);

export const SERVICE_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/;

/** Whether it is the ARN of one role or user. */
export function isRoleOrUser(text: string): boolean {
  return arnOf(text, "role") !== undefined || arnOf(text, "user") !== undefined;
}

function iamArn(text: string, type: "role" | "user"): Arn {
  return arnOf(text, type) ?? refuse(`${shown(text)} is not the ARN of a ${type}`);
}

function arnOf(text: string, type: "role" | "user"): Arn | undefined {
  const arn = parseArn(text);
  const isOne = arn?.service === "iam" && arn.type === type && arn.region === "" && !/[*?\s]|\/$/.test(text);
  if (!isOne || arn.resource === type || arn.partition === "" || !/^\d{12}$/.test(arn.account))
    return undefined;
  return arn;
}
