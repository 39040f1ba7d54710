import { App } from "cdktf";
import fc from "fast-check";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { TopologyStack } from "../../src/constructs/topology-stack";
import type { Bucket, Estate, Key, Principal, ReplicationRule } from "../../src/estate/estate";
import type { RawPolicyDocument } from "../../src/estate/policy-document";
import { readEstate } from "../../src/estate/read-estate";
import { asGiven } from "../../src/prove/existing";
import { intentsOf } from "../../src/topology/intents";
import type { Topology } from "../../src/topology/topology";
import { arbitraryTopology } from "../fixtures/arbitrary-topology";
import { REPOSITORY } from "../support/repository";
import { resolve } from "../../src/topology/resolve";
import { runs } from "../support/runs";

let outdir: string;
beforeAll(() => (outdir = mkdtempSync(join(tmpdir(), "s3porter-"))));
afterAll(() => rmSync(outdir, { recursive: true }));

function estateOf(topology: Topology): Estate {
  const stack = new TopologyStack(new App({ outdir }), "stack", resolve(topology));
  stack.prepareStack();
  return readEstate(JSON.parse(JSON.stringify(stack.toTerraform())));
}

function golden(stack: string): Estate {
  return readEstate(JSON.parse(readFileSync(join(REPOSITORY, "test", "golden", `${stack}.tf.json`), "utf8")));
}

const at = ({ account, region }: Bucket | Key) => `${account.id} ${region}`;

function bucketLine(bucket: Bucket, { keys }: Estate): string {
  const { name, encryption, ownership, versioning, publicAccessBlock } = bucket;
  const key = keys.find(({ arn }) => arn === encryption.keyArn)?.address;
  const isBlocked = Object.values(publicAccessBlock).every((value) => value !== false);
  return [
    `${name} in ${at(bucket)}: ${encryption.algorithm} ${key} ${encryption.bucketKeyEnabled}`,
    ownership.objectOwnership,
    versioning.status,
    isBlocked ? "blocked" : "public",
    sids(bucket.policy?.document),
  ].join(", ");
}

function keyLine(key: Key): string {
  const aliases = key.aliases.map(({ name }) => name).join(" ");
  return `${key.address} in ${at(key)}: ${aliases}, rotation ${key.rotation}, ${sids(key.policy.document)}`;
}

function principalLine({ address, arn, trustPolicy, identityPolicies }: Principal): string {
  const policies = identityPolicies.map(({ kind, name, document }) => `${kind} ${name} ${sids(document)}`);
  return `${address ?? "existing"} ${arn}: ${[...(trustPolicy ? [sids(trustPolicy.document)] : []), ...policies].join(", ")}`;
}

function ruleLine(rule: ReplicationRule, { keys }: Estate): string {
  const { source, destination, roleArn, prefix, isEnabled, deleteMarkers, sseKmsEncryptedObjects } = rule;
  const key = keys.find(({ arn }) => arn === rule.replicaKeyArn)?.address;
  return `${source.bucketArn} → ${destination.bucketArn} of ${destination.account} by ${roleArn}: "${prefix}", ${isEnabled}, delete markers ${deleteMarkers}, KMS ${sseKmsEncryptedObjects} ${key}`;
}

function sids(document: RawPolicyDocument | undefined): string {
  return `[${document?.Statement.map(({ Sid }) => Sid).join(" ")}]`;
}

