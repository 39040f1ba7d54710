import { parseArn } from "../../aws/arn";
import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { type DocumentStatement, statementsOf } from "../iam/documents";
import { awsPrincipals } from "../iam/principals";
import { isPattern } from "../iam/wildcard";
import { statementFlaw, wellFormed } from "./well-formed";

const SOURCE =
  "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html";

export const partitions = {
  id: "partitions",
  severity: "error",
  title: "An ARN is of another partition",
  why: "Access cannot cross partitions such as aws, aws-cn and aws-us-gov, so the ARN matches nothing.",
  remedy: "Use ARNs of the account's partition.",
  page: SOURCE,
  bad: {
    identityPolicy: [{ Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws-cn:s3:::acme-source/*" }],
  },
  good: {
    identityPolicy: [
      { Effect: "Deny", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/secret/*" },
    ],
  },
  find: acrossPartitions,
} as const satisfies Check;

/** Access cannot cross partitions, such as from `aws` to `aws-cn`. */
function acrossPartitions(estate: Estate): Flaw[] {
  return [...statementsOf(estate).flatMap(ofStatement), ...ofSettings(estate)];
}

function ofStatement(statement: DocumentStatement): Flaw[] {
  const { account } = statement.document;
  if (!account) return [];
  const { partition } = account;
  const { raw, resources, conditions } = statement;
  const texts = [
    ...awsPrincipals(raw.Principal),
    ...resources,
    ...conditions.flatMap(({ values }) => values),
  ];
  const elsewhere = texts.filter((text) => isElsewhere(text, partition));
  return elsewhere.map((text) =>
    statementFlaw(statement, {
      problem: `${text} is not in the account's partition (${partition}), so it matches nothing`,
      repair: `use arn:${partition}:… in accounts of ${partition}`,
      source: SOURCE,
    }),
  );
}

function ofSettings({ buckets, replicationRules }: Estate): Flaw[] {
  const found = [
    ...buckets.map(({ encryption, address, account }) => ({
      what: "the key of its default encryption",
      arn: encryption.masterKey,
      address: encryption.address ?? address,
      account,
    })),
    ...replicationRules.flatMap(({ address, source: { account }, roleArn, destination, replicaKey }) => [
      { what: "the role", arn: roleArn, address, account },
      { what: "the destination", arn: destination.bucketArn, address, account },
      { what: "the key of replicas", arn: replicaKey, address, account },
    ]),
  ];
  return found
    .filter(({ arn, account }) => arn !== undefined && isElsewhere(arn, account.partition))
    .map(({ what, arn, address, account }) =>
      wellFormed({
        problem: `${address}: ${what}, ${arn}, is not in the account's partition (${account.partition})`,
        addresses: [address],
        because: [`${address} in account ${account.id}`],
        repair: `use one in ${account.partition}: access cannot cross partitions`,
        source: SOURCE,
      }),
    );
}

function isElsewhere(text: string, partition: string): boolean {
  if (!text.startsWith("arn:") || text.startsWith(`arn:${partition}:`)) return false;
  const named = parseArn(text)?.partition;
  return named !== undefined && !isPattern(named);
}
