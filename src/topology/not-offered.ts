/**
 * Answers to keys and values that s3porter does not support, with what to do instead. They are not misspelt, so the message
 * suggests no other word.
 */
import { levelFor } from "./levels";
import type { Path } from "./yaml-file";

interface NotOffered {
  /** The section or field that contains the word. */
  readonly section: Section;
  readonly word: RegExp;
  readonly answer: string;
}

type Section =
  | "topology"
  | "accounts"
  | "buckets"
  | "own key"
  | "restrict_to"
  | "policy"
  | "keys"
  | "principals"
  | "access"
  | "replication"
  | "allow"
  | "assumed_by";

const UNMANAGED =
  "if you cannot deploy to an account, write managed: false in its entry of accounts; s3porter then writes what its administrators have to attach";
const PROTECTED =
  "a bucket and its own key are protected together; write prevent_destroy in the entry of the bucket";
const NETWORK =
  "limit the bucket to networks: restrict_to: { vpc_endpoints: [<id>], source_ips: [<range>], except: [<ARN of who deploys>] }";
const FEDERATED =
  "write who can assume the role as assumed_by: [{ oidc: <issuer>, subjects: [<subject>] }] or [{ saml: <ARN of the provider> }]";
const APP_USERS =
  "s3porter does not create roles for the users of apps; create the role in your own Terraform, and name it here with existing: true";
const OIDC =
  'write { oidc: <issuer>, subjects: [<subject>] }, such as { oidc: token.actions.githubusercontent.com, subjects: ["repo:acme/site:ref:refs/heads/main"] }';
const SAML = "write { saml: <ARN of the provider> }";
const MERGE_KEYS =
  "YAML 1.2 has no merge keys; write the fields out, or repeat the entry with for_each. An alias stands for a whole value: region: *region";
const LEVELS =
  "allow takes levels, not actions; each level includes all the S3 and KMS actions that it needs";

