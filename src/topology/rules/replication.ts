import { accountOf } from "../../aws/arn";
import { iamNameProblem } from "../../aws/iam-name";
import { list, quote } from "../../messages/wording";
import { defaultReplicationRoleName } from "../defaults";
import { isAmbiguous, overlap, type RuleProblem, ruleProblem } from "../replication-rules";
import {
  bypassesReplicaKey,
  type ReplicationEnd,
  type ReplicationProblem,
  replicationProblems,
} from "../replication-ends";
import type { Finding } from "../yaml-file";
import type { Tags } from "../model";
import { type Draft, type Entry, has, type Rule, text, texts } from "./draft";

/** A bucket cannot replicate to itself. */
export const bucketsDoNotReplicateToThemselves: Rule = (draft) =>
  draft.replication
    .filter(([, edge]) => text(edge, "from") !== undefined && text(edge, "from") === text(edge, "to"))
    .map(([path, edge]) => ({
      path: [...path, "to"],
      message: `${quote(text(edge, "to"))} cannot replicate to itself; name another bucket`,
    }));

/** S3 applies one rule to each object, so the rules of replications between the same buckets must not overlap. */
export const replicationIsStatedOnce: Rule = (draft) => {
  const edges = edgesOf(draft);
  return edges.flatMap((edge, index): Finding[] => {
    const { path, from, to, prefix } = edge;
    const first = edges
      .slice(0, index)
      .find((other) => other.from === from && other.to === to && isAmbiguous(other, edge));
    if (first === undefined || from === undefined || to === undefined) return [];
    const line = draft.yaml.line(first.path);
    if (first.prefix === prefix) {
      const message = `the replication from ${from} to ${to} is already stated on line ${line}; leave one of them out, or give each its own prefix or tags`;
      return [{ path, message }];
    }
    const shared = objectsOf(longer(prefix, first.prefix), { ...first.tags, ...edge.tags });
    const message = `the replication from ${from} to ${to} on line ${line} also includes ${shared}, and S3 applies one rule to each object; leave one of them out, choose prefixes that do not overlap, or give both a priority`;
    return [{ path: prefix === "" ? path : [...path, "prefix"], message }];
  });
};

function objectsOf(prefix: string, tags: Tags): string {
  const named = Object.entries(tags).map(([key, value]) => quote(`${key}=${value}`));
  const objects = `keys that begin with ${quote(prefix)}`;
  if (named.length === 0) return objects;
  return `${objects} and have the ${named.length === 1 ? "tag" : "tags"} ${list(named, "and")}`;
}

/** S3 refuses some settings together. */
export const replicationSettingsFit: Rule = (draft) =>
  draft.replication.flatMap(([path, edge]): Finding[] => {
    const problem = ruleProblem({
      deleteMarkers: edge.delete_markers === true,
      settings: {
        tags: tagsOf(edge),
        timeControl: edge.time_control === true,
        metrics: edge.metrics !== false,
      },
    });
    return problem
      ? [{ path: [...path, RULE_PROBLEMS[problem].field], message: RULE_PROBLEMS[problem].message }]
      : [];
  });

const RULE_PROBLEMS: Readonly<Record<RuleProblem, { readonly field: string; readonly message: string }>> = {
  "delete markers with tags": {
    field: "delete_markers",
    message:
      'S3 does not replicate delete markers in a rule with "tags"; leave one of them out, or write a rule without tags for them',
  },
  "time control without metrics": {
    field: "metrics",
    message: '"time_control" needs metrics; leave "metrics: false" out',
  },
};

/** Rules of one bucket need different priorities. */
export const prioritiesAreUnique: Rule = (draft) => {
  const edges = edgesOf(draft);
  return edges.flatMap(({ path, from, priority }, index): Finding[] => {
    const first = edges.slice(0, index).find((other) => other.from === from && other.priority === priority);
    if (priority === undefined || !first) return [];
    const message = `${priority} is already the priority of the rule on line ${draft.yaml.line(first.path)}; give each rule of ${from} its own`;
    return [{ path: [...path, "priority"], message }];
  });
};

