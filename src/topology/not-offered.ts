/**
 * Answers to keys and values that s3porter does not support, with what to do instead. They are not misspelt, so the message
 * suggests no other word.
 */
import type { Path } from "./yaml-file";

interface NotOffered {
  /** The section or field that contains the word. */
  readonly section: "buckets" | "keys" | "principals" | "replication" | "allow" | "assumed_by";
  readonly word: RegExp;
  readonly answer: string;
}

const CREATED =
  "to grant access to an existing one, run s3porter export for a topology that creates it, and copy the statements from policies.tf into its policy";

const NOT_OFFERED: readonly NotOffered[] = [
  {
    section: "buckets",
    word: /^(existing|import(ed)?|adopt(ed)?|create|(bucket_?)?arn)$/,
    answer: `s3porter creates every bucket; ${CREATED}`,
  },
  {
    section: "buckets",
    word: /vpc|endpoint|source_?ip|cidr|network/,
    answer:
      "s3porter does not limit access by network; add the Deny statement to the bucket policy of an exported module, with exceptions for administrators, replication and AWS services",
  },
  {
    section: "buckets",
    word: /^(acl|object_ownership|grants?)$/,
    answer:
      "s3porter disables ACLs, so that the bucket's account owns every object; grant access in the section access",
  },
  {
    section: "buckets",
    word: /lifecycle|object_lock|logging|website|cors|inventory|notification|tiering|transition|expir|public/,
    answer:
      "s3porter configures only encryption, policies, versioning and replication; configure the rest in your own Terraform, with the name of the bucket from the stack's outputs",
  },
  {
    section: "keys",
    word: /multi_?region|replica/,
    answer:
      "s3porter creates only single-Region keys; S3 does not benefit from multi-Region keys, because replication encrypts each replica again with the key of its bucket; give each region a key of its own",
  },
  {
    section: "keys",
    word: /^(existing|import(ed)?|adopt(ed)?|create|(key_?)?(arn|id))$/,
    answer: `s3porter creates every key; ${CREATED}`,
  },
  {
    section: "keys",
    word: /^(policy|administrators?|admins?|users?)$/,
    answer:
      "s3porter derives the key policy from the section access; to let people administer the key, use IAM policies in its account",
  },
  {
    section: "principals",
    word: /^(aws_)?services?$|^source_(account|arn|org)/,
    answer:
      "AWS services cannot be principals; run s3porter export, and add the statements from the documentation of the service to the policies of the module",
  },
  {
    section: "principals",
    word: /^(org|ou)$|organi[sz]ation/,
    answer: "organizations cannot be principals; name each account with entire_account: true",
  },
  {
    section: "principals",
    word: /oidc|saml|federated|identity_provider|web_identity|permission_set/,
    answer:
      "s3porter does not create roles for federated users; create the role in your own Terraform, and name it here with existing: true",
  },
  {
    section: "principals",
    word: /only|attach|manage_polic|skip/,
    answer:
      "s3porter always writes the policies in both accounts; if you cannot deploy to the other account, use entire_account: true, which outputs the policy for its administrators",
  },
  {
    section: "principals",
    word: /^(group|policies|managed_policies|inline_polic(y|ies)|groups)$/,
    answer:
      "s3porter derives the policies of roles and users from the section access; attach others in your own Terraform",
  },
  {
    section: "replication",
    word: /modif|time_?control|^rtc$|metrics|storage_class|owner|ownership|existing_objects|tags?$|priority/,
    answer:
      "s3porter replicates only new objects and, with delete_markers, their deletion; for more, run s3porter export and change the replication rule of the module",
  },
  {
    section: "allow",
    word: /acl/,
    answer:
      "s3porter disables ACLs, so that the bucket's account owns every object; remove the ACL from the upload, such as --acl or x-amz-acl",
  },
  {
    section: "allow",
    word: /^(s3|kms|iam|sts):|\*/,
    answer: "allow takes levels, not actions; each level includes all the S3 and KMS actions that it needs",
  },
  {
    section: "assumed_by",
    word: /^arn:[^:]+:iam::\d+:(oidc|saml)-provider\//,
    answer:
      "s3porter does not create roles for federated users; create the role in your own Terraform, and name it here with existing: true",
  },
];

/** Why s3porter does not support a word at a place, and what to do instead. Undefined for other words. */
export function notOffered(path: Path, word: string): string | undefined {
  const sections = path.filter((segment) => typeof segment === "string");
  return NOT_OFFERED.find((each) => sections.includes(each.section) && each.word.test(word))?.answer;
}
