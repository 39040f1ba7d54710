/** Judges requests by the policies of an estate, without guessing at those that it does not have. */
import { accountOf, isAccountRoot, parseArn, regionOf } from "../../aws/arn";
import type { Bucket, Estate, Key, KeyGrant } from "../../estate/estate";
import type { Authorization } from "../catalogue/authorization";
import type { Attached, Decision, Documents, Finding } from "../evaluator/decision";
import { nearestTo } from "../evaluator/evaluate";
import { sentence } from "../evaluator/explain";
import { atWorst, type Judgement, judge } from "../evaluator/judge";
import type { NearMiss } from "../evaluator/layers";
import type { Request } from "../evaluator/request";
import { RULES } from "../evaluator/rules";
import { distinctReasons } from "../evaluator/unknown";
import { resourcePoliciesOf } from "../iam/documents";
import { keepsOthersOut } from "../iam/public-statement";
import { NotEvaluated } from "../iam/errors";
import { madeUpPlace } from "../known-regions";
import type { Actor } from "../proof/actor";
import { isWhole } from "../proof/organizations";
import { RequestContexts } from "../proof/request-contexts";
import { isKeyOfSessions } from "../proof/principal-keys";
import type { Caller } from "./callers";
import { keyToLookUp, managedKeyPolicy } from "./bucket-keys";
import type { DescribeOptions } from "./options";
import { RequestTime } from "./request-time";
import { denyForSome } from "./some-of";

export class EstateJudge {
  private readonly resources: ReadonlyMap<string, Documents["resource"]>;
  private readonly keys: ReadonlyMap<string, Key>;
  private readonly buckets: ReadonlyMap<string, Bucket>;
  private readonly contexts: RequestContexts;
  private readonly time = new RequestTime();

  constructor(
    private readonly estate: Estate,
    private readonly options: DescribeOptions = {},
  ) {
    const resources = new Map<string, Documents["resource"]>(
      resourcePoliciesOf(estate).map(({ arn, title, account, address, document, kind }) => [
        arn,
        {
          name: title,
          account: account.id,
          ...(address !== undefined && { address }),
          ...(document && {
            document: document.raw,
            keepsOthersOut: keepsOthersOut(document),
            requesterPays: document.bucket?.requesterPays !== undefined,
            unusable: document.key?.unusable,
          }),
          ...(document?.unknown !== undefined && { unknown: document.unknown }),
          // Every role has a trust policy.
          ...(!document && kind === "trust" && ELSEWHERE),
        },
      ]),
    );
    for (const { arn, name, account, address, policy } of estate.accessPoints ?? [])
      resources.set(arn, {
        name: `policy of the access point ${name}`,
        account: account.id,
        address: policy?.address ?? address,
        ...(policy && { document: policy.document }),
        ...(policy?.unknown !== undefined && { unknown: policy.unknown }),
      });
    this.resources = resources;
    this.keys = new Map(estate.keys.map((key) => [key.arn, key]));
    this.buckets = new Map(estate.buckets.map((bucket) => [bucket.arn, bucket]));
    this.contexts = new RequestContexts(estate);
  }

  judge(caller: Asking, authorization: Authorization, instead: Instead = {}): Judgement {
    const found = this.judged(caller, authorization, instead);
    const [finding] = found.decision?.explicit && !instead.ignoredStatement ? found.decision.because : [];
    const ignoredStatement = finding && denyForSome(caller.actor, finding, this.estate);
    if (!finding || !ignoredStatement) return found;
    const { decision } = this.judged(caller, authorization, { ...instead, ignoredStatement });
    if (decision?.allowed === false) return found;
    const text = `${sentence(finding)} to some of ${caller.actor.name} and not to others`;
    return { unknown: [{ kind: "other", text }] };
  }

  private judged(
    caller: Asking,
    authorization: Authorization,
    { ignoredStatement, policy }: Instead,
  ): Judgement {
    const { actor } = caller;
    const lookup = this.lookupOf(actor, authorization);
    if (lookup !== undefined) return { unknown: [{ kind: "other", text: lookup }] };
    const known = this.documents(actor, authorization);
    const documents = { ...known, resource: policy ?? known.resource, ignoredStatement };
    const request = this.requestOf(caller, authorization);
    const found = this.unlessElsewhere(judge(request, documents), request, documents);
    if (found.decision?.allowed) return found;
    const grant = this.grantFor(actor, authorization);
    if (grant) return withGrant(found, atWorst(request, documents), grant);
    const wide = this.grantOfAccount(actor, authorization);
    if (wide === undefined || (found.decision && isForbidden(found.decision))) return found;
    const text = `${wide} is a grant for a whole account, and whom that lets use the key is not known`;
    return { unknown: [{ kind: "other", text }] };
  }

  /**
   * Why the key is not known with which S3 encrypts new objects of a caller in another account.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
   */
  private lookupOf({ account }: Actor, { action, bucketArn }: Authorization): string | undefined {
    const bucket = action === "kms:GenerateDataKey" ? this.buckets.get(bucketArn ?? "") : undefined;
    const key = bucket && keyToLookUp(bucket);
    if (!bucket || key === undefined || account === undefined || account === bucket.account.id)
      return undefined;
    return `S3 looks up ${key}, the default key of ${bucket.name}, in account ${account}: name the key by its ARN`;
  }