/**
 * In two-way replication, changes of the metadata of replicas get back only with replica modification sync in both directions.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-for-metadata-changes.html
 */
export const metadataGoesBothWays: Rule = (draft) => {
  const edges = edgesOf(draft);
  return edges.flatMap(({ path, from, to, prefix, replicaModifications }, index): Finding[] => {
    const back = edges.find(
      (other) => other.from === to && other.to === from && overlap(other.prefix, prefix),
    );
    if (!back && replicaModifications) {
      const [nothing, limit] =
        prefix === ""
          ? ["nothing", ""]
          : [`nothing that begins with ${quote(prefix)}`, `, prefix: ${quote(prefix)}`];
      const message = `${nothing} replicates from ${quote(to)} to ${quote(from)}, so ${quote(from)} has no replicas of it to change; leave it out, or add { from: ${to}, to: ${from}${limit}, replica_modifications: true }`;
      return [{ path: [...path, "replica_modifications"], message }];
    }
    const isTold = back && !back.replicaModifications && edges.indexOf(back) < index;
    if (!back || replicaModifications || isTold) return [];
    const message = `${quote(from)} and ${quote(to)} replicate to each other, but changes of the tags of replicas in ${quote(from)} stay there; to replicate them too, add replica_modifications: true in both directions`;
    return [{ path, message }];
  });
};

/** The encryption and the locks of both buckets must allow the replication. */
export const replicatedBucketsFit: Rule = (draft) =>
  draft.replication.flatMap(([path, edge]) => {
    const { from, to } = ends(draft, edge);
    if (!from || !to) return [];
    const key = text(edge, "key");
    const ruleKms = { minimalKms: edge.minimal_kms === true, replicaKey: replicaKeyOf(draft, key, to) };
    return replicationProblems(endOf(from), endOf(to), ruleKms).map((problem): Finding => {
      const { field, message } = MISFITS[problem](
        quote(text(edge, "from")),
        quote(text(edge, "to")),
        quote(key),
      );
      return { path: [...path, field], message };
    });
  });

const MISFITS: Readonly<
  Record<
    ReplicationProblem,
    (from: string, to: string, key: string) => { readonly field: string; readonly message: string }
  >
> = {
  "no replica key": (from, to) => ({
    field: "to",
    message: `${to} has encryption "AES256", but ${from} has objects that are encrypted with a KMS key; their replicas need a KMS key too, so remove "encryption" from ${to}`,
  }),
  "replicas denied": (from, to) => ({
    field: "to",
    message: `${to} has "require_key: true", but ${from} has encryption "AES256", and replicas keep the encryption of their source, so ${to} would deny them; encrypt ${from} with a KMS key, or leave "require_key" out`,
  }),
  "no lock for replicas": (from, to) => ({
    field: "to",
    message: `${from} has "object_lock", but ${to} has not, and S3 cannot replicate locked objects to it; add "object_lock: true" to ${to}, which then locks replicas as their sources are locked`,
  }),
  "replica key of others": (_, to, key) => ({
    field: "key",
    message: `${key} is not among other_keys of ${to}, so who reads ${to} could not decrypt the replicas; add it there`,
  }),
  "replica key for nothing": (from) => ({
    field: "key",
    message: `${from} has encryption "AES256", and replicas keep the encryption of their source, so no key encrypts them; encrypt ${from} with a KMS key, or leave "key" out`,
  }),
  "replica key denied": (_, to, key) => ({
    field: "key",
    message: `${to} has "require_key: true", so it would deny replicas under ${key}; leave one of them out`,
  }),
  "more than minimal KMS": () => ({
    field: "minimal_kms",
    message:
      '"minimal_kms" grants only kms:Encrypt, but a Bucket Key also needs kms:Decrypt; give both buckets "bucket_key_enabled: false", or leave "minimal_kms" out',
  }),
};