const STACKS: Readonly<Record<string, readonly string[]>> = {
  "central-logs": [
    "logs: 333333333333 eu-west-1 aws",
    "acme-central-logs in 333333333333 eu-west-1: aws:kms aws_kms_key.logs true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport CheckForFlow DeliverForFlow DeliverForFlow2 CheckForTrail DeliverForTrail DeliverForTrail2]",
    "aws_kms_key.logs in 333333333333 eu-west-1: alias/acme-central-logs, rotation true, [EnableIAMPolicies UseKeyForFlow EncryptForTrail UseKeyForTrail]",
    "aws_iam_role.auditor arn:aws:iam::333333333333:role/acme-auditor: [AssumeRole], inline s3porter-central-logs-auditor [ListLogs GetLogs DecryptLogs DecryptTrailsLogs]",
  ],
  "copy-with-role": [
    "destination: 222222222222 us-east-1 aws",
    "source: 111111111111 us-east-1 aws",
    "acme-destination in 222222222222 us-east-1: aws:kms aws_kms_key.destination true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport]",
    "acme-source in 111111111111 us-east-1: aws:kms aws_kms_key.source true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport ListForPorter GetForPorter]",
    "aws_kms_key.destination in 222222222222 us-east-1: alias/acme-destination, rotation true, [EnableIAMPolicies]",
    "aws_kms_key.source in 111111111111 us-east-1: alias/acme-source, rotation true, [EnableIAMPolicies DecryptSourceForPorter]",
    "aws_iam_role.porter arn:aws:iam::222222222222:role/S3Porter: [AssumeRole], inline s3porter-copy-with-role-porter [PutDestination EncryptAndDecryptDestination ListSource GetSource DecryptSource]",
  ],
  "copy-with-user": [
    "destination: 222222222222 us-east-1 aws",
    "source: 111111111111 us-east-1 aws",
    "acme-sync-destination in 222222222222 us-east-1: aws:kms aws_kms_key.source true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport DenyOtherKey DenyOtherAlgorithm DenyAwsManagedKey DenyCustomerProvidedKey]",
    "acme-sync-source in 111111111111 us-east-1: aws:kms aws_kms_key.source true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport ListForSync GetForSync]",
    "aws_kms_key.archive in 111111111111 us-east-1: alias/acme-sync-archive, rotation true, [EnableIAMPolicies DecryptSourceUnderArchiveForSync]",
    "aws_kms_key.source in 111111111111 us-east-1: alias/acme-sync-source, rotation true, [EnableIAMPolicies EncryptAndDecryptDestinationForSync DecryptSourceForSync]",
    "aws_iam_user.sync arn:aws:iam::222222222222:user/sync_user: managed s3porter-sync_user [ListDestination PutDestination EncryptAndDecryptDestination ListSource GetSource DecryptSource DecryptSourceUnderArchive]",
    "arn:aws:iam::222222222222:policy/s3porter-sync_user",
  ],
  "batch-copy": [
    "destination: 222222222222 us-east-1 aws",
    "source: 111111111111 us-east-1 aws",
    "acme-batch-destination in 222222222222 us-east-1: aws:kms aws_kms_key.destination true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport]",
    "acme-batch-jobs in 222222222222 us-east-1: AES256 undefined false, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport]",
    "acme-batch-source in 111111111111 us-east-1: aws:kms aws_kms_key.source true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport ListForCopier GetForCopier]",
    "aws_kms_key.destination in 222222222222 us-east-1: alias/acme-batch-destination, rotation true, [EnableIAMPolicies]",
    "aws_kms_key.source in 111111111111 us-east-1: alias/acme-batch-source, rotation true, [EnableIAMPolicies DecryptSourceForCopier]",
    "aws_iam_role.copier arn:aws:iam::222222222222:role/acme-batch-copy: [AssumeRoleByService], inline s3porter-batch-copy-copier [PutDestination EncryptAndDecryptDestination GetJobs PutJobs GetVersionJobs ListSource GetSource DecryptSource]",
  ],
  "batch-replication": [
    "destination: 222222222222 eu-west-1 aws",
    "source: 111111111111 us-east-1 aws",
    "acme-backfill-destination in 222222222222 eu-west-1: aws:kms aws_kms_key.destination true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport ReplicateForSourceReplication]",
    "acme-backfill-jobs in 111111111111 us-east-1: aws:kms aws_kms_key.jobs true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport]",
    "acme-backfill-source in 111111111111 us-east-1: aws:kms aws_kms_key.source true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport]",
    "aws_kms_key.destination in 222222222222 eu-west-1: alias/acme-backfill-destination, rotation true, [EnableIAMPolicies EncryptDestinationForSourceReplication]",
    "aws_kms_key.jobs in 111111111111 us-east-1: alias/acme-backfill-jobs, rotation true, [EnableIAMPolicies]",
    "aws_kms_key.source in 111111111111 us-east-1: alias/acme-backfill-source, rotation true, [EnableIAMPolicies]",
    "aws_iam_role.backfill arn:aws:iam::111111111111:role/acme-backfill: [AssumeRoleByService], inline s3porter-batch-replication-backfill [GetJobs PutJobs GetVersionJobs EncryptAndDecryptJobs InitiateReplicationSource GenerateManifestSource]",
    "aws_iam_role.source_replication arn:aws:iam::111111111111:role/acme-backfill-replication: [AssumeRoleByService], inline s3porter-batch-replication-source_replication [ReadConfigurationSource GetVersionsSource DecryptSource ReplicateDestination EncryptDestination]",
    'arn:aws:s3:::acme-backfill-source → arn:aws:s3:::acme-backfill-destination of 222222222222 by arn:aws:iam::111111111111:role/acme-backfill-replication: "", true, delete markers false, KMS true aws_kms_key.destination',
  ],
  datasync: [
    "destination: 222222222222 us-east-1 aws",
    "source: 111111111111 us-east-1 aws",
    "acme-datasync-destination in 222222222222 us-east-1: aws:kms aws_kms_key.destination true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport]",
    "acme-datasync-source in 111111111111 us-east-1: aws:kms aws_kms_key.source true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport ListForDeployerAndOthers GetForMover LocateForMover ListUploadsForMover ListPartsForMover]",
    "aws_kms_key.destination in 222222222222 us-east-1: alias/acme-datasync-destination, rotation true, [EnableIAMPolicies]",
    "aws_kms_key.source in 111111111111 us-east-1: alias/acme-datasync-source, rotation true, [EnableIAMPolicies DecryptSourceForMover]",
    "existing arn:aws:iam::222222222222:role/destination-admin: inline s3porter-deployer@acme-datasync-source [ListSource]",
    "aws_iam_role.mover arn:aws:iam::222222222222:role/acme-datasync: [AssumeRoleByService], inline s3porter-datasync-mover [ListDestination GetDestination PutDestination DeleteDestination LocateDestination ListUploadsDestination ListPartsDestination EncryptAndDecryptDestination ListSource GetSource LocateSource ListUploadsSource ListPartsSource DecryptSource]",
  ],
  "eks-pods": [
    "apps: 222222222222 us-east-1 aws",
    "data: 111111111111 us-east-1 aws",
    "acme-lake in 111111111111 us-east-1: aws:kms aws_kms_key.lake true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport PutForExporter ListForReporter GetForReporter]",
    "aws_kms_key.lake in 111111111111 us-east-1: alias/acme-lake, rotation true, [EnableIAMPolicies EncryptAndDecryptLakeForExporter DecryptLakeForReporter]",
    "aws_iam_role.exporter arn:aws:iam::222222222222:role/LakeExporter: [AssumeRoleWithWebIdentity], inline s3porter-eks-pods-exporter [PutLake EncryptAndDecryptLake]",
    "aws_iam_role.reporter arn:aws:iam::222222222222:role/LakeReporter: [StartSessionByService], inline s3porter-eks-pods-reporter [ListLake GetLake DecryptLake]",
  ],
  "github-actions": [
    "ci: 222222222222 us-east-1 aws",
    "web: 111111111111 us-east-1 aws",
    "acme-site in 111111111111 us-east-1: aws:kms aws_kms_key.site true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport ListForDeployer GetForDeployer PutForDeployer DeleteForDeployer]",
    "aws_kms_key.site in 111111111111 us-east-1: alias/acme-site, rotation true, [EnableIAMPolicies EncryptAndDecryptSiteForDeployer]",
    "aws_iam_role.deployer arn:aws:iam::222222222222:role/SiteDeployer: [AssumeRoleWithWebIdentity], inline s3porter-github-actions-deployer [ListSite GetSite PutSite DeleteSite EncryptAndDecryptSite]",
    "token.actions.githubusercontent.com in 222222222222: sts.amazonaws.com",
  ],
  "identity-center": [
    "a: 111111111111 us-east-1 aws",
    "b: 222222222222  aws",
    "acme-analyst-reports in 111111111111 us-east-1: aws:kms aws_kms_key.reports true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport ListForAnalysts GetForAnalysts PutForAnalysts]",
    "aws_kms_key.reports in 111111111111 us-east-1: alias/acme-analyst-reports, rotation true, [EnableIAMPolicies EncryptAndDecryptReportsForAnalysts]",
    "existing arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????: inline s3porter-analysts@acme-analyst-reports [ListReports GetReports PutReports EncryptAndDecryptReports]",
  ],
  replication: [
    "destination: 222222222222 eu-west-1 aws",
    "source: 111111111111 us-east-1 aws",
    "acme-replication-destination in 222222222222 eu-west-1: aws:kms aws_kms_key.destination true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport ReplicateForSourceReplication]",
    "acme-replication-source in 111111111111 us-east-1: aws:kms aws_kms_key.source true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport]",
    "aws_kms_key.destination in 222222222222 eu-west-1: alias/acme-replication-destination, rotation true, [EnableIAMPolicies EncryptDestinationForSourceReplication]",
    "aws_kms_key.source in 111111111111 us-east-1: alias/acme-replication-source, rotation true, [EnableIAMPolicies]",
    "aws_iam_role.source_replication arn:aws:iam::111111111111:role/acme-replication: [AssumeRoleByService], inline s3porter-replication-source_replication [ReadConfigurationSource GetVersionsSource DecryptSource ReplicateDestination EncryptDestination]",
    'arn:aws:s3:::acme-replication-source → arn:aws:s3:::acme-replication-destination of 222222222222 by arn:aws:iam::111111111111:role/acme-replication: "", true, delete markers true, KMS true aws_kms_key.destination',
  ],
  "replication-fan-out": [
    "analysis: 333333333333 eu-west-1 aws",
    "backup: 222222222222 us-east-1 aws",
    "source: 111111111111 us-east-1 aws",
    "acme-fan-out-analysis in 333333333333 eu-west-1: aws:kms aws_kms_key.analysis true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport ReplicateForSourceReplication]",
    "acme-fan-out-backup in 222222222222 us-east-1: aws:kms aws_kms_key.backup true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport ReplicateForSourceReplication]",
    "acme-fan-out-source in 111111111111 us-east-1: aws:kms aws_kms_key.source true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport]",
    "aws_kms_key.analysis in 333333333333 eu-west-1: alias/acme-fan-out-analysis, rotation true, [EnableIAMPolicies EncryptAnalysisForSourceReplication]",
    "aws_kms_key.backup in 222222222222 us-east-1: alias/acme-fan-out-backup, rotation true, [EnableIAMPolicies EncryptBackupForSourceReplication]",
    "aws_kms_key.source in 111111111111 us-east-1: alias/acme-fan-out-source, rotation true, [EnableIAMPolicies]",
    "aws_iam_role.source_replication arn:aws:iam::111111111111:role/acme-fan-out: [AssumeRoleByService], inline s3porter-replication-fan-out-source_replication [ReadConfigurationSource GetVersionsSource DecryptSource ReplicateAnalysis EncryptAnalysis ReplicateBackup EncryptBackup]",
    'arn:aws:s3:::acme-fan-out-source → arn:aws:s3:::acme-fan-out-analysis of 333333333333 by arn:aws:iam::111111111111:role/acme-fan-out: "reports/", true, delete markers false, KMS true aws_kms_key.analysis',
    'arn:aws:s3:::acme-fan-out-source → arn:aws:s3:::acme-fan-out-backup of 222222222222 by arn:aws:iam::111111111111:role/acme-fan-out: "", true, delete markers false, KMS true aws_kms_key.backup',
  ],
  "replication-two-way": [
    "east: 222222222222 us-east-1 aws",
    "west: 111111111111 us-west-2 aws",
    "acme-two-way-east in 222222222222 us-east-1: aws:kms aws_kms_key.east true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport ReplicateForWestReplication]",
    "acme-two-way-west in 111111111111 us-west-2: aws:kms aws_kms_key.west true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport ReplicateForEastReplication]",
    "aws_kms_key.east in 222222222222 us-east-1: alias/acme-two-way-east, rotation true, [EnableIAMPolicies EncryptEastForWestReplication]",
    "aws_kms_key.west in 111111111111 us-west-2: alias/acme-two-way-west, rotation true, [EnableIAMPolicies EncryptWestForEastReplication]",
    "aws_iam_role.east_replication arn:aws:iam::222222222222:role/acme-east-to-west: [AssumeRoleByService], inline s3porter-replication-two-way-east_replication [ReadConfigurationEast GetVersionsEast DecryptEast ReplicateWest EncryptWest]",
    "aws_iam_role.west_replication arn:aws:iam::111111111111:role/acme-west-to-east: [AssumeRoleByService], inline s3porter-replication-two-way-west_replication [ReadConfigurationWest GetVersionsWest DecryptWest ReplicateEast EncryptEast]",
    'arn:aws:s3:::acme-two-way-east → arn:aws:s3:::acme-two-way-west of 111111111111 by arn:aws:iam::222222222222:role/acme-east-to-west: "", true, delete markers true, KMS true aws_kms_key.west',
    'arn:aws:s3:::acme-two-way-west → arn:aws:s3:::acme-two-way-east of 222222222222 by arn:aws:iam::111111111111:role/acme-west-to-east: "", true, delete markers true, KMS true aws_kms_key.east',
  ],
  "replication-with-alarms": [
    "destination: 222222222222 eu-west-1 aws",
    "source: 111111111111 us-east-1 aws",
    "source_in_ireland: 111111111111 eu-west-1 aws",
    "acme-alarms-destination in 222222222222 eu-west-1: aws:kms aws_kms_key.destination true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport ReplicateForSourceReplication]",
    "acme-alarms-source in 111111111111 us-east-1: aws:kms aws_kms_key.source true, BucketOwnerEnforced, Enabled, blocked, [DenyInsecureTransport]",
    "aws_kms_key.destination in 222222222222 eu-west-1: alias/acme-alarms-destination, rotation true, [EnableIAMPolicies EncryptDestinationForSourceReplication]",
    "aws_kms_key.source in 111111111111 us-east-1: alias/acme-alarms-source, rotation true, [EnableIAMPolicies]",
    "aws_iam_role.source_replication arn:aws:iam::111111111111:role/acme-alarms: [AssumeRoleByService], inline s3porter-replication-with-alarms-source_replication [ReadConfigurationSource GetVersionsSource DecryptSource ReplicateDestination EncryptDestination]",
    'arn:aws:s3:::acme-alarms-source → arn:aws:s3:::acme-alarms-destination of 222222222222 by arn:aws:iam::111111111111:role/acme-alarms: "", true, delete markers false, KMS true aws_kms_key.destination',
  ],
  "existing-bucket": [
    "apps: 222222222222 eu-west-1 aws",
    "data: 111111111111 eu-west-1 aws",
    "acme-data-lake in 111111111111 eu-west-1: AES256 undefined false, BucketOwnerEnforced, Disabled, blocked, [TlsOnly Auditors ListForBatch GetForBatch PutForBatch]",
    "data.aws_kms_key.central in 111111111111 eu-west-1: , rotation false, [EncryptAndDecryptLakeForBatch]",
    "existing arn:aws:iam::222222222222:role/acme-batch: inline s3porter-batch@acme-data-lake [ListLake GetLake PutLake EncryptAndDecryptLake]",
    "aws_s3_bucket_policy.lake",
  ],
  "shared-with-account": [
    "a: 111111111111 us-east-1 aws",
    "b: 222222222222 us-east-1 aws",
    "acme-shared-account-a in 111111111111 us-east-1: aws:kms aws_kms_key.shared true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport ListForPartner GetForPartner PutForPartner]",
    "aws_kms_key.shared in 111111111111 us-east-1: alias/s3-acme-shared-account-a, rotation true, [EnableIAMPolicies EncryptAndDecryptSharedForPartner]",
    "existing arn:aws:iam::111111111111:user/Ann: inline s3porter-ann@acme-shared-account-a [ListShared GetShared PutShared EncryptAndDecryptShared]",
    "existing arn:aws:iam::222222222222:user/Dilip: inline s3porter-dilip@acme-shared-account-a [ListShared GetShared PutShared EncryptAndDecryptShared]",
  ],
  "shared-with-partner": [
    "a: 111111111111 us-east-1 aws",
    "b: 222222222222  aws",
    "acme-shared-partner in 111111111111 us-east-1: aws:kms aws_kms_key.shared true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport ListForDilip GetForDilip PutForDilip]",
    "aws_kms_key.shared in 111111111111 us-east-1: alias/acme-shared-partner, rotation true, [EnableIAMPolicies EncryptAndDecryptSharedForDilip]",
    "existing arn:aws:iam::111111111111:user/Ann: inline s3porter-ann@acme-shared-partner [ListShared GetShared PutShared EncryptAndDecryptShared]",
    "existing arn:aws:iam::222222222222:user/Dilip: inline s3porter-dilip@acme-shared-partner [ListShared GetShared PutShared EncryptAndDecryptShared]",
  ],
  "shared-with-principals": [
    "a: 111111111111 us-east-1 aws",
    "b: 222222222222 us-east-1 aws",
    "acme-shared-roles in 111111111111 us-east-1: aws:kms aws_kms_key.shared true, BucketOwnerEnforced, Disabled, blocked, [DenyInsecureTransport ListForAnalystAndOthers GetForAnalystAndOthers PutForAnalystAndOthers]",
    "aws_kms_key.shared in 111111111111 us-east-1: alias/acme-shared-roles, rotation true, [EnableIAMPolicies EncryptAndDecryptSharedForAnalystAndOthers]",
    "existing arn:aws:iam::222222222222:role/Analyst: inline s3porter-analyst@acme-shared-roles [ListShared GetShared PutShared EncryptAndDecryptShared]",
    "aws_iam_role.uploader arn:aws:iam::222222222222:role/S3Uploader: [AssumeRole], inline s3porter-shared-with-principals-uploader [ListShared GetShared PutShared EncryptAndDecryptShared]",
  ],
};