  /** A refusal that hangs on a region that is made up is none. */
  private unlessElsewhere(found: Judgement, request: Request, documents: Documents): Judgement {
    const { resource } = request;
    const place = madeUpPlace(this.estate, accountOf(resource), regionOf(resource));
    if (!place || found.decision?.allowed !== false) return found;
    const { "kms:ViaService": _, ...context } = request.context;
    const mayHave = (key: string) => key === "kms:viaservice" || (request.mayHave?.(key) ?? false);
    const anywhere = judge({ ...request, context, mayHave }, documents);
    if (anywhere.decision) return anywhere;
    const text = `the region of ${place.address} is not known`;
    return { unknown: [{ kind: "region", provider: place.address.replace(/^provider\./, ""), text }] };
  }

  /** The decision if everything that is not known denies it. */
  worst({ actor, tagsAreKnown }: Asking, authorization: Authorization): Decision | undefined {
    const request = this.requestOf({ actor, tagsAreKnown }, authorization);
    return atWorst(request, this.documents(actor, authorization));
  }

  /** The statements that come closest to allowing it, in each document without a match. */
  nearest(caller: Asking, authorization: Authorization, { because }: Decision): NearMiss[] {
    try {
      const request = this.requestOf(caller, authorization);
      const documents = this.documents(caller.actor, authorization);
      return because.flatMap((finding) => nearestTo(request, documents, finding).slice(0, 1));
    } catch (error) {
      if (error instanceof NotEvaluated) return [];
      throw error;
    }
  }

  private documents(
    { identity, boundary, account }: Actor,
    { action, resource, owner }: Authorization,
  ): Documents {
    const { organizations, vpcEndpoint } = this.options;
    const policy = action.startsWith("s3:") ? vpcEndpoint?.policy : undefined;
    const endpoint = policy && { ...policy, account: account ?? owner };
    return { identity, boundary, resource: this.policyOf(resource, owner), organizations, endpoint };
  }

  private requestOf({ actor, tagsAreKnown }: Asking, authorization: Authorization): Request {
    const { action, resource } = authorization;
    const context = this.contexts.of(authorization);
    const { caller, context: own } = actor;
    const { vpcEndpoint } = this.options;
    const id = action.startsWith("s3:") ? vpcEndpoint?.id : undefined;
    const through = id !== undefined && { "aws:SourceVpce": id };
    const kind =
      caller.kind === "service" || caller.kind === "anonymous"
        ? caller.kind
        : caller.kind === "session" || isWhole(actor.arn)
          ? "session"
          : "other";
    const usual = this.contexts.usual(actor, authorization);
    return {
      action,
      resource,
      caller,
      context: through ? { ...context, ...through } : context,
      ...(own && { callersContext: own }),
      mayHave: MAY_HAVE[this.kindOf(authorization)][kind][tagsAreKnown ? "known" : "unknown"],
      usual: (key) => this.time.valueOf(key) ?? usual(key),
    };
  }

  private kindOf({ action, resource }: Authorization): keyof typeof MAY_HAVE {
    if (!action.startsWith("kms:")) return "other";
    const key = this.keys.get(resource);
    return key && !key.existing ? "key" : "existing key";
  }

  /** The bucket, key or trust policy that applies to an ARN. */
  private policyOf(arn: string, owner: string): Documents["resource"] {
    const resource = parseArn(arn)?.type === "object" ? arn.slice(0, arn.indexOf("/")) : withoutObject(arn);
    const known = this.resources.get(resource) ?? managedKeyPolicy(resource);
    return known?.account === owner ? known : { name: `policy of ${resource}`, account: owner, ...ELSEWHERE };
  }

  /** The address of a grant for the caller's account, of which AWS does not say what its roles and users need besides. */
  private grantOfAccount(actor: Actor, authorization: Authorization): string | undefined {
    const ofAccount = this.keys
      .get(authorization.resource)
      ?.grants?.filter(({ grantee }) => isAccountRoot(grantee) && accountOf(grantee) === actor.account);
    return ofAccount?.find((each) => grants({ ...each, grantee: actor.arn }, actor, authorization))?.address;
  }

  /** A grant that allows it, as the evaluator would find it in a policy. */
  private grantFor(actor: Actor, authorization: Authorization): Finding | undefined {
    const key = this.keys.get(authorization.resource);
    const grant = key?.grants?.find((each) => grants(each, actor, authorization));
    if (!key || !grant) return undefined;
    const { address } = grant;
    return {
      layer: "resource",
      outcome: "allows",
      documents: [{ name: "grant", account: key.account.id, address }],
    };
  }
}

/**
 * A grant allows what no policy denies. https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
 *
 * @param found by the policies
 * @param worst the decision if everything that is not known denies it
 */
