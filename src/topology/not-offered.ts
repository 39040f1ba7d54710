/**
 * What people ask for that s3porter does not do, and what to do instead. Such a word is not a misspelling, so no other
 * word is suggested.
 */
import type { Path } from "./yaml-file";

interface NotOffered {
  /** The section of the topology. */
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
      "s3porter does not limit access to networks; add the Deny statement to the bucket policy of an exported module, with exceptions for administrators, replication and AWS services",
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
      "s3porter creates encryption, policies, versioning and replication of a bucket; configure the rest in your own Terraform, with the name of the bucket from the stack's outputs",
  },
  {
    section: "keys",
    word: /multi_?region|replica/,
    answer:
      "s3porter creates single-Region keys only; S3 does not use the advantage of multi-Region keys: replication encrypts each replica anew, with the key of its bucket. Give each region a key of its own",
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
      "the key policy follows from the section access; IAM policies in the key's account decide who administers the key",
  },
  {
    section: "principals",
    word: /^(aws_)?services?$|^source_(account|arn|org)/,
    answer:
      "AWS services are no principals of a topology; add the statements that the service's documentation asks for to the policies of an exported module",
  },
  {
    section: "principals",
    word: /^(org|ou)$|organi[sz]ation/,
    answer: "organizations are no principals of a topology; name each account with entire_account: true",
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
      "s3porter writes both sides of a grant; if nobody can deploy to the other account, use entire_account: true, which prints the policy for its administrators",
  },
  {
    section: "principals",
    word: /^(group|policies|managed_policies|inline_polic(y|ies)|groups)$/,
    answer:
      "s3porter writes the policies of roles and users from the section access; attach others in your own Terraform",
  },
  {
    section: "replication",
    word: /modif|time_?control|^rtc$|metrics|storage_class|owner|ownership|existing_objects|tags?$|priority/,
    answer:
      "s3porter replicates new objects and, with delete_markers, their deletion; change the replication rule of an exported module for more",
  },
  {
    section: "allow",
    word: /acl/,
    answer:
      "s3porter disables ACLs, so that the bucket's account owns every object; remove the ACL from the request of the writer, such as --acl or x-amz-acl",
  },
  {
    section: "allow",
    word: /^(s3|kms|iam|sts):|\*/,
    answer:
      "allow has levels, each with all the actions of S3 and KMS that it takes, instead of single actions",
  },
  {
    section: "assumed_by",
    word: /^arn:[^:]+:iam::\d+:(oidc|saml)-provider\//,
    answer:
      "s3porter does not create roles for federated users; create the role in your own Terraform, and name it here with existing: true",
  },
];

/** Why a word is not offered at a place, and what to do instead; nothing if the word is simply unknown. */
export function notOffered(path: Path, word: string): string | undefined {
  const sections = path.filter((segment) => typeof segment === "string");
  return NOT_OFFERED.find((each) => sections.includes(each.section) && each.word.test(word))?.answer;
}
