import { quote } from "../messages/wording";
import type { Account, Encryption, Model, NewKey, NewRole } from "./model";
import type { Problem } from "./problem";
import { resolve } from "./resolve";
import type { Topology } from "./topology";
import type { Finding, Path, YamlFile } from "./yaml-file";

/** A resource in AWS that only one stack can create. */
interface Claim {
  readonly path: Path;
  /** The resource in words, such as `role "Porter" of account 111111111111`. */
  readonly what: string;
  /** The same for two claims of the same resource. */
  readonly id: string;
  /** What it is, if another stack can refer to it. @default - none can */
  readonly existing?: "role" | "user";
  /** What to do about a second claim. @default - see `existing` */
  readonly way?: string;
}

const ONE_OWNER =
  "a policy has one owner, so put all access into one stack, or write policy: handover in one of them";

/** A stack that creates things in AWS. Its problems are of type `P`. */
export interface Claimant<P = Problem> {
  readonly name: string;
  readonly model: Model;
  /** The file from which `split_by` can make several stacks. @default - none */
  readonly file?: string;
  readonly locate: (finding: Finding) => P;
  /** A place of the stack in words, such as `stacks/copy.yaml:6`. */
  readonly placeOf: (path: Path) => string;
  /** How to refer to a role or user that another stack creates. */
  readonly toRefer: (kind: "role" | "user") => string;
}

/** The stack of a topology. */
export function claimantOf({ name, topology, yaml }: StackFile): Claimant {
  return {
    name,
    model: resolve(topology),
    file: yaml.file,
    locate: (finding) => yaml.locate(finding),
    placeOf: (path) => lineOf(yaml.locate({ path, message: "" })),
    toRefer: () => 'set "existing: true" in one of them',
  };
}

/** `stacks/copy.yaml:6` */
export function lineOf({ file, line }: Problem): string {
  return `${file}:${line}`;
}

interface StackFile {
  readonly name: string;
  readonly topology: Topology;
  readonly yaml: YamlFile;
}

/**
 * Finds resources that more than one stack would create. The second deployment would fail, or would change the resource of
 * the first stack.
 *
 * @returns the problems by the name of the stack
 */
export function claimedTwice<P>(stacks: readonly Claimant<P>[]): ReadonlyMap<string, readonly P[]> {
  const claimants = new Map<string, { readonly stack: Claimant<P>; readonly claim: Claim }[]>();
  const claiming = stacks.map((stack) => ({ stack, claims: claimsOf(stack.model) }));
  for (const { stack, claims } of claiming)
    for (const claim of claims)
      claimants.set(claim.id, [...(claimants.get(claim.id) ?? []), { stack, claim }]);
  const problems = new Map<string, P[]>();
  for (const { stack, claims } of claiming) {
    // Two buckets of the same name usually have keys of the same alias: one mistake, one problem.
    const reported = new Set<string>();
    for (const { path, what, id, existing, way: stated } of claims) {
      const other = claimants.get(id)?.find((each) => each.stack !== stack);
      const entry = path.slice(0, 2).join(".");
      if (!other || reported.has(entry)) continue;
      reported.add(entry);
      const way =
        stated ?? (existing ? `${stack.toRefer(existing)}, or choose another name` : "choose another name");
      const message =
        stack.file !== undefined && other.stack.file === stack.file
          ? `${what} is in several stacks of this file, but only one can create it; ${NAME_THE_ROW}`
          : `${what} is also in ${other.stack.placeOf(other.claim.path)}, but only one stack can create it; ${way}`;
      problems.set(stack.name, [
        ...(problems.get(stack.name) ?? []),
        stack.locate({ path, message, id: "claimed-twice" }),
      ]);
    }
  }
  return problems;
}

const NAME_THE_ROW =
  "split_by writes everything that names no value of the row into each stack; write ${each.…} in its name, or leave split_by out";

function claimsOf({ buckets, keys, principals, replications }: Model): Claim[] {
  const roles = new Map(replications.map(({ role }, index) => [role.principalArn, { role, index }]));
  return [
    ...buckets.flatMap(({ name, bucketName, bucketArn, existing }): Claim[] => {
      const path = ["buckets", name, "name"];
      if (existing?.policy.kind === "handover") return [];
      if (!existing) return [claim(path, `bucket ${quote(bucketName)}`, bucketArn)];
      return [{ ...claim(path, `the policy of bucket ${quote(bucketName)}`, bucketArn), way: ONE_OWNER }];
    }),
    ...buckets.flatMap(({ name, encryption }) =>
      ownKeys(encryption).map((key) => aliasClaim(["buckets", name, "key", "alias"], key)),
    ),
    ...keys.flatMap((key): Claim[] => {
      if (!key.existing) return [aliasClaim(["keys", key.name, "alias"], key)];
      if (key.policy?.kind !== "merge") return [];
      const { keyArn } = key;
      return [{ ...claim(["keys", key.name, "arn"], `the policy of key ${keyArn}`, keyArn), way: ONE_OWNER }];
    }),
    ...principals.flatMap((principal) => {
      if (!("existing" in principal) || principal.existing) return [];
      const { name, kind, account } = principal;
      const iamName = principal.kind === "role" ? principal.roleName : principal.userName;
      const own = { ...iamClaim(["principals", name, kind], kind, iamName, account), existing: kind };
      return [own, ...(principal.kind === "role" ? providerClaims(principal) : [])];
    }),
    ...[...roles.values()].map(({ role: { roleName, account }, index }) =>
      iamClaim(["replication", index, "role"], "role", roleName, account),
    ),
  ];
}

function ownKeys(encryption: Encryption): NewKey[] {
  return encryption.kind === "own key" ? [encryption.key] : [];
}

function aliasClaim(path: Path, { alias, account: { accountId, region } }: NewKey): Claim {
  return claim(path, `alias ${quote(alias)} in account ${accountId} and ${region}`, alias, accountId, region);
}

/** An account has one OIDC provider for each issuer. */
function providerClaims({ name, account: { accountId }, assumedBy }: NewRole): Claim[] {
  return assumedBy.flatMap((trusted) => {
    if (trusted.kind !== "oidc" || trusted.createdAs === undefined) return [];
    const what = `OIDC provider for ${trusted.issuer} of account ${accountId}`;
    const path = ["principals", name, "assumed_by"];
    const way = 'leave "create_provider" out of one of them';
    return [{ ...claim(path, what, "oidc", trusted.issuer, accountId), way }];
  });
}

/** IAM compares names without case. */
function iamClaim(path: Path, kind: "role" | "user", name: string, { accountId }: Account): Claim {
  const what = `${kind} ${quote(name)} of account ${accountId}`;
  return claim(path, what, kind, name.toLowerCase(), accountId);
}

function claim(path: Path, what: string, ...id: string[]): Claim {
  return { path, what, id: JSON.stringify(id) };
}