const NOT_OFFERED: readonly NotOffered[] = [
  {
    section: "topology",
    word: /^(grants?|permissions?|policies|statements?)$/i,
    answer: "write who can do what in the section access",
  },
  {
    section: "topology",
    word: /^(roles?|users?|services?|identities|organi[sz]ations?|permission_sets?)$/i,
    answer: "write roles, users, services and whole accounts in the section principals",
  },
  { section: "topology", word: /^(providers?)$/i, answer: "write one entry of accounts for each provider" },
  {
    section: "accounts",
    word: /^(aws_?)?account(_?(id|number))?$|^number$/,
    answer: 'write id: "<12 digits>"',
  },
  {
    section: "accounts",
    word: /managed|existing|external|deploy|hand_?over|only|read_?only|foreign|third_?party/,
    answer: UNMANAGED,
  },
  {
    section: "buckets",
    word: /existing|^(import(ed)?|adopt(ed)?|create|managed|(bucket_?)?arn)$/,
    answer:
      "for a bucket that exists already, write existing: true, its name, the ARN of its key as key, and policy: { merge: <file> } or policy: handover",
  },
  { section: "buckets", word: /^bucket(_?name)?$/, answer: "write name: <name>" },
  { section: "buckets", word: /vpc|endpoint|(^|_)ips?(_|$)|cidr|network|firewall/, answer: NETWORK },
  {
    section: "buckets",
    word: /^(acl|object_ownership|grants?)$/,
    answer:
      "s3porter disables ACLs, so that the bucket's account owns every object; grant access in the section access",
  },
  {
    section: "buckets",
    word: /tls|secure_transport/,
    answer:
      'requests without TLS are always denied; for the oldest version of TLS, write minimum_tls: "1.2" or "1.3"',
  },
  { section: "buckets", word: /sse_?c(_|$)|customer_(provided_)?key/, answer: "write deny_sse_c: true" },
  {
    section: "buckets",
    word: /^org(_|$)|organi[sz]ation/,
    answer: "limit the bucket to an organization: restrict_to: { organization: <id> }",
  },
  {
    section: "buckets",
    word: /^(denied|deny_|except|block|forbid|exclude)/,
    answer:
      "to deny roles and users of this file, write deny: [<principal>]; to limit everyone, write restrict_to",
  },
  {
    section: "buckets",
    word: /polic|statement|condition|ssl|mfa/,
    answer:
      "s3porter derives the bucket policy from the topology, and denies requests without TLS; add more statements with statements: <JSON file>",
  },
  {
    section: "buckets",
    word: /^region$/,
    answer:
      "a bucket is in the region of its account; for two regions of one account, write two accounts with the same id",
  },
  {
    section: "buckets",
    word: /alarm|^alert|^topic|^sns/,
    answer: "to hear when replication fails, write replication_alarms: { topic: <ARN of an SNS topic> }",
  },
  {
    section: "buckets",
    word: /^replica/,
    answer: "write the replication in the section replication",
  },
  {
    section: "buckets",
    word: /^(sse[-_]?s3|sse|s3|none)$/i,
    answer: "for SSE-S3, which needs no KMS key, write encryption: AES256",
  },
  {
    section: "buckets",
    word: /dsse|dual/i,
    answer:
      "s3porter does not write dual-layer encryption (DSSE-KMS); leave encryption out for SSE-KMS with a key of your own",
  },
  {
    section: "buckets",
    word: /kms|^sse|^key_|^cmk$/,
    answer:
      "choose the key with key, which is an entry of keys, another bucket or the ARN of a key, and the kind of encryption with encryption",
  },
  {
    section: "buckets",
    word: /abort|multipart/,
    answer: "write after how many days in abort_incomplete_uploads_after_days",
  },
  {
    section: "buckets",
    word: /lifecycle|log|website|cors|inventory|notif|event|tiering|transition|expir|public|payer|acceler|metrics|analytics/,
    answer:
      "s3porter configures only encryption, policies, versioning and replication; configure the rest in your own Terraform, with the name of the bucket from the stack's outputs",
  },
  {
    section: "restrict_to",
    word: /^(aws:)?(source)?_?vpcs?(_?ids?)?$/i,
    answer:
      "a bucket is limited to VPC endpoints, each of which is in one VPC; write the ids of those for S3 as vpc_endpoints: [<id>]",
  },
  {
    section: "restrict_to",
    word: /vpce|vpc_?endpoint|^endpoints?$/i,
    answer: "write vpc_endpoints: [<id>]",
  },
  {
    section: "restrict_to",
    word: /(^|_|source)ips?(_|$)|cidr|address|range|network/i,
    answer: "write source_ips: [<range>]",
  },
  { section: "restrict_to", word: /^(aws:)?(principal)?_?org/i, answer: "write organization: <id>" },
  {
    section: "restrict_to",
    word: /except|exclu|allow|unless|bypass|exempt|principal|roles?$|users?$/i,
    answer:
      "write those who can use other networks as except: [<principal or ARN>]; everyone else is granted access in the section access",
  },
  {
    section: "restrict_to",
    word: /account/i,
    answer: "only who is granted access has it, so accounts need no limit; leave it out",
  },
  {
    section: "policy",
    word: /^/,
    answer:
      "write policy: { merge: <file> }, and the stack owns the policy and keeps the statements of that file; or policy: handover, and its administrators get the statements to add",
  },
  {
    section: "own key",
    word: /multi_?region|replica|regions|primary|^mrk$/,
    answer:
      "the own key of a bucket is for one region; write the key in the section keys with multi_region: true, and name it here: key: <name>",
  },
  {
    section: "own key",
    word: /existing|^(import(ed)?|create|managed|(key_?)?(arn|id))$/,
    answer:
      "for a key that exists already, write its ARN: key: <ARN>; or write it in the section keys with existing: true, and name it here: key: <name>",
  },
  {
    section: "keys",
    word: /multi_?region|replica|regions|primary|^mrk$/,
    answer: "write multi_region: true on a key, and replica_of: <that key> on a key in another region",
  },
  { section: "keys", word: /^prevent_destroy$/, answer: PROTECTED },
  {
    section: "keys",
    word: /existing|^(import(ed)?|adopt(ed)?|create|managed|(key_?)?(arn|id))$/,
    answer:
      "for a key that exists already, write existing: true and arn, and policy: { merge: <file> } or policy: handover",
  },
  {
    section: "keys",
    word: /polic|administrators?|admins?|users?|grants?/,
    answer:
      "s3porter derives the key policy from the section access; to let people administer the key, use IAM policies in its account",
  },
  { section: "principals", word: /^(iam_)?(role|user)_?name$/, answer: "write role: <name> or user: <name>" },
  {
    section: "principals",
    word: /^(roles|users|services|permission_sets|organizations)$/,
    answer:
      "an entry of principals is one role, user, permission set, organization or service; write one entry for each, and one entry of access for each of these",
  },
  {
    section: "principals",
    word: /^aws_services?$|^services?_(principals?|names?)$|^source_?(account|org)|^(on_behalf_of|accounts)$/,
    answer:
      "for an AWS service that writes by itself, write service: <service> with for_accounts: [<account>] or for_organization: <id>",
  },
  {
    section: "principals",
    word: /^source_?arn$|^(trails?|distributions?)(_?arns?)?$/,
    answer: "write source_arns: [<ARN>], with service and for_accounts",
  },
  {
    section: "principals",
    word: /^(orgs?|ous?)(_|-|$)|^r-[0-9a-z]{4,32}$|organi[sz]ation/,
    answer:
      "for the accounts of an organization, write organization: <id>, and the paths of its OUs as paths: [<path>/*]",
  },
  {
    section: "principals",
    word: /^(everyone|everybody|anonymous|anyone|public)$/,
    answer: "s3porter grants nothing to the public; name each account with entire_account: true",
  },
  {
    section: "principals",
    word: /permission_?sets?|identity_?center|(^|_)sso(_|$)/,
    answer:
      "for the people of a permission set of IAM Identity Center, write permission_set: <name>, and its region as region: <region>",
  },
  {
    section: "principals",
    word: /cognito/,
    answer: APP_USERS,
  },
  {
    section: "principals",
    word: /oidc|saml|federat|identity_provider|web_identity|irsa|service_account|openid|github|gitlab/,
    answer: FEDERATED,
  },
  {
    section: "principals",
    word: /instance_profile/,
    answer:
      "a role with ec2.amazonaws.com in assumed_by gets an instance profile of the same name; leave it out",
  },
  {
    section: "principals",
    word: /only|attach|manage|skip|hand_?over|resource_|side|^external$|deploy|foreign|third_?party/,
    answer: `s3porter writes the policies in both accounts; ${UNMANAGED}`,
  },
  {
    section: "principals",
    word: /(^|_)groups?$/,
    answer: "policies of buckets and keys cannot name groups of IAM; name their users",
  },
  {
    section: "principals",
    word: /canonical/,
    answer:
      "a canonical user id stands for an account in ACLs, which s3porter disables; write account and entire_account: true",
  },
  {
    section: "principals",
    word: /polic(y|ies)$/,
    answer:
      "s3porter derives the policies of roles and users from the section access; attach others in your own Terraform",
  },
  { section: "principals", word: /vpc|(^|_)ips?(_|$)|cidr|network/, answer: NETWORK },
  {
    section: "principals",
    word: /mfa|multi_?factor/,
    answer: "write mfa: true",
  },
  {
    section: "principals",
    word: /duration|session_(hours|seconds|length)|max_session/,
    answer: "write max_session_duration, in seconds",
  },
  {
    section: "principals",
    word: /condition|^trust/,
    answer:
      "s3porter derives the trust policy from assumed_by, external_id, mfa and session_tags; run s3porter export, and change the module for more",
  },
  {
    section: "principals",
    word: /^(arn|(role|user|principal)_arn)$/,
    answer: "write account, and role or user with the name at the end of the ARN; a path goes into path",
  },
  {
    section: "access",
    word: /acl/,
    answer:
      "s3porter disables ACLs, so that the bucket's account owns every object; remove the ACL from the upload, such as --acl or x-amz-acl",
  },
  { section: "access", word: /action|permission/, answer: LEVELS },
  {
    section: "access",
    word: /^(prefixes|buckets|principals|paths?|folders?)$/,
    answer: "write one entry of access for each",
  },
  { section: "access", word: /vpc|(^|_)ips?(_|$)|cidr|network/, answer: NETWORK },
  {
    section: "access",
    word: /kms|key|encrypt/,
    answer: "each level includes the KMS actions that it needs, on every key of the bucket; leave it out",
  },
  {
    section: "access",
    word: /^deny|denied/,
    answer: "to deny roles and users a bucket, write deny: [<principal>] in its entry of buckets",
  },
  {
    section: "access",
    word: /mfa|multi_?factor/,
    answer: "write mfa: true in the entry of the role, to assume it",
  },
  {
    section: "access",
    word: /condition|^tags?$/,
    answer:
      "s3porter derives the conditions of policies from the topology; run s3porter export, and change the policies of the module for more",
  },
  { section: "replication", word: /^prefixes$/, answer: "write one entry of replication for each" },
  {
    section: "replication",
    word: /two_?way|bi_?direction|both/,
    answer: "write one entry for each direction, such as { from: a, to: b } and { from: b, to: a }",
  },
  {
    section: "replication",
    word: /^(through|via|chain|next|then)$/,
    answer: "S3 does not replicate replicas; write one entry from the first bucket to each of the others",
  },
  {
    section: "replication",
    word: /version$|schema|^v[12]$/,
    answer:
      "s3porter writes rules of the second version, which have a filter; say which objects with prefix and tags, and whether delete markers are replicated with delete_markers",
  },
  { section: "replication", word: /filter|^and$/, answer: "write prefix and tags in the entry itself" },
  {
    section: "replication",
    word: /threshold|minutes|rtc|replication_time|^sla$/,
    answer:
      "S3 has one threshold, 15 minutes, and only with time control, which it charges for: write time_control: true",
  },
  { section: "replication", word: /^status$|disable/, answer: "write enabled: false to disable the rule" },
  {
    section: "replication",
    word: /modif|meta_?data|sync/,
    answer: "write replica_modifications: true in the entries of both directions",
  },
  {
    section: "replication",
    word: /delet/,
    answer:
      "write delete_markers: true to replicate delete markers; S3 never replicates the deletion of a version",
  },
  { section: "replication", word: /^(replica_)?(storage|class)$/, answer: "write storage_class" },
  {
    section: "replication",
    word: /^(account|region)(_id)?$|versioning/,
    answer: "s3porter knows it from the buckets of the entry; leave it out",
  },
  {
    section: "replication",
    word: /lock|retention|hold|annotation|token/,
    answer:
      "locks, annotations and tags are replicated with their objects; leave it out, and write object_lock in the entries of both buckets if they need it",
  },
  {
    section: "replication",
    word: /owner|acl|access_control/,
    answer:
      "s3porter disables ACLs, so that replicas belong to the account of their bucket without it; leave it out",
  },
  {
    section: "replication",
    word: /existing|batch/,
    answer:
      "a rule replicates only new objects; for those that exist, allow initiate_replication to a role that batchoperations.s3.amazonaws.com assumes, as in the stack batch-replication",
  },
  {
    section: "replication",
    word: /event|notif|alarm|alert|topic|sns/,
    answer:
      "write replication_alarms: { topic: <ARN of an SNS topic> } in the entry of the from bucket, for all its rules",
  },
  {
    section: "replication",
    word: /kms|key|encrypt/,
    answer:
      "replicas are encrypted with the key of their bucket, without further settings; for another key, write key, which names one of other_keys of the to bucket",
  },
  {
    section: "allow",
    word: /acl/i,
    answer:
      "s3porter disables ACLs, so that the bucket's account owns every object; remove the ACL from the upload, such as --acl or x-amz-acl",
  },
  {
    section: "assumed_by",
    word: /^(https:\/\/)?(accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|cognito-identity\.amazonaws\.com)/,
    answer: APP_USERS,
  },
  { section: "assumed_by", word: /^arn:[^:]+:iam::\d+:saml-provider\/|^saml/, answer: SAML },
  {
    section: "assumed_by",
    word: /^arn:[^:]+:iam::\d+:oidc-provider\/|^(https:\/\/)?(oidc\.|token\.actions\.|gitlab\.com|app\.terraform\.io)|oidc|^(github|gitlab|terraform|hcp|eks|irsa|kubernetes)(_|$)|^(issuer|provider)$|federat|web_identity/,
    answer: OIDC,
  },
  { section: "assumed_by", word: /^(audience|aud|client_ids?)$/, answer: "write audiences: [<audience>]" },
  {
    section: "assumed_by",
    word: /^(subject|sub|repos?|repositor(y|ies)|branch(es)?|environments?|namespaces?|service_accounts?|projects?)$/,
    answer: 'write subjects, such as subjects: ["repo:acme/site:ref:refs/heads/main"]',
  },
  {
    section: "assumed_by",
    word: /^o-[a-z0-9]+$/,
    answer: "an organization cannot assume a role here; name each account by its root ARN",
  },
  {
    section: "assumed_by",
    word: /^arn:[^:]+:iam::\d+:group\//,
    answer: "IAM does not let groups assume roles; name the users",
  },
  {
    section: "assumed_by",
    word: /^arn:[^:]+:sts:/,
    answer: "name the role instead of its session, such as arn:aws:iam::111122223333:role/Admin",
  },
];

/** Why s3porter does not support a word at a place, and what to do instead. Undefined for other words. */
export function notOffered(path: Path, word: string): string | undefined {
  if (word === "<<") return MERGE_KEYS;
  const section = sectionOf(path);
  if (section === "allow") {
    const level = levelFor(word);
    if (level !== undefined)
      return `write ${level} instead; each level includes all the S3 and KMS actions that it needs`;
  }
  // The own key of a bucket is like those of the section keys, apart from what it cannot be.
  const answer = [section, ...(section === "own key" ? ["keys"] : [])]
    .map((of) => NOT_OFFERED.find((each) => each.section === of && each.word.test(word))?.answer)
    .find((each) => each !== undefined);
  return answer ?? (section === "allow" && /^(s3|kms|iam|sts):|\*/.test(word) ? LEVELS : undefined);
}

function sectionOf(path: Path): unknown {
  if (path.length === 0) return "topology";
  if (path[0] === "buckets" && path[2] === "restrict_to") return "restrict_to";
  if (path[2] === "policy") return "policy";
  if (path[0] === "buckets" && path[2] === "key") return "own key";
  return (["allow", "assumed_by"] as const).find((field) => path.includes(field)) ?? path[0];
}