test.each(Object.entries(STACKS))("the estate of %s", (stack, lines) => {
  const estate = golden(stack);
  expect([
    ...estate.accounts.map(({ alias, id, region, partition }) => `${alias}: ${id} ${region} ${partition}`),
    ...estate.buckets.map((bucket) => bucketLine(bucket, estate)),
    ...estate.keys.map(keyLine),
    ...estate.principals.map(principalLine),
    ...estate.managedPolicies.map(({ arn }) => arn),
    ...estate.replicationRules.map((rule) => ruleLine(rule, estate)),
    ...(estate.oidcProviders ?? []).map(
      ({ issuer, account, audiences }) => `${issuer} in ${account.id}: ${audiences.join(" ")}`,
    ),
    ...estate.unmodelled.map(({ address }) => address),
  ]).toEqual(lines);
});

test("every golden stack is in the table", () => {
  const files = readdirSync(join(REPOSITORY, "test", "golden"));
  expect(files.map((file) => file.replace(".tf.json", "")).sort()).toEqual(Object.keys(STACKS).sort());
});

test("a key's ARN is the same wherever a policy names it", () => {
  const { keys, principals, buckets } = golden("replication");
  const [destination, source] = keys.map(({ arn }) => arn);
  const statements = principals[0]?.identityPolicies[0]?.document.Statement ?? [];
  expect(statements.find(({ Sid }) => Sid === "DecryptSource")?.Resource).toBe(source);
  expect(statements.find(({ Sid }) => Sid === "EncryptDestination")?.Resource).toBe(destination);
  expect(buckets.map(({ encryption }) => encryption.keyArn)).toEqual([destination, source]);
});