function withGrant(found: Judgement, worst: Decision | undefined, grant: Finding): Judgement {
  if (!worst || (found.decision && isForbidden(found.decision))) return found;
  if (isForbidden(worst))
    return { unknown: distinctReasons(worst.chain.flatMap(({ unknown }) => unknown ?? [])) };
  const chain = [...worst.chain, grant];
  return { decision: { ...worst, allowed: true, rule: RULES.grant, because: [grant], chain }, unknown: [] };
}

function isForbidden({ explicit, rule }: Decision): boolean {
  return explicit || rule === RULES.serviceControl;
}

/** Of an object of an access point, the access point. */
function withoutObject(arn: string): string {
  return arn.replace(/^(arn:[^:]+:s3:[^:]+:\d+:accesspoint\/[^/]+)\/object\/.*$/s, "$1");
}

/** Differences from the estate. */
interface Instead {
  readonly ignoredStatement?: Documents["ignoredStatement"];
  /** The policy of the resource. */
  readonly policy?: Documents["resource"];
}

type Asking = Pick<Caller, "actor" | "tagsAreKnown">;

/** A document of another Terraform. */
const ELSEWHERE: Pick<Attached, "document" | "unknown"> = {
  document: { Version: "2012-10-17", Statement: [] },
  unknown: "is not in this Terraform",
};

function grants(
  { grantee, operations, contextEquals, contextSubset }: KeyGrant,
  { arn, caller }: Actor,
  { action, context }: Authorization,
): boolean {
  const isGrantee = grantee === arn || ("arn" in caller && grantee === caller.arn);
  if (!isGrantee || !operations.some((operation) => action === `kms:${operation}`)) return false;
  const prefix = "kms:EncryptionContext:";
  const given = Object.entries(context).filter(([key]) => key.startsWith(prefix));
  const required = Object.entries(contextEquals ?? contextSubset ?? {});
  if (contextEquals && given.length !== required.length) return false;
  return required.every(([key, value]) => context[prefix + key] === value);
}

/** By the caller, and whether their tags are known: one function for each, because there are many requests. */
function byCaller(more: (key: string) => boolean) {
  const ofService = (key: string) => more(key) || isOrganizationOfSource(key) || isSignature(key);
  const ofSession = (key: string) => more(key) || isKeyOfSessions(key) || isSignature(key);
  const ofAnonymous = (key: string) => more(key) && !OF_PRINCIPALS.has(key);
  return {
    session: { known: ofSession, unknown: (key: string) => ofSession(key) || isTag(key) },
    // For whom a service acts is known, but not the organization of that account.
    service: { known: ofService, unknown: ofService },
    anonymous: { known: ofAnonymous, unknown: ofAnonymous },
    other: { known: more, unknown: (key: string) => more(key) || isTag(key) },
  } as const;
}

/** By what the request is about. A tag of a key can be one of the provider's default tags. */
const MAY_HAVE = {
  other: byCaller(dependsOnMore),
  key: byCaller(dependsOnKey),
  "existing key": byCaller((key) => dependsOnKey(key) || OF_KEYS.has(key)),
} as const;

/**
 * AWS says that a service which acts for a caller is in `aws:CalledVia`, and on another page lists these services without S3.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-calledvia
 */
function dependsOnKey(key: string): boolean {
  if (NOT_FORWARDED.has(key)) return false;
  return dependsOnMore(key) || key.startsWith("aws:resourcetag/") || /^aws:calledvia(first|last)?$/.test(key);
}

/** The network of a request to S3, which its request to KMS does not have. */
const NOT_FORWARDED: ReadonlySet<string> = new Set(["aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"]);

/** What differs from key to key. */
const OF_KEYS: ReadonlySet<string> = new Set([
  "kms:keyorigin",
  "kms:multiregion",
  "kms:multiregionkeytype",
  "kms:resourcealiases",
]);

function isOrganizationOfSource(key: string): boolean {
  return key === "aws:sourceorgid" || key === "aws:sourceorgpaths";
}

/** What requests without credentials do not have, apart from tags. */
const OF_PRINCIPALS: ReadonlySet<string> = new Set([
  "aws:federatedprovider",
  "aws:multifactorauthage",
  "aws:multifactorauthpresent",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceidentity",
]);

/** How AWS signs its requests, such as those of replication, is not known. */
function isSignature(key: string): boolean {
  return key === "s3:authtype" || key === "s3:signatureversion";
}

function isTag(key: string): boolean {
  return key.startsWith("aws:principaltag/");
}

/** On where a request comes from, on the organization, or on the tags of an object. */
function dependsOnMore(key: string): boolean {
  return FROM_ELSEWHERE.has(key) || key.startsWith("s3:existingobjecttag/");
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const FROM_ELSEWHERE: ReadonlySet<string> = new Set([
  "aws:federatedprovider",
  "aws:multifactorauthage",
  "aws:multifactorauthpresent",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:referer",
  "aws:resourceorgid",
  "aws:resourceorgpaths",
  "aws:sourceidentity",
  "aws:sourceip",
  "aws:sourcevpc",
  "aws:sourcevpcarn",
  "aws:sourcevpce",
  "aws:vpceaccount",
  "aws:vpceorgid",
  "aws:vpceorgpaths",
  "aws:vpcsourceip",
  "s3:x-amz-content-sha256",
]);