/** A key that is not in the file is an error of its own. */
function replicaKeyOf(
  { buckets, keys }: Draft,
  key: string | undefined,
  to: Entry,
): "of destination" | "of others" | undefined {
  if (key === undefined || !(keys.has(key) || buckets.has(key))) return undefined;
  return texts(to, "other_keys").some(([, other]) => other === key) ? "of destination" : "of others";
}

function endOf(bucket: Entry): ReplicationEnd {
  return {
    hasKey: text(bucket, "encryption") !== "AES256",
    hasOtherKeys: has(bucket, "other_keys"),
    bucketKeyEnabled: bucket.bucket_key_enabled !== false,
    requireKey: bucket.require_key === true,
    hasObjectLock: has(bucket, "object_lock") && bucket.object_lock !== false,
  };
}

/** Replicas of SSE-S3 objects are not encrypted with the key of the destination. */
export const replicasAreUnderTheKey: Rule = (draft) =>
  draft.replication.flatMap(([path, edge]) => {
    const { from, to } = ends(draft, edge);
    if (!from || !to || !bypassesReplicaKey(endOf(from), endOf(to))) return [];
    const [source, destination] = [quote(text(edge, "from")), quote(text(edge, "to"))];
    const message = `${source} has encryption "AES256", and replicas keep the encryption of their source, so the KMS key of ${destination} does not protect them; encrypt ${source} with a KMS key if it should`;
    return [{ path: [...path, "to"], message }];
  });

/**
 * S3 does not replicate replicas, so objects do not get further than the second bucket of a chain. Two buckets that replicate
 * to each other are not a chain.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
export const replicasAreNotReplicatedAgain: Rule = (draft) => {
  const edges = edgesOf(draft);
  return edges.flatMap((last) =>
    chainsTo(last, edges)
      .filter(
        (missing) =>
          !edges.some(
            ({ from, to, prefix }) =>
              from === missing.from && to === last.to && missing.prefix.startsWith(prefix),
          ),
      )
      .map((missing): Finding => {
        const limit = missing.prefix === "" ? "" : `, prefix: ${quote(missing.prefix)}`;
        const through = list(missing.through.map(quote), "and");
        const message = `S3 does not replicate replicas, so objects of ${quote(missing.from)} do not arrive in ${quote(last.to)} through ${through}; if they should, add { from: ${missing.from}, to: ${last.to}${limit} }`;
        return { path: [...last.path, "from"], message };
      }),
  );
};

/** The objects of a bucket that seem to arrive through others. */
interface Chain {
  readonly from: string | undefined;
  readonly prefix: string;
  readonly through: readonly (string | undefined)[];
}

/** The chains that end with a replication, so that what to add for them makes no further chain. */
function chainsTo({ from, to, prefix }: Replicated, edges: readonly Replicated[]): Chain[] {
  const chains: Chain[] = [{ from, prefix, through: [] }];
  const seen = new Set<string>();
  for (const { from: bucket, prefix: wanted, through } of chains)
    for (const first of edges) {
      if (first.to !== bucket || first.from === to || !overlap(first.prefix, wanted)) continue;
      const received = longer(first.prefix, wanted);
      const id = JSON.stringify([first.from, received]);
      if (first.from === from || seen.has(id)) continue;
      seen.add(id);
      chains.push({ from: first.from, prefix: received, through: [bucket, ...through] });
    }
  return chains.slice(1);
}

/** Replication needs versioning on both buckets. */
export const replicatedBucketsAreVersioned: Rule = (draft) =>
  draft.replication.flatMap(([path, edge]) =>
    Object.entries(ends(draft, edge))
      .filter(([, bucket]) => bucket?.versioning === false)
      .map(([end]) => ({
        path: [...path, end],
        message: `buckets.${text(edge, end)} has "versioning: false", but replication needs versioning on both buckets; leave "versioning" out`,
      })),
  );

