import * as defaults from "../defaults";
import type {
  Account,
  Bucket,
  DefaultRetention,
  DeniedPrincipal,
  Encryption,
  Principal,
  Restrictions,
} from "../model";
import { nothingLeft } from "../nothing-left";
import type { Section, Topology } from "../topology";
import { alarmTopics, topicIn } from "./alarm-topics";
import { type ByName, find, mapEntries } from "./entries";
import { isArn, type Keys, lentKey } from "./keys";
import { resolvePolicy, resolveStatements } from "./policies";

type Entry = Section<"buckets">;

/** What buckets refer to. */
interface Before {
  readonly accounts: ByName<Account>;
  readonly keys: Keys;
  readonly principals: ByName<Principal>;
}

export function resolveBuckets(
  buckets: Topology["buckets"],
  replication: NonNullable<Topology["replication"]>,
  before: Before,
): ByName<Bucket> {
  const replicated = new Set(replication.flatMap(({ from, to }) => [from, to]));
  return mapEntries(buckets, (name, entry) => resolveBucket(name, entry, replicated.has(name), before));
}

function resolveBucket(
  name: string,
  entry: Entry,
  isReplicated: boolean,
  { accounts, keys, principals }: Before,
): Bucket {
  const { account: accountName, name: bucketName, encryption, key, ...others } = entry;
  const { bucket_key_enabled, require_key, other_keys = [], ...ofExisting } = others;
  const {
    existing = false,
    import: isImported = false,
    check_settings,
    policy,
    replication,
    versioning,
    tags,
    ...more
  } = ofExisting;
  const { prevent_destroy: preventDestroy, force_destroy: forceDestroy, ...limits } = more;
  const { deny_sse_c: denySseC, minimum_tls: minimumTls, restrict_to, deny = [], ...last } = limits;
  const {
    abort_incomplete_uploads_after_days: abortIncompleteUploadsAfterDays,
    object_lock,
    statements,
    replication_alarms,
    ...rest
  } = last;
  nothingLeft(rest);
  const account = find(accounts, accountName);
  return defaults.bucket({
    name,
    account,
    bucketName,
    encryption: resolveEncryption(name, { encryption, key, bucket_key_enabled, require_key }, keys),
    otherKeys: other_keys.map((lender) => lentKey(keys, lender)),
    denySseC,
    minimumTls,
    restrictions: restrict_to && resolveRestrictions(restrict_to, account, principals),
    denied: deny.map((denied) => resolveDenied(denied, principals)),
    versioned: versioning ?? (!existing && isReplicated),
    existing:
      existing && policy !== undefined
        ? {
            isImported,
            checkSettings: defaults.checkSettings(account, check_settings),
            policy: resolvePolicy(policy),
            replication,
          }
        : undefined,
    statements: resolveStatements(statements),
    objectLock: typeof object_lock === "object" ? resolveRetention(object_lock) : object_lock || undefined,
    abortIncompleteUploadsAfterDays,
    // S3 tells only topics in the region of the bucket.
    replicationEvents: replication_alarms?.events
      ? topicIn(alarmTopics(replication_alarms), account)
      : undefined,
    preventDestroy,
    forceDestroy,
    tags,
  });
}

function resolveEncryption(
  name: string,
  { encryption, key, bucket_key_enabled: bucketKeyEnabled, require_key: requireKey }: EncryptionEntry,
  keys: Keys,
): Encryption {
  const kms = { bucketKeyEnabled, requireKey };
  if (encryption === "AES256") return { kind: "no key" };
  if (typeof key === "string")
    return defaults.sharedKeyEncryption(lentKey(keys, isArn(key) ? name : key), kms);
  return defaults.ownKeyEncryption(find(keys.own, name), kms);
}

type EncryptionEntry = Pick<Entry, "encryption" | "key" | "bucket_key_enabled" | "require_key">;

function resolveRestrictions(
  entry: NonNullable<Entry["restrict_to"]>,
  account: Account,
  principals: ByName<Principal>,
): Restrictions {
  const { organization: organizationId, vpc_endpoints, source_ips, except, ...rest } = entry;
  nothingLeft(rest);
  return defaults.restrictions(account, {
    organizationId,
    vpcEndpointIds: vpc_endpoints,
    sourceIps: source_ips,
    except: except?.map((each) => principals.get(each)?.principalArn ?? each),
  });
}

function resolveDenied(denied: string, principals: ByName<Principal>): DeniedPrincipal {
  const { name, principalArn } = find(principals, denied);
  return { name, principalArn };
}

function resolveRetention({
  mode,
  days,
  years,
  ...rest
}: Exclude<NonNullable<Entry["object_lock"]>, boolean>): DefaultRetention {
  nothingLeft(rest);
  return days === undefined ? { mode, years } : { mode, days };
}
