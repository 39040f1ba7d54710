/** Whether replication rules work. */
import { parseArn } from "../../aws/arn";
import type { Bucket, Estate, ReplicationRule } from "../../estate/estate";
import { assumeRole } from "../catalogue/assume-role";
import type { Authorization, CalledObject, Encryption } from "../catalogue/authorization";
import {
  changeOwner,
  insteadOf,
  readLock,
  type Replicated,
  replicateDeleteMarker,
  replicateObject,
} from "../catalogue/replication";
import { distinct } from "../distinct";
import { replicationRules } from "../lint/replication";
import { isRoleOrUser } from "../evaluator/caller";
import { serviceActor } from "../proof/actor";
import { OBJECT } from "../proof/prefix";
import type { BucketKeys } from "./bucket-keys";
import { type Caller, unknownRole } from "./callers";
import type { DescribedRule, MissingAuthorization, RuleFailure } from "./description";
import type { EstateJudge } from "./estate-judge";
import { missingOf } from "./operations";
import { lacking } from "./wording";

interface Scenery {
  readonly judge: EstateJudge;
  readonly keys: BucketKeys;
  readonly callers: (arn: string) => Caller;
}

/** What fails if a setting is wrong. The linter reports these. */
export const SETTINGS = "settings";

export function describeRules(estate: Estate, scenery: Scenery): DescribedRule[] {
  const buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
  const roles = new Set(estate.principals.map(({ arn }) => arn));
  const roleOf = ({ roleArn }: ReplicationRule) =>
    roles.has(roleArn) ? scenery.callers(roleArn) : unknownRole(roleArn);
  return estate.replicationRules.map((rule) => {
    const from = buckets.get(rule.source.bucketArn);
    const to = buckets.get(rule.destination.bucketArn);
    const settings = wrongSettings(rule, [from, to], estate);
    const authorized = isRoleOrUser(rule.roleArn)
      ? new Rule(rule, { from, to, role: roleOf(rule) }, scenery)
      : { failures: [noRole(rule)], unknown: [], leavesOut: [] };
    const { unknown: depends, leavesOut } = authorized;
    const failures = [...settings, ...authorized.failures];
    const unknown = failures.length > 0 ? [] : distinct([...unknownSettings(rule, from, to), ...depends]);
    return {
      address: rule.address,
      ...(rule.id !== undefined && { id: rule.id }),
      from: bucketName(rule.source.bucketArn),
      to: bucketName(rule.destination.bucketArn),
      roleArn: rule.roleArn,
      isEnabled: rule.isEnabled,
      answer: failures.length > 0 ? "cannot" : unknown.length > 0 ? "unknown" : "can",
      failures,
      unknown,
      leavesOut,
    };
  });
}

function noRole({ roleArn, address }: ReplicationRule): RuleFailure {
  return {
    what: "assuming the role",
    problem: `its role, ${JSON.stringify(roleArn)}, is not the ARN of a role`,
    missing: [],
    addresses: [address],
  };
}

function bucketName(arn: string): string {
  return parseArn(arn)?.bucket ?? arn;
}

/** Settings with which S3 does not replicate, as far as they are known. */
function wrongSettings(
  rule: ReplicationRule,
  ends: readonly (Bucket | undefined)[],
  estate: Estate,
): RuleFailure[] {
  const buckets = ends.flatMap((bucket) => (bucket && isVersioningKnown(bucket) ? [bucket] : []));
  // What the role may do is asked below.
  const flaws = replicationRules.find({ ...estate, buckets, principals: [], replicationRules: [rule] });
  return flaws.map(({ problem, addresses }) => ({
    what: SETTINGS,
    problem: problem.slice(problem.indexOf(": ") + 2),
    missing: [],
    addresses,
  }));
}

function isVersioningKnown({ existing, versioning }: Bucket): boolean {
  return !existing || versioning.address !== undefined;
}

function unknownSettings(
  { source, destination }: ReplicationRule,
  from: Bucket | undefined,
  to: Bucket | undefined,
): string[] {
  const ends = [
    [source.bucketArn, from],
    [destination.bucketArn, to],
  ] as const;
  return ends
    .filter(([, bucket]) => !bucket || !isVersioningKnown(bucket))
    .map(([arn]) => `the versioning of ${bucketName(arn)} is not in this Terraform`);
}

/** The authorizations of one rule. */
class Rule {
  readonly failures: RuleFailure[] = [];
  readonly unknown: string[] = [];
  readonly leavesOut: string[] = [];
  private readonly reported = new Set<string>();

  constructor(
    private readonly rule: ReplicationRule,
    private readonly ends: {
      readonly from: Bucket | undefined;
      readonly to: Bucket | undefined;
      readonly role: Caller;
    },
    private readonly scenery: Scenery,
  ) {
    const { role } = ends;
    const s3 = { actor: serviceActor("s3.amazonaws.com"), tagsAreKnown: true };
    this.ask("assuming the role", s3, [assumeRole(role.principal.arn)]);
    const from = this.source();
    const to = this.replica(from);
    const plain = { tagged: false, plaintext: false };
    const works = this.ask("of an object", role, this.replicating(from, to, plain));
    if (works) this.tagged(from, to);
    if (works && ends.from?.objectLock) this.ask("of a locked object", role, readLock(from));
    if (rule.deleteMarkers) this.ask("of a delete marker", role, replicateDeleteMarker(from, to));
    if (rule.ownerOverride && ends.to?.ownership.objectOwnership !== "BucketOwnerEnforced")
      this.ask("with the owner of the destination", role, changeOwner(to));
    if (to.encryption) this.plaintext(from, to);
  }