/** A role cannot be passed to S3 in another account. */
export const replicationRolesAreOfSource: Rule = (draft) =>
  draft.replication.flatMap(([path, edge]): Finding[] => {
    const { from } = ends(draft, edge);
    const [account, own] = [accountOf(text(edge, "role") ?? ""), text(draft.accountOf(from), "id")];
    if (account === undefined || own === undefined || account === own) return [];
    const message = `is in account ${account}, but S3 can only assume a role of account ${own}, which has ${quote(text(edge, "from"))}`;
    return [{ path: [...path, "role"], message: `${quote(text(edge, "role"))} ${message}` }];
  });

/** A bucket has one replication configuration and therefore one role. */
export const replicationRolesFit: Rule = (draft) => {
  const roles = new Map<string, string>();
  const owners = new Map<string, string>();
  return draft.replication.flatMap(([path, edge]): Finding[] => {
    const from = text(edge, "from");
    const bucket = draft.buckets.get(from ?? "");
    if (from === undefined || !bucket) return [];
    const stated = text(edge, "role");
    const role = stated ?? roles.get(from) ?? defaultReplicationRoleName(text(bucket, "name") ?? "");
    const other = roles.get(from);
    if (other !== undefined && other !== role) {
      return [
        {
          path: [...path, "role"],
          message: `${quote(role)} is the second role of ${from}, after ${quote(other)}; a bucket has one role for all its destinations, so use the same name or leave this one out`,
        },
      ];
    }
    if (other !== undefined) return [];
    roles.set(from, role);
    const id = JSON.stringify([text(draft.accountOf(bucket), "id"), role.toLowerCase()]);
    const owner = owners.get(id);
    owners.set(id, owner ?? from);
    if (owner !== undefined) {
      return [
        {
          path: stated === undefined ? path : [...path, "role"],
          message: `the role ${quote(role)} already belongs to ${owner}; each bucket needs its own, so choose another name`,
        },
      ];
    }
    return [
      ...(stated === undefined ? defaultRoleFindings(path, role) : []),
      ...takenNames(draft, path, from, role),
    ];
  });
};

function defaultRoleFindings(path: Finding["path"], role: string): Finding[] {
  const problem = iamNameProblem(role);
  if (problem === undefined) return [];
  return [
    {
      path,
      message: `the name of the role would be ${quote(role)}, which ${problem}; set a shorter one with "role"`,
    },
  ];
}

function takenNames(draft: Draft, path: Finding["path"], from: string, role: string): Finding[] {
  const account = text(draft.accountOf(draft.buckets.get(from)), "id");
  const clash = [...draft.principals].find(
    ([, principal]) =>
      account !== undefined &&
      text(principal, "role")?.toLowerCase() === role.toLowerCase() &&
      text(draft.accountOf(principal), "id") === account,
  );
  const name = `${from}_replication`;
  return [
    ...(draft.principals.has(name)
      ? [
          {
            path: ["principals", name],
            atKey: true,
            message: `is also the Terraform name of the role that replicates ${from}; choose another name`,
          },
        ]
      : []),
    ...(clash
      ? [
          {
            path,
            message: `the role ${quote(role)} is already principals.${clash[0]}; set another name with "role"`,
          },
        ]
      : []),
  ];
}

interface Replicated {
  readonly path: Finding["path"];
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly prefix: string;
  readonly tags: Tags;
  readonly priority: number | undefined;
  readonly replicaModifications: boolean;
}

function edgesOf(draft: Draft): Replicated[] {
  return draft.replication.map(([path, edge]) => ({
    path,
    from: text(edge, "from"),
    to: text(edge, "to"),
    prefix: text(edge, "prefix") ?? "",
    tags: tagsOf(edge),
    priority: typeof edge.priority === "number" ? edge.priority : undefined,
    replicaModifications: edge.replica_modifications === true,
  }));
}

function tagsOf({ tags }: Entry): Tags {
  return typeof tags === "object" && tags !== null && !Array.isArray(tags) ? (tags as Tags) : {};
}

function longer(one: string, other: string): string {
  return one.length > other.length ? one : other;
}

function ends(draft: Draft, edge: Entry): { from?: Entry; to?: Entry } {
  return { from: draft.buckets.get(text(edge, "from") ?? ""), to: draft.buckets.get(text(edge, "to") ?? "") };
}
