// First, so that a missing package is named with the command that installs it.
import "./constructs/peers";
import type * as policy from "./policy/intents";
import { proveAtSynthesis } from "./report/stack-proof";
import type * as model from "./topology/model";

export { AccessAccount, type AccessAccountProps } from "./constructs/access-account";
export { AccessOrganization, type AccessOrganizationProps } from "./constructs/access-organization";
export { AccessPermissionSet, type AccessPermissionSetProps } from "./constructs/access-permission-set";
export {
  AccessPrincipal,
  type ExistingPrincipalProps,
  type NewPrincipalProps,
} from "./constructs/access-principal";
export {
  AccessRole,
  type AccessRoleProps,
  type ExistingRoleProps,
  type Role,
} from "./constructs/access-role";
export { AccessService, type AccessServiceProps } from "./constructs/access-service";
export {
  AccessUser,
  type AccessUserProps,
  type ExistingUserProps,
  type User,
} from "./constructs/access-user";
export { Account, type AccountProps } from "./constructs/account";
export { DataSyncTask, type DataSyncTaskProps } from "./constructs/data-sync-task";
export type { BucketRestrictions } from "./constructs/bucket-restrictions";
export {
  EncryptedBucket,
  type EncryptedBucketProps,
  type ExistingBucketProps,
  type GrantOptions,
} from "./constructs/encrypted-bucket";
export {
  type BucketKeyProps,
  EncryptionKey,
  type EncryptionKeyProps,
  type ExistingKeyProps,
} from "./constructs/encryption-key";
export type { ExistingPolicyProps, PolicyJson } from "./constructs/existing-policy";
export type { StatementsProps } from "./constructs/own-statements";
export {
  type IAssumeRolePrincipal,
  OpenIdConnectPrincipal,
  type OpenIdConnectPrincipalProps,
  SamlPrincipal,
  type SamlPrincipalProps,
  ServicePrincipal,
  type ServicePrincipalOptions,
} from "./constructs/federated-principal";
export type { IAwsService, IBucket, IKey, IPrincipal, ReplicationAlarm } from "./constructs/edges";
export { modelOf } from "./constructs/model-of";
export { Outputs, type OutputsProps } from "./constructs/outputs";
export type { ReplicationProps } from "./constructs/replication-source";
export { TopologyStack } from "./constructs/topology-stack";
export { withoutCreationStacks } from "./constructs/creation-stacks";
export type { Stack } from "./constructs/synthesized";
export type { Permission } from "./topology/levels";
export type { Unmodelled } from "./estate/estate";
export { EstateError, type EstateProblem, isEstateError } from "./estate/problem";
export { isUserError, UserError } from "./messages/user-error";
export type { Flaw, Part } from "./prove/flaw";
export type { TextOptions } from "./report/style";
export { flawsText } from "./report/flaw-text";
export type {
  AuthorizationJson,
  DocumentJson,
  FindingJson,
  FlawJson,
  GivenJson,
  GrantJson,
  OperationJson,
  PrincipalJson,
  ProofsJson,
  Evidence,
  RuleJson,
  StackJson,
  StatementJson,
  SummaryJson,
  UnmodelledJson,
} from "./report/proof-json";
export type { ProblemJson } from "./report/problem-json";
export type { Place, PlaceOf } from "./verify/place";
export type { RoleOrUser } from "./constructs/role-or-user";
export { proveStack, type StackProof } from "./report/stack-proof";
export { type NamedTopology, readTopologies } from "./topology/folder";
export { loadTopology } from "./topology/load";
export { policyDocument, type WrittenPolicy } from "./topology/policy-document";
export type { AssumeRole, IssuerKind, Model } from "./topology/model";
export { isTopologyError, type Problem, TopologyError } from "./topology/problem";
export type {
  Expression,
  Local,
  Part as TextPart,
  Reference,
  Template,
  Text,
  ValueOr,
} from "./topology/text";
export { resolve } from "./topology/resolve";
export { type Topology, topologySchema } from "./topology/topology";

export type { model, policy };

proveAtSynthesis();
