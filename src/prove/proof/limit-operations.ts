/** What the limits of buckets must refuse and what they must let pass, tried by those whom their policies allow everything. */
import { accountOf, parseArn } from "../../aws/arn";
import type { Bucket } from "../../estate/estate";
import * as api from "../catalogue/api-calls";
import type { Authorization, CalledObject, Encryption } from "../catalogue/authorization";
import { TRAIL_CONTEXT } from "../catalogue/deliveries";
import { usesOfKey } from "../catalogue/key-uses";
import { withoutKeys } from "../evaluator/context";
import { instanceOf } from "../iam/wildcard";
import { apiCalls } from "./access-operations";
import { type Actor, MADE_UP, STRANGE_ACCOUNT, unlimited } from "./actor";
import type { AccessIntent, LimitIntent } from "./intents";
import { isExceptedFrom } from "./limits";
import { type Keys, OTHER_ORGANIZATION, outside, ways } from "./networks";
import { replicationOperations } from "./replication-operations";
import type { Operation } from "./operation";
import { OBJECT } from "./prefix";
import type { Scene } from "./scene";

/** By a Deny: a grant that somebody adds later must not change it. */
export function refusedByLimit(limit: LimitIntent, scene: Scene): Operation[] {
  const { sseC, minimumTls, denied = [] } = limit;
  const tried = new Tries(limit, scene);
  // As a member, whom the limits of other buckets under the same key do not deny it already.
  const inside = organizationsOf(scene).map((id) => ({ "aws:PrincipalOrgID": id }));
  return [
    ...(sseC
      ? api
          .encryptingCalls(tried.object, { kind: "customer" })
          .map(({ call, authorization }) =>
            tried.refused(tried.administrator, `${call} with SSE-C`, [authorization]),
          )
      : []),
    ...(minimumTls === undefined ? [] : OLDER_TLS.filter((version) => version < minimumTls)).flatMap(
      (version) =>
        tried.inBucket("refused", tried.administrator, `with TLS ${version}`, { "s3:TlsVersion": version }),
    ),
    ...outside(limit).flatMap((network) => [
      ...tried.inBucket("refused", tried.administrator, "from another network", network),
      ...tried.listings("from another network", network),
    ]),
    ...otherOrganizations(limit, tried, scene),
    ...namesakes(limit, tried, scene),
    ...denied.flatMap((arn) => {
      const actor = unlimited(instanceOf(arn, MADE_UP));
      return [
        ...tried.inBucket("refused", actor, "although denied"),
        ...(inside.length === 0 ? [undefined] : inside).flatMap((having) =>
          tried.byKeys(actor, "although denied", ({ principalArn }) => principalArn === arn, { having }),
        ),
      ];
    }),
  ];
}

/** What a limit must not break, besides what was granted. */
export function passedByLimit(limit: LimitIntent, scene: Scene): Operation[] {
  const tried = new Tries(limit, scene);
  return [
    ...passedByNetworks(limit, tried, scene),
    // Of its own account, whether or not it is in the organization.
    ...(limit.organization === undefined && limit.denied === undefined
      ? []
      : [
          ...tried.inBucket("allowed", tried.administrator, "in its own account", OUTSIDE),
          ...tried.byKeyOwners("in its own account", OUTSIDE),
        ]),
  ];
}

const OUTSIDE = { "aws:PrincipalOrgID": undefined };

function passedByNetworks(limit: LimitIntent, tried: Tries, scene: Scene): Operation[] {
  const [elsewhere] = outside(limit);
  if (elsewhere === undefined) return [];
  const bucket = scene.bucket(limit.bucketArn);
  const { account } = bucket;
  const excepted = (limit.except ?? []).filter((arn) => accountOf(arn) === account.id);
  return [
    ...ways(limit).flatMap((way) =>
      tried.inBucket("allowed", tried.administrator, `from ${Object.values(way).find(Boolean)}`, way),
    ),
    ...tried.inBucket("allowed", tried.administrator, "through an AWS service", {
      ...elsewhere,
      "aws:ViaAWSService": "true",
    }),
    ...[serviceLinkedRole(bucket), ...excepted].flatMap((arn) =>
      tried.inBucket("allowed", unlimited(instanceOf(arn, MADE_UP)), "from any network", elsewhere),
    ),
  ];
}