  /**
   * Objects from before January 2023, when S3 began to encrypt all. A rule meets them only if it replicates existing
   * objects, or in a Batch Replication job.
   */
  private plaintext(from: CalledObject, to: CalledObject): void {
    const { role } = this.ends;
    const authorizations = this.replicating(from, to, { tagged: false, plaintext: true });
    if (this.rule.existingObjects) {
      this.ask("of a plaintext object", role, authorizations);
      return;
    }
    const ofKey = authorizations.filter(({ action }) => action.startsWith("kms:"));
    const missing = this.judged(role, ofKey).missing;
    if (missing.length > 0)
      this.leavesOut.push(`objects from before 2023 that are not encrypted: ${lacking(missing)}`);
  }

  /** With s3:GetObjectVersion, if the role has that and the object needs no more. */
  private replicating(from: CalledObject, to: CalledObject, how: Replicated): Authorization[] {
    const isAllowed = (authorization: Authorization) =>
      this.scenery.judge.judge(this.ends.role, authorization).decision?.allowed === true;
    return replicateObject(from, to, how).map((authorization) => {
      const instead = insteadOf(authorization, from, how);
      return instead && !isAllowed(authorization) && isAllowed(instead) ? instead : authorization;
    });
  }

  /** Objects without SSE-KMS if the rule skips the others. */
  private source(): CalledObject {
    const { rule, ends, scenery } = this;
    const { bucketArn, account } = rule.source;
    const { from } = ends;
    const bucket = { bucketArn, account: account.id, region: from?.region ?? account.region };
    const name = rule.prefix + OBJECT;
    const isKnown = from && (!from.existing || from.encryption.address !== undefined);
    if (!isKnown && rule.sseKmsEncryptedObjects)
      this.unknown.push(`the default encryption of ${bucketName(bucketArn)} is not in this Terraform`);
    const encryption = isKnown && rule.sseKmsEncryptedObjects ? scenery.keys.encryptionOf(from) : undefined;
    return { bucket, name, ...(encryption && { encryption }) };
  }

  /**
   * A replica uses a Bucket Key if its source or the destination bucket does.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html#bucket-key-replication
   */
  private replica({ name, encryption }: CalledObject): CalledObject {
    const { rule, ends } = this;
    const { bucketArn, account } = rule.destination;
    const { to } = ends;
    const bucket = {
      bucketArn,
      account: to?.account.id ?? account ?? rule.source.account.id,
      region: to?.region ?? rule.source.account.region,
    };
    const keyArn = rule.replicaKeyArn;
    const bucketKey = (encryption?.bucketKey ?? false) || (to?.encryption.bucketKeyEnabled ?? false);
    const own: Encryption | undefined = keyArn === undefined ? undefined : { keyArn, bucketKey };
    return { bucket, name, ...(own && { encryption: own }) };
  }

  /** Only what a filter needs, or what one side already allows: objects without tags replicate anyway. */
  private tagged(from: CalledObject, to: CalledObject): void {
    const { rule, ends } = this;
    const authorizations = this.replicating(from, to, { tagged: true, plaintext: false });
    const isWanted = (missing: MissingAuthorization) =>
      Object.keys(rule.tags).length > 0 ||
      missing.decision.chain.some(({ outcome, layer }) => layer !== "boundary" && outcome === "allows");
    this.ask("of a tagged object", ends.role, authorizations, isWanted);
  }

  /**
   * Reports each authorization that is missing once.
   *
   * @returns whether it works, or may work
   */
  private ask(
    what: string,
    caller: Pick<Caller, "actor" | "tagsAreKnown">,
    authorizations: readonly Authorization[],
    isWanted: (missing: MissingAuthorization) => boolean = () => true,
  ): boolean {
    const { missing, unknown } = this.judged(caller, authorizations);
    this.unknown.push(...unknown);
    const idOf = ({ authorization: { action, resource } }: MissingAuthorization) => `${action} ${resource}`;
    const wanted = missing.filter((each) => isWanted(each) && !this.reported.has(idOf(each)));
    for (const each of wanted) this.reported.add(idOf(each));
    if (wanted.length === 0) return missing.length === 0;
    this.failures.push({
      what,
      problem: lacking(wanted),
      missing: wanted,
      addresses: distinct(
        wanted.flatMap(({ documents }) => documents.flatMap(({ address }) => address ?? [])),
      ),
    });
    return false;
  }

  private judged(
    caller: Pick<Caller, "actor" | "tagsAreKnown">,
    authorizations: readonly Authorization[],
  ): { readonly missing: readonly MissingAuthorization[]; readonly unknown: readonly string[] } {
    const { judge } = this.scenery;
    const judged = authorizations.map((authorization) => ({
      authorization,
      ...judge.judge(caller, authorization),
    }));
    const missing = judged.flatMap(({ authorization, decision }) =>
      !decision || decision.allowed ? [] : [missingOf(authorization, decision, { judge, caller })],
    );
    return { missing, unknown: judged.flatMap(({ unknown }) => unknown) };
  }
}
