import { type Arn, nameOf, parseArn } from "../../aws/arn";
import { refuse, shown } from "../iam/errors";

/** Who makes a request. */
export type Caller = RoleSession | User | AccountRoot | Service | Anonymous;

/** The credentials of an assumed role. They have the policies of the role. */
export interface RoleSession {
  readonly kind: "session";
  readonly account: string;
  /** The ARN of the session, which has no path. */
  readonly arn: string;
  /** The ARN of the role, with its path. */
  readonly role: string;
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
