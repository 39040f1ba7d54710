/** What is wrong with an estate: the flaws of the checks, and what its description shows. */
import { nearly } from "../evaluator/explain";
import type { Flaw } from "../flaw";
import { listOf } from "../flaws/wording";
import { SETTINGS } from "./rules";
import { lacking, placed, statementOf } from "./wording";
import { groupBy } from "../multimap";
import type {
  Connection,
  DescribedOperation,
  DescribedRule,
  Description,
  Half,
  MissingAuthorization,
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
] as const;

/** What a description shows: operations that were granted in part, and replication rules that fail. */
export function describedFlaws({ connections, replications }: Description): EstateFlaw[] {
  // What the role of a rule lacks is a flaw of the rule.
  const roles = new Set(replications.map(({ roleArn }) => roleArn));
  const others = connections.filter(({ principal: { arn } }) => !roles.has(arn));
  return [...others.flatMap(halfGranted), ...replications.flatMap(failingRule)];
}

/** One flaw for everything that fails for the same reason. */
function halfGranted({ principal, bucket, operations }: Connection): EstateFlaw[] {
  const half = operations.filter(({ answer }) => answer === "half");
  return groupBy(half, reasonOf).map((group) => {
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
  const documents = groupBy(
    missing.flatMap((each) => each.documents),
    ({ name, account }) => `${account} ${name}`,
  ).flatMap(([first]) => first ?? []);
  const denying = documents.filter(({ outcome }) => outcome === "denies");
  return denying.length > 0
    ? `narrow ${denying.map(statementOf).join(" and ")}`
    : `allow it in the ${documents.map(placed).join(" and in the ")}, or remove what was granted`;
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
function failingRule({ address, id, from, to, isEnabled, failures }: DescribedRule): EstateFlaw[] {
  if (!isEnabled) return [];
  const name = id === undefined ? "the rule" : `the rule ${id}`;
  // The linter checks the settings of rules.
  const refused = failures.filter(({ what }) => what !== SETTINGS);
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
