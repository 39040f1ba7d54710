import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { aclsOff } from "./acls";
import { actionsExist, actionsOfService } from "./actions";
import { bucketNamespaces } from "./bucket-namespaces";
import { conditionKeysApply, describeKeyViaS3, servicePrincipals, setOperators } from "./condition-keys";
import { arnOperators, keyValues, wildcardsNeedLike } from "./condition-values";
import { defaultEncryption } from "./default-encryption";
import { denyWithoutHeader } from "./deny-without-header";
import { documentCharacters } from "./document-characters";
import { attachedPolicies, documentSize, inlinePoliciesSize } from "./document-size";
import { documentVersion } from "./document-version";
import { elements } from "./elements";
import { foreignAdministration, keyOfOwnRoot } from "./key-policies";
import { oneSidedGrants } from "./one-sided";
import { policyVariables } from "./policy-variables";
import { principalOrder } from "./principal-order";
import { partitions } from "./partitions";
import { principalPaths, principalsExist, servicesExist } from "./principals";
import { publicAccessBlocks, publicPolicies } from "./public-access";
import { replicationRules } from "./replication";
import { actionsFitResources, resourceNamesKey, resourcesOfOwner } from "./resources";
import { reservedRoles } from "./reserved-roles";
import { sidCharacters, sidsUnique } from "./sids";
import { viaService } from "./via-service";

/** Checks an estate for one kind of flaw. */
export type Check = (estate: Estate) => readonly Flaw[];

export const CHECKS = {
  "document-version": documentVersion,
  "document-size": documentSize,
  "inline-policies-size": inlinePoliciesSize,
  "attached-policies": attachedPolicies,
  "document-characters": documentCharacters,
  "sid-characters": sidCharacters,
  "sids-unique": sidsUnique,
  elements,
  "actions-exist": actionsExist,
  "actions-of-service": actionsOfService,
  "actions-fit-resources": actionsFitResources,
  "resource-names-key": resourceNamesKey,
  "resources-of-owner": resourcesOfOwner,
  partitions,
  "principals-exist": principalsExist,
  "services-exist": servicesExist,
  "principal-paths": principalPaths,
  "principal-order": principalOrder,
  "reserved-roles": reservedRoles,
  "public-policies": publicPolicies,
  "public-access-blocks": publicAccessBlocks,
  "condition-keys-apply": conditionKeysApply,
  "describe-key-via-s3": describeKeyViaS3,
  "set-operators": setOperators,
  "service-principals": servicePrincipals,
  "policy-variables": policyVariables,
  "wildcards-need-like": wildcardsNeedLike,
  "arn-operators": arnOperators,
  "key-values": keyValues,
  "via-service": viaService,
  "deny-without-header": denyWithoutHeader,
  "key-of-own-root": keyOfOwnRoot,
  "foreign-administration": foreignAdministration,
  "bucket-namespaces": bucketNamespaces,
  "default-encryption": defaultEncryption,
  "acls-off": aclsOff,
  "replication-rules": replicationRules,
  "one-sided-grants": oneSidedGrants,
} as const satisfies Readonly<Record<string, Check>>;

export type CheckId = keyof typeof CHECKS;

/** All flaws of an estate that do not depend on what was asked for. */
export function lint(estate: Estate): Flaw[] {
  return Object.values<Check>(CHECKS).flatMap((check) => check(estate));
}
