/** What is wrong with an estate: the flaws of the checks, and what its description shows. */
import { nameOf } from "../../aws/arn";
import { nearly, sentence } from "../evaluator/explain";
import { distinct } from "../distinct";
import { type EvaluationRule, RULES } from "../evaluator/rules";
import type { Flaw } from "../flaw";
import { type Gap, Gaps, NO_GAPS } from "../gaps";
import { listOf } from "../flaws/wording";
import { SETTINGS } from "./rules";
import { holderOf, lacking, placed, statementOf } from "./wording";
import { groupBy } from "../multimap";
import type {
  Connection,
  DescribedLocation,
  DescribedOperation,
  DescribedRule,
  Description,
  Half,
  MissingAuthorization,
  Failure,
} from "./description";

/** A mistake that can be known without knowing what was meant. */
export interface EstateFlaw extends Flaw {
  readonly check: string;
  readonly severity: NonNullable<Flaw["severity"]>;
}

export function isEstateFlaw(flaw: Flaw): flaw is EstateFlaw {
  return flaw.check !== undefined && flaw.severity !== undefined;
}

/** What only the description of an estate shows. The checks of the linter have examples too. */
export const DESCRIBED = [
  {
    id: "half-granted",
    severity: "error",
    title: "An operation is granted only in part",
    why: "An operation of S3 takes several permissions, often of two accounts and of a key. Some of them are granted and the rest is not, so the operation fails with 403.",
    remedy: "Grant the rest in the policy that lacks it, or remove what was granted.",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html",
  },
  {
    id: "replication-fails",
    severity: "error",
    title: "A replication rule does not replicate everything",
    why: "S3 accepts the rule, and the status of the objects becomes FAILED.",
    remedy: "Grant the role what the rule needs, at both ends.",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html",
  },
  {
    id: "datasync-fails",
    severity: "error",
    title: "DataSync cannot use a location",
    why: "DataSync assumes the role of the location to list, read and write the bucket. Without a permission, creating the location or running the task fails.",
    remedy:
      "Let datasync.amazonaws.com assume the role, and grant the role what the task needs, also in the bucket policy and the key policy of another account.",
    page: "https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html",
  },
  {
    id: "datasync-lacks",
    severity: "warning",
    title: "The role of a location of DataSync lacks a permission",
    why: "AWS's page lists the permission as required for what the task does, but does not say what fails without it. Tags of objects are written only if an object has some.",
    remedy:
      'Grant it to the role, also in the bucket policy and the key policy of another account; or set object_tags = "NONE" in the options of a task that must not copy tags.',
    page: "https://docs.aws.amazon.com/datasync/latest/userguide/create-s3-location.html",
  },
] as const;

/**
 * What a description shows: operations that were granted in part, and replication rules and locations of DataSync that fail.
 *
 * @param told what other flaws say is lacking, and say better
 */
export function describedFlaws(description: Description, told = NO_GAPS): EstateFlaw[] {
  return [
    ...ofOthers(description).flatMap(halfGranted),
    ...description.replications.flatMap((rule) => failingRule(rule, told)),
    ...description.locations.flatMap((location) => [
      ...failingLocation(location, told),
      ...lackingLocation(location, told),
    ]),
  ];
}

/** What a description says is lacking. */
export function describedGaps(description: Description): Gaps {
  const ofPrincipals = ofOthers(description).flatMap(({ principal: { arn }, operations }) =>
    operations.filter(isHalf).flatMap(({ missing }) => gapsOf(arn, missing)),
  );
  const ofRules = description.replications
    .filter(({ isEnabled }) => isEnabled)
    .flatMap(({ roleArn, failures }) => failures.flatMap(({ missing }) => gapsOf(roleArn, missing)));
  const ofLocations = description.locations.flatMap(({ roleArn, failures }) =>
    failures.flatMap(({ missing }) => gapsOf(roleArn, missing)),
  );
  return new Gaps([...ofPrincipals, ...ofRules, ...ofLocations]);
}

function gapsOf(principalArn: string, missing: readonly MissingAuthorization[]): Gap[] {
  return missing.map(({ authorization: { action, resource } }) => ({ principalArn, action, resource }));
}

/** What the role of a rule or of a location lacks is a flaw of these. */
function ofOthers({ connections, replications, locations }: Description): readonly Connection[] {
  const roles = new Set(replications.map(({ roleArn }) => roleArn));
  return connections.filter(
    ({ principal, bucket }) =>
      !roles.has(principal.arn) &&
      !locations.some(
        ({ isUsed, answer, roleArn, bucketArn }) =>
          isUsed && answer !== "unknown" && roleArn === principal.arn && bucketArn === bucket.arn,
      ),
  );
}

function isHalf({ answer }: DescribedOperation): boolean {
  return answer === "half";
}

