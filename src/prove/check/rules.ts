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
import { isKnown } from "../lint/bucket-settings";
import { wrongIn } from "../lint/replication";
import { isRoleOrUser } from "../evaluator/caller";
import { serviceActor } from "../proof/actor";
import { OBJECT } from "../proof/prefix";
import { type Caller, unknownRole } from "./callers";
import type { DescribedRule, MissingAuthorization, Failure } from "./description";
import { Inquiry, isGrantedInPart } from "./inquiry";
import { lacking } from "./wording";
import type { Scenery } from "./scenery";

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

function noRole({ roleArn, address }: ReplicationRule): Failure {
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
): Failure[] {
  const buckets = ends.flatMap((bucket) => (bucket && isKnown(bucket, bucket.versioning) ? [bucket] : []));
  // What the role may do is asked below.
  const wrong = wrongIn({ ...estate, buckets, principals: [], replicationRules: [rule] });
  return wrong
    .flatMap(({ found }) => found)
    .map(({ problem, addresses = [] }) => ({
      what: SETTINGS,
      problem,
      missing: [],
      addresses: distinct([rule.address, ...addresses]),
    }));
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
    .filter(([, bucket]) => !bucket || !isKnown(bucket, bucket.versioning))
    .map(([arn]) => `the versioning of ${bucketName(arn)} is not in this Terraform`);
}

/** The authorizations of one rule. */
class Rule {
  readonly leavesOut: string[] = [];
  private readonly inquiry: Inquiry;

  constructor(
    private readonly rule: ReplicationRule,
    private readonly ends: {
      readonly from: Bucket | undefined;
      readonly to: Bucket | undefined;
      readonly role: Caller;
    },
    private readonly scenery: Scenery,
  ) {
    this.inquiry = new Inquiry(scenery.judge);
    const { inquiry } = this;
    const { role } = ends;
    const s3 = { actor: serviceActor("s3.amazonaws.com"), tagsAreKnown: true };
    inquiry.ask("assuming the role", s3, [assumeRole(role.principal.arn)]);
    const from = this.source();
    const to = this.replica(from);
    const plain = { tagged: false, plaintext: false };
    const works = inquiry.ask("of an object", role, this.replicating(from, to, plain));
    if (works) this.tagged(from, to);
    if (works && ends.from?.objectLock) inquiry.ask("of a locked object", role, readLock(from));
    if (rule.deleteMarkers) inquiry.ask("of a delete marker", role, replicateDeleteMarker(from, to));
    if (rule.ownerOverride && ends.to?.ownership.objectOwnership !== "BucketOwnerEnforced")
      inquiry.ask("with the owner of the destination", role, changeOwner(to));
    if (to.encryption) this.plaintext(from, to);
  }

  get failures(): readonly Failure[] {
    return this.inquiry.failures;
  }

  get unknown(): readonly string[] {
    return this.inquiry.unknown;
  }

  /**
   * Objects from before January 2023, when S3 began to encrypt all. A rule meets them only if it replicates existing
   * objects, or in a Batch Replication job.
   */
  private plaintext(from: CalledObject, to: CalledObject): void {
    const { role } = this.ends;
    const authorizations = this.replicating(from, to, { tagged: false, plaintext: true });
    if (this.rule.existingObjects) {
      this.inquiry.ask("of a plaintext object", role, authorizations);
      return;
    }
    const ofKey = authorizations.filter(({ action }) => action.startsWith("kms:"));
    const missing = this.inquiry.judged(role, ofKey).missing;
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
    const source = from && isKnown(from, from.encryption) ? from : undefined;
    if (!source && rule.sseKmsEncryptedObjects)
      this.inquiry.unknown.push(
        `the default encryption of ${bucketName(bucketArn)} is not in this Terraform`,
      );
    const encryption = source && rule.sseKmsEncryptedObjects ? scenery.keys.encryptionOf(source) : undefined;
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
      Object.keys(rule.tags).length > 0 || isGrantedInPart(missing);
    this.inquiry.ask("of a tagged object", ends.role, authorizations, isWanted);
  }
}