function serviceLinkedRole({ account }: Pick<Bucket, "account">): string {
  return `arn:${account.partition}:iam::${account.id}:role/aws-service-role/macie.amazonaws.com/AWSServiceRoleForAmazonMacie`;
}

/** By administrators of a strange account and of each account with access, and by the principals with access. */
function otherOrganizations(limit: LimitIntent, tried: Tries, scene: Scene): Operation[] {
  const { organization, bucketArn } = limit;
  if (organization === undefined) return [];
  const { account } = scene.bucket(bucketArn);
  const { access } = scene.intents;
  const foreign = access
    .filter((edge) => edge.bucketArn === bucketArn && !isExceptedFrom(limit, edge.principalArn))
    .map((edge) => scene.actor(edge))
    .filter((actor) => actor.account !== account.id);
  const isOutside = ({ principalArn, bucketArn: other }: Reader, keyArn: string) => {
    const limitOfOther = scene.intents.limits?.find((each) => each.bucketArn === other);
    const isInside =
      limitOfOther?.organization === organization && !isExceptedFrom(limitOfOther, principalArn);
    return !isInside && accountOf(principalArn) !== accountOf(keyArn);
  };
  const stranger = scene.administrator({ id: STRANGE_ACCOUNT, partition: account.partition });
  return [stranger, ...new Set(foreign)].flatMap((actor) => {
    // A variable in a prefix can stand for the organization.
    const context = actor.context && withoutKeys(actor.context, { "aws:PrincipalOrgID": "" });
    const outsider = { ...actor, context };
    return [...OUTSIDE_ORGANIZATIONS, ...othersOf(limit, scene)].flatMap(([how, id]) => {
      const having = { "aws:PrincipalOrgID": id };
      return [
        ...tried.inBucket("refused", outsider, how, having),
        ...tried.byKeys(outsider, how, isOutside, { having, exceptOf: actor.account }),
      ];
    });
  });
}

/** By roles and users of a strange account with the names of those that are let in. */
function namesakes(limit: LimitIntent, tried: Tries, scene: Scene): Operation[] {
  const { organization, bucketArn, except = [] } = limit;
  const { replications } = scene.intents;
  const ofReplication = replications
    .filter(({ fromArn, toArn }) => [fromArn, toArn].includes(bucketArn))
    .map((edge) => scene.roleOf(edge).arn);
  const [elsewhere] = outside(limit);
  const inside = [
    ...except,
    ...(elsewhere === undefined ? [] : [serviceLinkedRole(scene.bucket(bucketArn)), ...ofReplication]),
  ];
  return [...new Set(inside.map(inStrangeAccount))].flatMap((arn) => {
    const namesake = unlimited(instanceOf(arn, MADE_UP));
    const actor = { ...namesake, name: `${namesake.name} of account ${STRANGE_ACCOUNT}` };
    const having = { "aws:PrincipalOrgID": OTHER_ORGANIZATION };
    return [
      ...(elsewhere === undefined ? [] : tried.inBucket("refused", actor, "from another network", elsewhere)),
      ...(organization === undefined
        ? []
        : [
            ...tried.inBucket("refused", actor, "in another organization", having),
            ...tried.byKeys(actor, "in another organization", () => false, { having }),
          ]),
    ];
  });
}

function inStrangeAccount(arn: string): string {
  const { partition, service, resource } = parseArn(arn) ?? {};
  return `arn:${partition}:${service}::${STRANGE_ACCOUNT}:${resource}`;
}

const OUTSIDE_ORGANIZATIONS = [
  ["in another organization", OTHER_ORGANIZATION],
  ["outside any organization", undefined],
] as const;

/** The organizations of other buckets, whose members the Deny of those buckets does not refuse. */
function othersOf({ organization }: LimitIntent, scene: Scene): (readonly [string, string])[] {
  return organizationsOf(scene)
    .filter((id) => id !== organization)
    .map((id) => [`in ${id}, the organization of another bucket,`, id]);
}

function organizationsOf({ intents: { limits = [] } }: Scene): readonly string[] {
  return [...new Set(limits.flatMap(({ organization }) => organization ?? []))];
}

/** Who uses objects of which bucket. */
type Reader = Pick<AccessIntent, "principalArn" | "bucketArn">;

/** Attempts on one bucket. */
class Tries {
  readonly object: CalledObject;
  readonly administrator: Actor;
  private readonly objects: readonly CalledObject[];
  private readonly on: readonly string[];

