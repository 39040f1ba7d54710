/** For whom AWS services act: a service says so in each request, and policies check it. */
import { accountOf, parseArn } from "../../aws/arn";
import { serviceNamed } from "../../aws/delivering-services";
import type { Bucket, Estate } from "../../estate/estate";
import { namesTrail, sendsAcl, TRAIL_CONTEXT } from "../../prove/catalogue/deliveries";
import { distinct } from "../../prove/distinct";
import { resourcePoliciesOf } from "../../prove/iam/documents";
import type { Statement } from "../../prove/iam/statement";
import { instanceOf, mayMatch } from "../../prove/iam/wildcard";
import { MADE_UP } from "../../prove/proof/actor";

/** For whom a service acts in a request. */
export interface ServiceSource {
  /** After the name of the service: `for trails of 111111111111`. Empty if policies do not check it. */
  readonly words: string;
  /** Condition keys of the request, as on the command line. */
  readonly context: readonly string[];
}

const SOURCE = /^aws:source(account|arn|orgid|orgpaths)=/i;

/** Whether condition keys say for whom a service acts. */
export function saysSource(context: readonly string[]): boolean {
  return context.some((pair) => SOURCE.test(pair));
}

/** Everyone for whom the policies let a service act. The first are those that need no condition. */
export function sourcesOfService(principal: string, estate: Estate): readonly ServiceSource[] {
  const sources = resourcePoliciesOf(estate)
    .flatMap(({ document }) => document?.statements ?? [])
    .filter(({ effect, principals }) => effect === "Allow" && principals.services.includes(principal))
    .flatMap(sourcesOfStatement);
  const byWords = new Map(sources.map((source) => [wordsOf(source), source]));
  return [...byWords]
    .sort(([one], [other]) => Number(one !== "") - Number(other !== ""))
    .map(([words, source]) => ({ words, context: contextOf(principal, source) }));
}

/** Values of the condition keys, which can be patterns. */
interface Source {
  readonly arn?: string;
  readonly account?: string;
  readonly organization?: string;
}

function sourcesOfStatement({ conditions }: Statement): Source[] {
  const valuesOf = (key: string): readonly (string | undefined)[] => {
    const values = conditions
      .filter(({ lowerKey, negated, base }) => lowerKey === key && !negated && base !== "Null")
      .flatMap((line) => line.values);
    return values.length === 0 ? [undefined] : distinct(values);
  };
  return valuesOf("aws:sourcearn").flatMap((arn) =>
    valuesOf("aws:sourceaccount").flatMap((account) =>
      valuesOf("aws:sourceorgid").flatMap((organization) => {
        const owner = accountOf(arn ?? "");
        if (account !== undefined && owner !== undefined && account !== owner) return [];
        return [
          {
            ...(arn !== undefined && { arn }),
            ...(account !== undefined && { account }),
            ...(organization !== undefined && { organization }),
          },
        ];
      }),
    ),
  );
}

function wordsOf({ arn, account, organization }: Source): string {
  const parts = [
    ...(arn === undefined ? [] : [wordsOfArn(arn)]),
    ...(account === undefined || accountOf(arn ?? "") === account ? [] : [`account ${account}`]),
    ...(organization === undefined ? [] : [`organization ${organization}`]),
  ];
  return parts.length === 0 ? "" : `for ${parts.join(" of ")}`;
}

/** `trails of 111111111111` for all trails of an account, and other patterns as they are. */
function wordsOfArn(arn: string): string {
  const account = accountOf(arn);
  const { resource = "" } = parseArn(arn) ?? {};
  const [, type] = /^(?:([a-z]+)[/:])?\*$/.exec(resource) ?? [];
  if (account === undefined || !/^(?:[a-z]+[/:])?\*$/.test(resource)) return arn;
  return type === undefined ? `account ${account}` : `${type}s of ${account}`;
}

/** The condition keys of a request, with the others that the service sends. */
function contextOf(principal: string, { arn, account, organization }: Source): readonly string[] {
  const service = serviceNamed(principal);
  const source = arn === undefined ? undefined : instanceOf(arn, MADE_UP);
  const owner = account ?? accountOf(source ?? "");
  const keys: Readonly<Record<string, string | undefined>> = {
    "aws:SourceArn": source,
    "aws:SourceAccount": owner === undefined ? undefined : instanceOf(owner, MADE_UP),
    "aws:SourceOrgID": organization === undefined ? undefined : instanceOf(organization, MADE_UP),
    "s3:x-amz-acl": service && sendsAcl(service) ? "bucket-owner-full-control" : undefined,
    [TRAIL_CONTEXT]: service && namesTrail(service) ? source : undefined,
  };
  return Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
}

/**
 * What the keys of its objects begin with in a bucket, as the policy of the bucket says.
 *
 * @param context condition keys that say for whom the service acts
 */
export function prefixOfService(
  principal: string,
  bucket: Bucket,
  estate: Estate,
  context: Readonly<Record<string, string>>,
): string {
  const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const isForSource = ({ conditions }: Statement) =>
    conditions
      .filter(({ lowerKey, negated }) => SOURCE.test(`${lowerKey}=`) && !negated)
      .every(({ lowerKey, values }) => values.some((value) => mayMatch(value, given.get(lowerKey) ?? "")));
  const beginning = `${bucket.arn}/`;
  const [pattern = ""] = resourcePoliciesOf(estate)
    .filter(({ arn }) => arn === bucket.arn)
    .flatMap(({ document }) => document?.statements ?? [])
    .filter(({ effect, principals }) => effect === "Allow" && principals.services.includes(principal))
    .filter(isForSource)
    .flatMap(({ resources }) => resources.filter((each) => each.startsWith(beginning)));
  return /^[^*?$]*/.exec(pattern.slice(beginning.length))?.[0] ?? "";
}
