import { UsageError } from "../../messages/user-error";
import { quote } from "../../messages/wording";
import { isObject } from "../terraform/configuration";
import { type Json, object, objects, text } from "./json";

/** A file with a policy, as the AWS CLI writes it or as the console shows it. */
export interface PolicyFile {
  /** As messages name it, such as the path of the file. */
  readonly name: string;
  /** The parsed JSON. */
  readonly content: unknown;
}

/** A policy, and what the output of the AWS CLI says besides. */
export interface FetchedPolicy {
  readonly file: string;
  readonly json: string;
  readonly policyName?: string;
  /** The role or user with the policy. */
  readonly owner?: { readonly kind: "role" | "user"; readonly name: string; readonly arn?: string };
  readonly permissionsBoundary?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Reads a policy document, alone or in the output of `aws s3api get-bucket-policy`, `aws kms get-key-policy`,
 * `aws iam get-role-policy`, `get-user-policy`, `get-policy-version` or `get-role`.
 *
 * @throws UsageError if it is something else
 */
export function readPolicyFile({ name: file, content }: PolicyFile): FetchedPolicy {
  const output = object(content);
  if (isObject(output.Role)) return ofRole(file, output.Role);
  const { Policy: policy, PolicyName: policyName, RoleName: role, UserName: user } = output;
  if (isObject(policy) && policy.Statement === undefined)
    throw new UsageError(
      `${file} is the output of aws iam get-policy, which has no document; give that of aws iam get-policy-version`,
    );
  const document =
    policy ?? output.PolicyDocument ?? object(output.PolicyVersion).Document ?? output.Document ?? content;
  const owner =
    typeof role === "string"
      ? ({ kind: "role", name: role } as const)
      : typeof user === "string"
        ? ({ kind: "user", name: user } as const)
        : undefined;
  return {
    file,
    json: jsonOf(file, document),
    ...(typeof policyName === "string" && { policyName }),
    ...(owner && { owner }),
  };
}

function ofRole(file: string, role: Json): FetchedPolicy {
  const {
    RoleName: name,
    Arn: arn,
    AssumeRolePolicyDocument: document,
    PermissionsBoundary: boundary,
  } = role;
  const boundaryArn = object(boundary).PermissionsBoundaryArn;
  const tags = objects(role.Tags).map(({ Key: key, Value: value }) => [text(key), text(value)] as const);
  return {
    file,
    json: jsonOf(file, document),
    owner: { kind: "role", name: text(name), ...(typeof arn === "string" && { arn }) },
    ...(typeof boundaryArn === "string" && { permissionsBoundary: boundaryArn }),
    ...(tags.length > 0 && { tags: Object.fromEntries(tags) }),
  };
}

/** A document is an object, JSON, or JSON that is URL-encoded, as the API of IAM returns it. */
function jsonOf(file: string, document: unknown): string {
  const json = typeof document === "string" ? decoded(document) : JSON.stringify(document);
  if (json?.includes('"Statement"') === true) return json;
  throw new UsageError(
    `${file} has no policy document, but ${quote(document)}; give a document with Statement, or the output of aws s3api get-bucket-policy, aws kms get-key-policy, aws iam get-role-policy, get-user-policy, get-policy-version or get-role`,
  );
}

function decoded(text: string): string {
  if (!text.startsWith("%7B")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