function documentsOf({ buckets, keys, principals, managedPolicies }: Estate): RawPolicyDocument[] {
  return [
    ...buckets.flatMap(({ policy }) => policy ?? []),
    ...keys.map(({ policy }) => policy),
    ...principals.flatMap(({ trustPolicy, identityPolicies }) => [
      ...identityPolicies,
      ...(trustPolicy ? [trustPolicy] : []),
    ]),
    ...managedPolicies,
  ].map(({ document }) => document);
}

/** Every text of a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsOf(item)]);
}

/** Who is in a topology's estate: the created, those that exist and are granted something, and replication's. */
function principalCount({ principals = {}, access = [], replication = [] }: Topology): number {
  const trusted = Object.values(principals).flatMap(({ assumed_by = [] }) => assumed_by);
  const granted = new Set([...access.map(({ principal }) => principal), ...trusted]);
  const rolesAndUsers = Object.entries(principals).filter(
    ([name, { entire_account, organization, service, existing, permission_set }]) =>
      !entire_account &&
      (service ?? organization) === undefined &&
      (!(existing || permission_set !== undefined) || granted.has(name)),
  );
  return rolesAndUsers.length + new Set(replication.map(({ from }) => from)).size;
}

// As many as give enough ARNs whatever is drawn.
const RUNS = runs(200, 50);

