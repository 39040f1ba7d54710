import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Gaps } from "../gaps";
import { aclRefused, aclsOff, denyWithoutAcl } from "./acls";
import { actionsExist, actionsOfService } from "./actions";
import { type Check, flawsOfCheck } from "./check";
import { bucketNamespaces } from "./bucket-namespaces";
import {
  conditionKeysApply,
  conditionOperators,
  describeKeyViaS3,
  servicePrincipals,
  setOperators,
} from "./condition-keys";
import { arnOperators, keyValues, wildcardsNeedLike } from "./condition-values";
import { defaultEncryption } from "./default-encryption";
import { denyDefaultEncryption, denyWithoutHeader } from "./deny-without-header";
import { documentCharacters } from "./document-characters";
import { attachedPolicies, documentSize, inlinePoliciesSize } from "./document-size";
import { documentVersion } from "./document-version";
import { elements } from "./elements";
import { federatedAudiences, federatedPrincipals, federatedSubjects } from "./federated";
import { foreignAdministration, keyOfOwnRoot } from "./key-policies";
import { objectOwners } from "./object-owners";
import { oneSidedGrants } from "./one-sided";
import { policyVariables } from "./policy-variables";
import { principalOrder } from "./principal-order";
import { partitions } from "./partitions";
import { principalPaths, principalsExist, servicesExist } from "./principals";
import { publicAccessBlocks, publicPolicies } from "./public-access";
import { replicationChain, replicationMetadata, replicationWithoutFilter } from "./replication-choices";
import { replicaOwners } from "./replica-owners";
import { replicationOrder, replicationOwner, replicationRules } from "./replication";
import {
  replicationBucketKey,
  replicationDestination,
  replicationObjectLock,
  replicationObjectVersion,
  replicationRoleKeys,
  replicationTagFilter,
  replicationToAnyBucket,
} from "./replication-roles";
import { foreignConfiguration, keyNotShared, oneAccountTwice } from "./shared-buckets";
import { definedTwice, exclusiveAttachments, otherAccount, refused } from "./conflicts";
import { encryptionContext } from "./encryption-context";
import { actionsFitResources, resourceNamesKey, resourcesOfOwner } from "./resources";
import { reservedRoles } from "./reserved-roles";
import { sidCharacters, sidsUnique } from "./sids";
import { viaService } from "./via-service";

export const CHECKS = [
  otherAccount,
  definedTwice,
  exclusiveAttachments,
  refused,
  documentVersion,
  documentSize,
  inlinePoliciesSize,
  attachedPolicies,
  documentCharacters,
  sidCharacters,
  sidsUnique,
  elements,
  actionsExist,
  actionsOfService,
  actionsFitResources,
  resourceNamesKey,
  resourcesOfOwner,
  partitions,
  principalsExist,
  servicesExist,
  principalPaths,
  principalOrder,
  federatedPrincipals,
  federatedSubjects,
  federatedAudiences,
  reservedRoles,
  publicPolicies,
  publicAccessBlocks,
  conditionOperators,
  conditionKeysApply,
  describeKeyViaS3,
  setOperators,
  servicePrincipals,
  policyVariables,
  wildcardsNeedLike,
  arnOperators,
  keyValues,
  viaService,
  encryptionContext,
  denyWithoutHeader,
  denyDefaultEncryption,
  denyWithoutAcl,
  keyOfOwnRoot,
  foreignAdministration,
  foreignConfiguration,
  keyNotShared,
  oneAccountTwice,
  bucketNamespaces,
  defaultEncryption,
  aclRefused,
  aclsOff,
  objectOwners,
  replicationRules,
  replicationOrder,
  replicationOwner,
  replicaOwners,
  replicationDestination,
  replicationObjectVersion,
  replicationRoleKeys,
  replicationBucketKey,
  replicationTagFilter,
  replicationObjectLock,
  replicationToAnyBucket,
  replicationWithoutFilter,
  replicationChain,
  replicationMetadata,
  oneSidedGrants,
] as const satisfies readonly Check[];

export type CheckId = (typeof CHECKS)[number]["id"];

/**
 * All flaws of an estate that do not depend on what was asked for.
 *
 * @param told what other flaws say is lacking
 */
export function lint(estate: Estate, told?: Gaps): Flaw[] {
  return CHECKS.flatMap((check) => flawsOfCheck(check, estate, told));
}

/** The same for an estate of which is known what was asked for. */
export function lintAsked(estate: Estate): Flaw[] {
  return CHECKS.filter((check: Check) => !check.isChoice).flatMap((check) => flawsOfCheck(check, estate));
}
