import {
  accessIsStatedOnce,
  allowSaysNothingTwice,
  keysBeginWithoutSlash,
  ownAccountIsNotGranted,
  uploadsAreListedWithoutPrefix,
} from "./access";
import {
  accountsAreInOnePartition,
  accountsAreStatedOnce,
  arnsAreInPartition,
  kmsNamesItsCallers,
  partitionFitsRegion,
} from "./accounts";
import { backendIsOne } from "./backend";
import { lockedBucketsAreVersioned, lockedObjectsAreKept, retentionHasOnePeriod } from "./object-lock";
import { borrowedKeysFit, bucketsAreDestroyedOrKept, otherKeysAreOther, sseS3HasNoKey } from "./buckets";
import type { Rule } from "./draft";
import {
  aliasesAreUnique,
  bucketNamesAreInTheirNamespaces,
  bucketNamesAreUnique,
  keysNamedLikeBucketsKeepTheirKeys,
  namesAreKnown,
  namesAreTerraformNames,
} from "./names";
import { permissionSetsAreInOneAccount, permissionSetsAreNotTrusted } from "./permission-sets";
import {
  prefixesEndBetweenNames,
  variablesEndWithSlash,
  variablesHaveBraces,
  variablesHaveValues,
  variablesMayHaveValues,
} from "./prefixes";
import {
  externalIdsAreSent,
  newRolesAreAssumed,
  principalsAreOneThing,
  principalsAreUnique,
  principalsHaveAccess,
  principalsHaveWhatTheyCan,
  principalTagsFit,
  rolesAreReached,
  rolesCanBeChanged,
  servicesAreInPartition,
  servicesAreKnown,
  servicesHaveTheirNamesInChina,
  sessionTagsArePassed,
} from "./principals";
import {
  bucketsDoNotReplicateToThemselves,
  replicatedBucketsFit,
  replicasAreNotReplicatedAgain,
  replicasAreUnderTheKey,
  replicatedBucketsAreVersioned,
  replicationIsStatedOnce,
  replicationRolesFit,
} from "./replication";
import { requiredKeysDenySseC } from "./restrictions";
import { sourceIdentitiesEnd } from "./role-chains";
import { mfaIsPossible, sessionsOfChainsAreShort, someSessionsOfChainsAreShort } from "./sessions";
import {
  audiencesAreKnown,
  providersAreInAccount,
  servicesAreTrustedOnce,
  sourcesAreKnown,
  sourcesAreSent,
  subjectsAreBounded,
  subjectsAreWhole,
  trustsAreOneThing,
  trustsAreStatedOnce,
} from "./trusts";
import {
  managedAccountsHaveRegions,
  someAccountIsManaged,
  unmanagedAccountsAreStatedOnce,
  unmanagedAccountsGetNothing,
  unmanagedAccountsHaveNoProvider,
  unmanagedPrincipalsAreNotNamed,
} from "./unmanaged-accounts";

/** All rules that involve several parts of a topology. */
export const RULES: readonly Rule[] = [
  backendIsOne,
  namesAreTerraformNames,
  namesAreKnown,
  keysNamedLikeBucketsKeepTheirKeys,
  bucketNamesAreUnique,
  bucketNamesAreInTheirNamespaces,
  aliasesAreUnique,
  managedAccountsHaveRegions,
  unmanagedAccountsHaveNoProvider,
  unmanagedAccountsAreStatedOnce,
  unmanagedAccountsGetNothing,
  someAccountIsManaged,
  partitionFitsRegion,
  accountsAreInOnePartition,
  arnsAreInPartition,
  sseS3HasNoKey,
  bucketsAreDestroyedOrKept,
  retentionHasOnePeriod,
  lockedBucketsAreVersioned,
  lockedObjectsAreKept,
  requiredKeysDenySseC,
  borrowedKeysFit,
  otherKeysAreOther,
  principalsAreOneThing,
  principalsHaveWhatTheyCan,
  newRolesAreAssumed,
  trustsAreOneThing,
  subjectsAreBounded,
  audiencesAreKnown,
  providersAreInAccount,
  sourcesAreKnown,
  servicesAreTrustedOnce,
  trustsAreStatedOnce,
  rolesAreReached,
  rolesCanBeChanged,
  sourceIdentitiesEnd,
  mfaIsPossible,
  sessionsOfChainsAreShort,
  servicesAreInPartition,
  principalTagsFit,
  sessionTagsArePassed,
  principalsAreUnique,
  permissionSetsAreInOneAccount,
  permissionSetsAreNotTrusted,
  accessIsStatedOnce,
  allowSaysNothingTwice,
  ownAccountIsNotGranted,
  variablesHaveValues,
  bucketsDoNotReplicateToThemselves,
  replicationIsStatedOnce,
  replicatedBucketsFit,
  replicatedBucketsAreVersioned,
  replicationRolesFit,
];

/** Rules for places that AWS accepts but that are probably mistakes. */
export const WARNINGS: readonly Rule[] = [
  accountsAreStatedOnce,
  kmsNamesItsCallers,
  unmanagedPrincipalsAreNotNamed,
  externalIdsAreSent,
  someSessionsOfChainsAreShort,
  principalsHaveAccess,
  servicesAreKnown,
  servicesHaveTheirNamesInChina,
  sourcesAreSent,
  subjectsAreWhole,
  keysBeginWithoutSlash,
  uploadsAreListedWithoutPrefix,
  variablesMayHaveValues,
  variablesEndWithSlash,
  variablesHaveBraces,
  prefixesEndBetweenNames,
  replicasAreUnderTheKey,
  replicasAreNotReplicatedAgain,
];