/** One flaw for everything that fails for the same reason. */
function halfGranted({ principal, bucket, operations }: Connection): EstateFlaw[] {
  return groupBy(operations.filter(isHalf), reasonOf).map((group) => {
    const [first] = group as readonly [DescribedOperation, ...DescribedOperation[]];
    const titles = listOf(group.map(titleOf), 2);
    const lacks = lacking(first.missing);
    return {
      check: "half-granted",
      severity: "error",
      part: "complete",
      problem: `${principal.name} can do only a part of ${titles} on ${bucket.name}: ${lacks}`,
      addresses: addressesOf(first.missing),
      because: [
        first.half === "variant" ? variantsOf(first, operations) : HALF[first.half ?? "one side"],
        ...(first.half === "one side" ? allowingSides(first.missing) : []),
        ...first.missing.flatMap(({ nearest }) => nearest.map(nearly)),
      ],
      repair: `${repairOf(first.missing)}; s3porter explain … --as ${principal.arn} --do ${JSON.stringify(first.title)} --on ${bucket.name} prints the statement`,
      ...sourceOf(first.missing),
    };
  });
}

const HALF: Readonly<Record<Exclude<Half, "variant">, string>> = {
  "one side": "across accounts, both sides must allow it, and one of them does",
  key: "the actions of S3 are allowed, but those of KMS for the key of the bucket are not",
  denied: "it is granted, but a Deny overrides every Allow",
};

/** The statements that have no effect without the other side. */
function allowingSides(missing: readonly MissingAuthorization[]): readonly string[] {
  const chains = missing.flatMap(({ decision: { chain } }) => chain);
  return distinct(chains.filter(({ outcome, statement }) => outcome === "allows" && statement).map(sentence));
}

function variantsOf({ title, variant }: DescribedOperation, all: readonly DescribedOperation[]): string {
  const working = all
    .filter((each) => each.title === title && each.answer === "can")
    .map((each) => each.variant ?? "");
  return `${title} works for ${listOf(working, 3)}, but not for ${variant ?? "all"}`;
}

function reasonOf({ half, missing }: DescribedOperation): string {
  return JSON.stringify([half, lacking(missing)]);
}

function titleOf({ title, variant, keys }: DescribedOperation): string {
  const where = keys.every((key) => key === "*") ? "" : ` of ${listOf(keys, 2)}`;
  return `${title}${variant === undefined ? "" : ` (${variant})`}${where}`;
}

function repairOf(missing: readonly MissingAuthorization[]): string {
  const isRefused = missing.some(
    ({ decision: { rule }, documents }) =>
      BY_RULE.has(rule) || documents.some(({ outcome }) => outcome === "denies"),
  );
  return isRefused ? grantOf(missing) : `${grantOf(missing)}, or remove what was granted`;
}

/** How to allow it. */
function grantOf(missing: readonly MissingAuthorization[]): string {
  const [repair] = missing.flatMap(({ decision: { rule } }) => BY_RULE.get(rule) ?? []);
  if (repair !== undefined) return repair;
  const denying = missing.flatMap(({ documents }) => documents.filter(({ outcome }) => outcome === "denies"));
  if (denying.length > 0) return `narrow ${distinct(denying.map(statementOf)).join(" and ")}`;
  if (missing.some(isKeyOfAws)) return OWN_KEY;
  const needed = distinct(missing.filter(needsEach).flatMap(placesOf));
  const choices = missing
    .filter((each) => !needsEach(each))
    .map(placesOf)
    .filter((places) => !places.some((place) => needed.includes(place)))
    .map((places) => places.join(" or in "));
  return `allow it in ${[...needed, ...distinct(choices)].join(" and in ")}`;
}

/** Nobody can change the policy of a key that AWS manages. */
function isKeyOfAws({ decision: { because } }: MissingAuthorization): boolean {
  return because.some(
    ({ layer, documents: [document] }) => layer === "resource" && document?.awsManaged !== undefined,
  );
}

const OWN_KEY =
  "encrypt the bucket with a customer managed key, and allow the other account to use it in its key policy";

/** Where to allow it: one place for each layer that must. */
function placesOf({ decision: { because } }: MissingAuthorization): string[] {
  return because.flatMap(({ layer, documents }) => {
    const own = documents.filter(({ awsManaged }) => awsManaged === undefined);
    const [any] = documents;
    if (!any) return [];
    if (layer === "boundary" && own.length === 0)
      return [`another permissions boundary of ${holderOf(any)} in account ${any.account}`];
    if (layer === "identity" && own.length !== 1)
      return [`a policy of ${holderOf(any)} in account ${any.account}`];
    return own.map((document) => `the ${placed(document)}`);
  });
}