test("every topology has an estate, of as many things, whose policies name nothing of ours otherwise", () => {
  let policyArns = 0;
  fc.assert(
    fc.property(arbitraryTopology, (topology) => {
      const estate = estateOf(topology);
      const buckets = Object.values(topology.buckets);
      const ownKeys = buckets.filter(
        ({ encryption, key }) => encryption !== "AES256" && typeof key !== "string",
      );
      expect(estate.accounts.map(({ alias }) => alias).sort()).toEqual(accountsWithSomething(topology));
      expect(estate.buckets).toHaveLength(buckets.length);
      expect(estate.keys).toHaveLength(Object.keys(topology.keys ?? {}).length + ownKeys.length);
      expect(estate.principals).toHaveLength(principalCount(topology));
      expect(estate.replicationRules).toHaveLength(topology.replication?.length ?? 0);
      const intents = intentsOf(resolve(topology));
      expect(asGiven(intents, estate).estate.unmodelled).toEqual([]);

      const { limits = [] } = intents;
      const ours = new Set([
        ...[...estate.buckets, ...estate.keys, ...estate.principals].map(({ arn }) => arn),
        // They may exist without anything of ours.
        ...limits.flatMap(({ denied = [], except = [] }) => [...denied, ...except]),
      ]);
      const stated = Object.values(topology.principals ?? {}).flatMap(({ source_arns = [] }) => source_arns);
      const named = documentsOf(estate)
        .flatMap(textsOf)
        .filter((text) => !stated.includes(text))
        .flatMap((text) => {
          const bucket = /^arn:aws:s3:::[^/*]+/.exec(text)?.[0];
          // A policy that is handed over names a key by its alias.
          const key = /^arn:aws:kms:.*(?<!\*)$/.exec(text)?.[0];
          const principal = /^arn:aws:iam::\d+:(?:role|user)\/.*(?:Role|User|replication).*/.exec(text)?.[0];
          return bucket ?? key ?? principal ?? [];
        });
      expect(named.filter((arn) => !ours.has(arn))).toEqual([]);
      policyArns += named.length;
      // What is left are policy variables, and text of the topology that looks like an expression.
      const left = textsOf(estate).map((text) => text.replaceAll(/\$\{[\w.-]+:[\w/]+\}/g, ""));
      expect(left.filter((text) => /\$\{|\$\$\{|%%\{/.test(text))).toEqual([]);
      expect(estate.buckets.map(({ name }) => name).sort()).toEqual(buckets.map(({ name }) => name).sort());
    }),
    { numRuns: RUNS },
  );
  expect(policyArns).toBeGreaterThan(5 * RUNS);
});

/** Those with a provider, and those that are handed something over. */
function accountsWithSomething({
  accounts,
  keys = {},
  buckets,
  principals = {},
  access = [],
}: Topology): string[] {
  const trusted = Object.values(principals).flatMap(({ assumed_by = [] }) => assumed_by);
  const receivers = Object.entries(principals).filter(
    ([name, { entire_account }]) =>
      access.some(({ principal }) => principal === name) || (trusted.includes(name) && !entire_account),
  );
  const all = [...receivers.map(([, each]) => each), ...Object.values(keys), ...Object.values(buckets)];
  const withSomething = new Set(all.map(({ account }) => account));
  return Object.entries(accounts)
    .filter(([name, { managed }]) => managed !== false || withSomething.has(name))
    .map(([name]) => name)
    .sort();
}

test("the order of a file changes nothing", () => {
  const shuffled = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, item]) => [key, shuffled(item)]),
        )
      : value;
  for (const stack of Object.keys(STACKS)) {
    const text = readFileSync(join(REPOSITORY, "test", "golden", `${stack}.tf.json`), "utf8");
    expect(readEstate(shuffled(JSON.parse(text)))).toEqual(golden(stack));
  }
});

test("the room imports nothing but names of AWS and the wording of messages", () => {
  const room = join(REPOSITORY, "src", "estate");
  const files = readdirSync(room, { recursive: true, encoding: "utf8" }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const text = readFileSync(join(room, file), "utf8");
    for (const [, target = ""] of text.matchAll(/from "(\.[^"]*)"/g)) {
      const from = normalize(join("estate", dirname(file), target));
      expect([file, from]).toEqual([file, expect.stringMatching(/^(estate|aws|messages)\//)]);
    }
  }
});
