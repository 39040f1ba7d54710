import { type Account, type AssumedRole, isHandedOver } from "./intents";
import type { Need } from "./needs";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const LONGEST_BUCKET_ARN = "arn:aws-us-gov:s3:::".length + 63;
const LONGEST_REGION = "ap-southeast-1".length;
const LONGEST_KEY_ARN =
  "arn:aws-us-gov:kms:ap-southeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab".length;
/** The alias of the key of a bucket with the longest name. The caller of a module can choose another; longer ones are rare. */
const USUAL_ALIAS = "alias/".length + 63;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length */
const LONGEST_ROLE_ARN_WITHOUT_PATH = "arn:aws-us-gov:iam::111122223333:role".length + 64;
/** The caller of a module can choose another prefix; longer ones are rare. */
const USUAL_PREFIX = 64;

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html */
const LONGEST_TRAIL = "arn:aws-us-gov:cloudtrail:ap-southeast-1:111122223333:trail/".length + 128;

/** The names in what a policy grants. */
export interface Names {
  readonly inNeed: (need: Need) => Need;
  readonly inRole: (role: AssumedRole) => AssumedRole;
}

/**
 * Replaces names by others that are as long as AWS allows. The names in a stack can be shorter, and those in
 * a module are expressions whose values only its caller knows. Different names stay different.
 */
export function lengthenedNames(needs: readonly Need[]): Names {
  const numbers = new Map<string, number>();
  const lengthen = (text: string, length: number) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return String(number).padStart(length, "0");
  };
  const inAccount = (account: Account): Account => ({
    ...account,
    accountId: lengthen(account.accountId, "111122223333".length),
    region: lengthen(account.region, LONGEST_REGION),
    partition: lengthen(account.partition, "aws-us-gov".length),
  });
  const lengthened = (need: Need): Need => ({
    ...need,
    bucket: {
      ...need.bucket,
      account: inAccount(need.bucket.account),
      bucketArn: lengthen(need.bucket.bucketArn, LONGEST_BUCKET_ARN),
    },
    ...(need.key && {
      key: {
        ...need.key,
        account: inAccount(need.key.account),
        keyArn: lengthen(need.key.keyArn, LONGEST_KEY_ARN),
        ...(need.key.alias !== undefined && {
          alias: lengthen(need.key.alias, Math.max(need.key.alias.length, USUAL_ALIAS)),
        }),
      },
    }),
    ...(need.trails && { trails: need.trails.map((trail) => lengthen(trail, LONGEST_TRAIL)) }),
    prefixes: need.prefixes.map((prefix) =>
      prefix === "" ? "" : lengthen(prefix, Math.max(prefix.length, USUAL_PREFIX)),
    ),
  });
  const known = new Map(needs.map((need) => [need, lengthened(need)]));
  return {
    inNeed: (need) => known.get(need) ?? lengthened(need),
    inRole: (role) => ({
      ...role,
      principalArn: lengthen(role.principalArn, LONGEST_ROLE_ARN_WITHOUT_PATH + role.path.length),
    }),
  };
}

/** More than a statement has besides its Sid, its actions and its prefixes: its elements, a key, a region and a bucket. */
const LONGEST_FRAME = 250 + LONGEST_KEY_ARN + LONGEST_BUCKET_ARN;
/** What the condition on the alias of a key adds. */
const ALIAS_CONDITION = `"ForAnyValue:StringEquals":{"kms:ResourceAliases":""},`.length;
/** What `AndOthers` or a number adds to a Sid. */
const LONGEST_SUFFIX = 20;

/**
 * At least the length of a policy with the longest names, whether needs share statements or not. Most policies are so short
 * that nobody has to build them with the longest names to know that they fit.
 */
export function mostCharacters(needs: readonly Need[]): number {
  const characters = needs.map(({ principal, verb, bucket, key, actions, prefixes, trails = [] }) => {
    const sid = `${verb}${bucket.name}Under${key?.name ?? ""}`.length + LONGEST_SUFFIX;
    const objects = inList(prefixes) + prefixes.length * (LONGEST_BUCKET_ARN + USUAL_PREFIX);
    const named = isHandedOver(principal) ? key?.alias : undefined;
    const alias = named === undefined ? 0 : ALIAS_CONDITION + Math.max(named.length, USUAL_ALIAS);
    const contexts = inList(trails) + trails.length * LONGEST_TRAIL;
    return LONGEST_FRAME + sid + inList(actions) + objects + alias + contexts;
  });
  return characters.reduce((sum, each) => sum + each, LONGEST_FRAME);
}

/** The name of a bucket, or another value that a module does not know, in a statement of the user's own. */
const NAME_IN_STATEMENT =
  /arn:(?:aws[a-z-]*|\$\{[^}]*\}):s3:::(?:[a-z0-9.-]+|\$\{[^}]*\})|(?<!\$)\$\{[^}]*\}/g;

/** The length of statements of the user's own with the longest names. */
export function mostCharactersOf(statements: readonly object[]): number {
  return JSON.stringify(statements).replaceAll(NAME_IN_STATEMENT, "0".repeat(LONGEST_BUCKET_ARN)).length;
}

/** At most the length: what differs in its bucket or its actions has the ARN of a bucket of its own. */
export function leastCharacters(needs: readonly Need[]): number {
  const different = new Set(
    needs.map(({ bucket, target, actions }) => [bucket.bucketArn, target, ...actions].join()),
  );
  return different.size * LONGEST_BUCKET_ARN;
}

function inList(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + `"/*",`.length + text.length, 0);
}