/** What AWS refuses whatever the policies allow. */
const BY_RULE: ReadonlyMap<EvaluationRule, string> = new Map<EvaluationRule, string>([
  [
    RULES.publicRestricted,
    "list accounts, roles or users in the statement of the bucket policy that lets everyone in, or require a fixed aws:PrincipalOrgID, aws:PrincipalAccount or aws:PrincipalArn",
  ],
  [RULES.keyDisabled, "enable the key"],
  [RULES.keyNotSymmetric, "use a key with the spec SYMMETRIC_DEFAULT and the usage ENCRYPT_DECRYPT"],
]);

/** Within an account, either side is enough for S3. */
function needsEach({ decision: { rule, because } }: MissingAuthorization): boolean {
  return (
    rule !== RULES.sameAccount || because.some(({ layer }) => layer !== "identity" && layer !== "resource")
  );
}

function addressesOf(missing: readonly MissingAuthorization[]): string[] {
  return [...new Set(missing.flatMap(({ documents }) => documents.flatMap(({ address }) => address ?? [])))];
}

function sourceOf(missing: readonly MissingAuthorization[]): Pick<Flaw, "source"> {
  const source = missing[0]?.authorization.source;
  return source === undefined ? {} : { source };
}

/**
 * One flaw for everything that keeps a rule from replicating for the same reason. Wrong settings are flaws of the checks
 * of rules.
 */
function failingRule(rule: DescribedRule, told: Gaps): EstateFlaw[] {
  const { address, id, from, to, roleArn, isEnabled } = rule;
  if (!isEnabled) return [];
  const name = id === undefined ? "the rule" : `the rule ${id}`;
  // The linter checks the settings of rules.
  const refused = rule.failures
    .filter(({ what }) => what !== SETTINGS)
    .flatMap((failure) => withoutTold(failure, roleArn, told));
  return groupBy(refused, ({ problem }) => problem).map((group) => {
    const missing = group.flatMap((failure) => failure.missing);
    return {
      check: "replication-fails",
      severity: "error",
      part: "complete",
      problem: `${name} does not replicate ${from} to ${to}: ${group[0]?.problem}`,
      addresses: [...new Set([address, ...group.flatMap(({ addresses }) => addresses)])],
      because: [`replication fails: ${listOf(group.map(({ what }) => what))}`],
      repair:
        missing.length > 0 ? repairOf(missing) : "name the ARN of a role in the account of the source bucket",
      ...sourceOf(missing),
    };
  });
}

const OWN_ROLE = "name a role of the account of the location";

/** One flaw for everything that keeps DataSync from using a location, or from writing reports. */
function failingLocation(
  { use, address, bucket, roleArn, failures }: DescribedLocation,
  told: Gaps,
): EstateFlaw[] {
  const refused = failures.flatMap((failure) => withoutTold(failure, roleArn, told));
  if (refused.length === 0) return [];
  const missing = refused.flatMap((failure) => failure.missing);
  const verb = use === "report" ? "write reports to" : "use";
  return [
    {
      check: "datasync-fails",
      severity: "error",
      part: "complete",
      problem: `DataSync cannot ${verb} ${bucket} as role ${nameOf(roleArn)}: ${refused.map(({ problem }) => problem).join("; ")}`,
      addresses: distinct([address, ...refused.flatMap(({ addresses }) => addresses)]),
      because: [`it fails: ${listOf(refused.map(({ what }) => what))}`],
      repair: missing.length > 0 ? repairOf(missing) : OWN_ROLE,
      ...sourceOf(missing),
    },
  ];
}

/** One flaw for everything that AWS's page lists besides. */
function lackingLocation({ address, bucket, roleArn, lacks }: DescribedLocation, told: Gaps): EstateFlaw[] {
  const missing = lacks.flatMap((each) => withoutTold(each, roleArn, told)).flatMap((each) => each.missing);
  if (missing.length === 0) return [];
  return [
    {
      check: "datasync-lacks",
      severity: "warning",
      part: "complete",
      problem: `the role ${nameOf(roleArn)} lacks on ${bucket} what AWS lists for DataSync: ${lacking(missing)}`,
      addresses: distinct([address, ...addressesOf(missing)]),
      because: [`AWS's page lists it for ${listOf(lacks.map(({ what }) => what))}`],
      repair: grantOf(missing),
      ...sourceOf(missing),
    },
  ];
}

function withoutTold(failure: Failure, roleArn: string, told: Gaps): Failure[] {
  const { missing } = failure;
  const isTold = ({ authorization: { action, resource } }: MissingAuthorization) =>
    told.include({ principalArn: roleArn, action, resource });
  const rest = missing.filter((each) => !isTold(each));
  if (rest.length === missing.length) return [failure];
  return rest.length === 0 ? [] : [{ ...failure, missing: rest, problem: lacking(rest) }];
}