  constructor(
    { bucketArn }: LimitIntent,
    private readonly scene: Scene,
  ) {
    const { name, account } = scene.bucket(bucketArn);
    this.on = [name];
    this.administrator = scene.administrator(account);
    this.objects = scene.stored(bucketArn, OBJECT);
    this.object = this.objects[0] as CalledObject;
  }

  refused(actor: Actor, title: string, authorizations: readonly Authorization[], having?: Keys): Operation {
    return this.scene.operation(actor, title, this.on, authorizations, {
      expected: "refused",
      explicitly: true,
      having,
    });
  }

  /** What S3 asks its policies. */
  inBucket(expected: "allowed" | "refused", actor: Actor, how: string, having?: Keys): Operation[] {
    const operation = (title: string, authorizations: readonly Authorization[]) => {
      const asked = authorizations.filter(({ action }) => action.startsWith("s3:"));
      return expected === "refused"
        ? this.refused(actor, `${title} ${how}`, asked, having)
        : this.scene.operation(actor, `${title} ${how}`, this.on, asked, { having });
    };
    return [
      operation("ls", api.listObjectsV2(this.object.bucket, "")),
      operation("GET", api.getObject(this.object)),
    ];
  }

  listings(how: string, having: Keys): Operation[] {
    const { bucket } = this.object;
    return [
      this.refused(this.administrator, `listing versions ${how}`, api.listObjectVersions(bucket, ""), having),
      this.refused(this.administrator, `listing uploads ${how}`, api.listMultipartUploads(bucket), having),
    ];
  }

  /** By administrators of the accounts of the keys. */
  byKeyOwners(how: string, having: Keys): Operation[] {
    return this.usesOfKeys().map((authorizations) => {
      const { account, partition = "" } = parseArn(authorizations[0]?.resource ?? "") ?? {};
      const owner = this.scene.administrator({ id: account ?? "", partition });
      return this.scene.operation(owner, `decrypting through S3 ${how}`, this.on, authorizations, { having });
    });
  }

  /**
   * What KMS asks its policies, under each key and with each encryption context, whatever it is asked to do.
   *
   * @param mayReadElsewhere whether an access to another bucket under the same key must not be denied. With the context of a trail
   * alone, the key cannot tell which bucket has the log, and only the policy of the bucket denies it.
   * @param more `exceptOf` is an account for which its own keys are not tried
   */
  byKeys(
    actor: Actor,
    how: string,
    mayReadElsewhere: (reader: Reader, keyArn: string) => boolean,
    { having, exceptOf }: { readonly having?: Keys; readonly exceptOf?: string | undefined } = {},
  ): Operation[] {
    return this.objects
      .filter(
        ({ encryption }) =>
          !encryption?.isTrailOnly ||
          !this.others(encryption).some((reader) => mayReadElsewhere(reader, encryption.keyArn)),
      )
      .filter(({ encryption }) => exceptOf === undefined || accountOf(encryption?.keyArn ?? "") !== exceptOf)
      .flatMap(usesOfKey)
      .map((use) => {
        const title = use.action === "kms:Decrypt" ? "decrypting" : use.action;
        return this.refused(actor, `${title} through S3 ${how}`, [use], having);
      });
  }

  /** Who uses logs of trails in other buckets under the same key. */
  private others({ keyArn }: Encryption): Reader[] {
    const { intents } = this.scene;
    const uses = ({ action, resource, context }: Authorization) =>
      action.startsWith("kms:") &&
      resource === keyArn &&
      context[TRAIL_CONTEXT] !== undefined &&
      context["kms:EncryptionContext:aws:s3:arn"] === undefined;
    const areUsed = (operations: readonly Operation[]) =>
      operations.some(({ questions }) => questions.some(({ authorization }) => uses(authorization)));
    return [
      ...intents.access.filter((edge) => areUsed(apiCalls(edge, this.scene))),
      ...intents.replications
        .filter((edge) => areUsed(replicationOperations(edge, this.scene)))
        .map((edge) => ({ principalArn: this.scene.roleOf(edge).arn, bucketArn: edge.fromArn })),
    ].filter(({ bucketArn }) => bucketArn !== this.object.bucket.bucketArn);
  }

  private usesOfKeys(): Authorization[][] {
    return this.objects
      .map((object) => api.getObject(object).filter(({ action }) => action.startsWith("kms:")))
      .filter((authorizations) => authorizations.length > 0);
  }
}

const OLDER_TLS = ["1.1", "1.2"];
