/** What must be refused, tried by the principals most likely to succeed. */
import { accountOf, isAccountRoot, parseArn } from "../../aws/arn";
import type { Bucket } from "../../estate/estate";
import * as api from "../catalogue/api-calls";
import { assumeRole, assumeRoleAsService, type CallerFacts, exchange } from "../catalogue/assume-role";
import type { Authorization, CalledObject } from "../catalogue/authorization";
import { tagSession } from "../catalogue/tag-session";
import { useKeyDirectly } from "../catalogue/key-administration";
import { once } from "../once";
import {
  type Actor,
  actorOf,
  ANYBODY,
  everything,
  inOrganization,
  MADE_UP,
  MEMBER_ACCOUNT,
  STRANGE_ACCOUNT,
  withTags,
} from "./actor";
import { forbiddenDeliveries } from "./delivery-operations";
import { holders, isFor, strangers, strangeSource, unsaidSources } from "./federated";
import type { AccessIntent, TrustIntent } from "./intents";
import type { Operation } from "./operation";
import { refusedByLimit } from "./limit-operations";
import { isMember, keysOfOutsiders, memberKeys, membersOf } from "./organizations";
import { lookAlikesOf } from "./permission-sets";
import { keyOutside, OBJECT, prefixFor } from "./prefix";
import { hasTags, otherTags, requiredTags } from "./principal-tags";
import { untaggedArn } from "../../aws/tagged-arn";
import type { Scene } from "./scene";
import { inheritedTags } from "./session-chains";

export function forbiddenOperations(scene: Scene): Operation[] {
  const { access, requiredKeys, limits, trusts, existingBuckets, deliveries = [] } = scene.intents;
  const required = new Set(requiredKeys);
  const existing = new Set(existingBuckets?.map(({ bucketArn }) => bucketArn));
  return [
    ...scene.estate.buckets.flatMap((bucket) => [
      // Whether one that exists already denies them is not for the stack to say.
      ...(existing.has(bucket.arn) ? [] : withoutTls(bucket, scene)),
      ...byStrangers(bucket, scene),
      ...(required.has(bucket.arn) ? withAnotherKey(bucket, scene) : []),
    ]),
    ...(limits ?? []).flatMap((limit) => refusedByLimit(limit, scene)),
    ...access.flatMap((edge) => [
      ...decryptionWithoutS3(edge, scene),
      ...outside(edge, scene),
      ...bySiblings(edge, scene),
      ...byOutsiders(edge, scene),
      ...byOthersWithTags(edge, scene),
    ]),
    ...deliveries.flatMap((intent) => forbiddenDeliveries(intent, scene)),
    ...trusts.flatMap((trust) => [
      ...assumptionsByOthers(trust, scene),
      ...assumptionsByStrangers(trust, scene),
      ...otherSessionTags(trust, scene),
    ]),
  ];
}

/** The part that S3 must refuse, regardless of KMS. */
function s3Part(authorizations: readonly Authorization[]): Authorization[] {
  return authorizations.filter(({ action }) => action.startsWith("s3:"));
}

const refused = { expected: "refused" } as const;

/** What those try who can do everything, so that nothing else can refuse it, whatever was allowed before. */
const denied = { ...refused, explicitly: true } as const;

/** Not even for users who can do everything in the bucket's account. */
function withoutTls(bucket: Bucket, scene: Scene): Operation[] {
  const actor = scene.administrator(bucket.account);
  const plain = (authorizations: readonly Authorization[]) =>
    s3Part(authorizations).map((one) => ({ ...one, context: unencrypted(one.context) }));
  const object = newObject(bucket, scene);
  return [
    scene.operation(
      actor,
      "ls without TLS",
      [bucket.name],
      plain(api.listObjectsV2(object.bucket, "")),
      denied,
    ),
    scene.operation(actor, "GET without TLS", [bucket.name], plain(api.getObject(object)), denied),
  ];
}

const unencrypted = once((context: Authorization["context"]) => ({
  ...context,
  "aws:SecureTransport": "false",
}));

/** By an administrator of an account without access. */
function byStrangers(bucket: Bucket, scene: Scene): Operation[] {
  const actor = scene.administrator({ id: STRANGE_ACCOUNT, partition: bucket.account.partition });
  const object = newObject(bucket, scene);
  return [
    scene.operation(actor, "GET", [bucket.name], s3Part(api.getObject(object)), refused),
    scene.operation(actor, "PUT", [bucket.name], s3Part(api.putObject(object)), refused),
  ];
}

/**
 * Uploads with another key or encryption than the bucket's default, and other calls with the same result.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms
 */
function withAnotherKey(bucket: Bucket, scene: Scene): Operation[] {
  const actor = scene.administrator(bucket.account);
  const object = newObject(bucket, scene);
  const keyArn = `arn:${bucket.account.partition}:kms:${bucket.region}:${STRANGE_ACCOUNT}:key/00000000-0000-0000-0000-000000000000`;
  const ways: readonly (readonly [string, api.SseHeaders])[] = [
    ["with another key", { kind: "key", algorithm: "aws:kms", keyArn }],
    ["with aws:kms but no key", { kind: "algorithm", algorithm: "aws:kms" }],
    ["with SSE-S3", { kind: "algorithm", algorithm: "AES256" }],
    ["with aws:kms:dsse", { kind: "algorithm", algorithm: "aws:kms:dsse" }],
    ["with SSE-C", { kind: "customer" }],
  ];
  return ways.flatMap(([variant, headers]) =>
    api
      .encryptingCalls(object, headers)
      .map(({ call, authorization }) =>
        scene.operation(actor, `${call} ${variant}`, [bucket.name], [authorization], denied),
      ),
  );
}

/** Only S3 can use the key, on behalf of those who were granted access. */
export function decryptionWithoutS3(edge: AccessIntent, scene: Scene): Operation[] {
  const { name, encryption } = scene.bucket(edge.bucketArn);
  const { keyArn } = encryption;
  if (keyArn === undefined) return [];
  return [
    scene.operation(scene.actor(edge), "decrypting without S3", [name], [useKeyDirectly(keyArn)], refused),
  ];
}

/** Outside every prefix that was granted. */
function outside(edge: AccessIntent, scene: Scene): Operation[] {
  if (scene.accessBetween(edge).some(({ prefix }) => prefix === "")) return [];
  const actor = scene.actor(edge);
  const bucket = scene.bucket(edge.bucketArn);
  const prefix = prefixFor(edge.prefix, actor);
  const given = scene.accessBetween(edge).map((each) => prefixFor(each.prefix, actor));
  const object = scene.written(bucket.arn, keyOutside(given))[0] as CalledObject;
  const of = { on: [bucket.name], variant: `of an object outside ${prefix}` };
  return [
    scene.operation(actor, "GET", of.on, api.getObject(object), { ...refused, variant: of.variant }),
    scene.operation(actor, "PUT", of.on, api.putObject(object), { ...refused, variant: of.variant }),
  ];
}

/** By others in the principal's account who can do everything there, unless the whole account has access. */
function bySiblings(edge: AccessIntent, scene: Scene): Operation[] {
  const { account, arn } = scene.actor(edge);
  const bucket = scene.bucket(edge.bucketArn);
  if (membersOf(edge.principalArn)) return [];
  if (account === undefined || account === bucket.account.id || scene.isDelegated(account, bucket.arn))
    return [];
  const siblings = [
    scene.administrator({ id: account, partition: parseArn(arn)?.partition ?? "" }),
    ...(arn === untaggedArn(arn) ? lookAlikesOf(arn, MADE_UP).map((each) => scene.trusted(each)) : []),
  ];
  const object = newObject(bucket, scene);
  return siblings.flatMap((sibling) => [
    scene.operation(sibling, "GET", [bucket.name], s3Part(api.getObject(object)), refused),
    scene.operation(sibling, "PUT", [bucket.name], s3Part(api.putObject(object)), refused),
  ]);
}

/**
 * By others in the account or organization who have not all of the tags, and by somebody of a strange account who has. Others
 * can have access with those tags.
 */
function byOthersWithTags({ principalArn, bucketArn }: AccessIntent, scene: Scene): Operation[] {
  const required = requiredTags(principalArn);
  if (Object.keys(required).length === 0) return [];
  const bucket = scene.bucket(bucketArn);
  const {
    account: { partition },
  } = bucket;
  const administrator = (id: string) => scene.administrator({ id, partition });
  const members = membersOf(principalArn);
  const inside = administrator(members ? MEMBER_ACCOUNT : (accountOf(principalArn) ?? ""));
  const given = scene.intents.access
    .filter((edge) => edge.bucketArn === bucketArn && isSameCircle(edge.principalArn, principalArn))
    .map((edge) => requiredTags(edge.principalArn));
  const others = [
    ...otherTags(required, MADE_UP)
      .filter((tags) => !given.some((each) => hasTags(each, tags)))
      .map((tags) => withTags(members ? inOrganization(inside, memberKeys(members, MADE_UP)) : inside, tags)),
    withTags(administrator(STRANGE_ACCOUNT), required),
  ];
  const object = newObject(bucket, scene);
  const get = api.getObject(object);
  const ofKey = get.filter(({ action }) => action.startsWith("kms:"));
  return others.flatMap((actor) => {
    // The account of a key controls it by itself.
    const foreign = ofKey.filter(({ owner }) => owner !== actor.account);
    return [
      scene.operation(actor, "GET", [bucket.name], s3Part(get), refused),
      scene.operation(actor, "PUT", [bucket.name], s3Part(api.putObject(object)), refused),
      ...(foreign.length > 0
        ? [scene.operation(actor, "decrypting through S3", [bucket.name], foreign, refused)]
        : []),
    ];
  });
}

/** Whether both are in one account, or both in an organization. */
function isSameCircle(one: string, other: string): boolean {
  const [a, b] = [membersOf(one), membersOf(other)];
  return a || b ? a !== undefined && b !== undefined : accountOf(one) === accountOf(other);
}

/** By accounts that are close to those of an organization, and by the anonymous. */
function byOutsiders({ principalArn, bucketArn }: AccessIntent, scene: Scene): Operation[] {
  const members = membersOf(principalArn);
  if (members === undefined) return [];
  const bucket = scene.bucket(bucketArn);
  const all = scene.intents.access
    .filter((each) => each.bucketArn === bucketArn)
    .flatMap((each) => membersOf(each.principalArn) ?? []);
  const administrator = scene.administrator({ id: MEMBER_ACCOUNT, partition: bucket.account.partition });
  const outsiders = keysOfOutsiders(members, MADE_UP)
    .filter((keys) => !all.some((each) => isMember(each, keys)))
    .map((keys) => inOrganization(administrator, keys));
  const object = newObject(bucket, scene);
  const get = api.getObject(object);
  const ofKey = get.filter(({ action }) => action.startsWith("kms:"));
  return [...outsiders, ANYBODY].flatMap((actor) => [
    scene.operation(actor, "GET", [bucket.name], s3Part(get), refused),
    scene.operation(actor, "PUT", [bucket.name], s3Part(api.putObject(object)), refused),
    ...(ofKey.length > 0 && actor !== ANYBODY
      ? [scene.operation(actor, "decrypting through S3", [bucket.name], ofKey, refused)]
      : []),
  ]);
}

/** Another tag could replace one of the role's own, and with it the folder that a policy variable stands for. */
function otherSessionTags({ roleArn, trusted, sessionTags }: TrustIntent, scene: Scene): Operation[] {
  const role = scene.actor({ principalArn: roleArn });
  const passesTags = (principal: string) =>
    sessionTags !== undefined || inheritedTags(principal, scene.intents).length > 0;
  return trusted
    .filter((principal) => principal.startsWith("arn:") && passesTags(principal))
    .map((principal) =>
      scene.operation(
        // The trust policy must refuse it, even if the caller's own policies allow everything.
        isAccountRoot(principal)
          ? scene.trusted(principal)
          : actorOf(principal, [everything(accountOf(principal) ?? "")]),
        "assuming the role with another tag",
        [role.name],
        [tagSession(roleArn, MADE_UP, MADE_UP)],
        refused,
      ),
    );
}

/** With other tokens and assertions, and by services for other accounts. */
export function assumptionsByStrangers(
  { roleArn, sources = [], federated = [], sessionTags }: TrustIntent,
  scene: Scene,
): Operation[] {
  const role = scene.actor({ principalArn: roleArn });
  const forbidden = (actor: Actor, title: string, authorization: Authorization) =>
    scene.operation(actor, title, [role.name], [authorization], refused);
  return [
    ...strangers(federated).map((actor) =>
      forbidden(actor, "assuming the role", exchange(roleArn, protocolOf(actor))),
    ),
    ...(sessionTags ?? []).flatMap((key) =>
      strangers(federated).map((actor) =>
        forbidden(actor, `passing the tag ${key}`, tagSession(roleArn, key, MADE_UP)),
      ),
    ),
    ...(sessionTags === undefined
      ? []
      : federated.flatMap((intent) =>
          holders(intent).map((actor) =>
            forbidden(actor, "assuming the role with another tag", tagSession(roleArn, MADE_UP, MADE_UP)),
          ),
        )),
    ...sources.flatMap((source) =>
      assumeRoleAsService(roleArn, source.service, strangeSource(source)).map((authorization) =>
        forbidden(scene.trusted(source.service), "assuming the role for another account", authorization),
      ),
    ),
    ...sources.flatMap((source) =>
      unsaidSources(source)
        .filter(
          ([, context]) => !sources.some((each) => each.service === source.service && isFor(each, context)),
        )
        .flatMap(([key, context]) =>
          assumeRoleAsService(roleArn, source.service, context).map((authorization) =>
            forbidden(scene.trusted(source.service), `assuming the role without ${key}`, authorization),
          ),
        ),
    ),
  ];
}

function protocolOf({ caller }: Actor): "OIDC" | "SAML" {
  return caller.kind === "federated" ? caller.protocol : "OIDC";
}

export function assumptionsByOthers(
  { roleArn, trusted, externalId, mfa, sessionTags = [] }: TrustIntent,
  scene: Scene,
): Operation[] {
  const role = scene.actor({ principalArn: roleArn });
  const { partition = "", account = "" } = parseArn(roleArn) ?? {};
  const roots = new Set(trusted.filter(isAccountRoot).map(accountOf));
  const trustedAccounts = trusted.flatMap((principal) => accountOf(principal) ?? []);
  const others = [...new Set([account, ...trustedAccounts, STRANGE_ACCOUNT])].filter((id) => !roots.has(id));
  // Some sessions pass on tags that their own caller passed. Nobody else can set these.
  const passedOn = trusted.flatMap((principal) => inheritedTags(principal, scene.intents));
  const tags = [...new Set([...sessionTags, ...passedOn])];
  return [
    ...others.flatMap((id) => {
      const administrator = scene.administrator({ id, partition });
      return [
        assumption(administrator, "", { externalId, mfa }),
        ...tags.map((key) =>
          scene.operation(
            administrator,
            `passing the tag ${key}`,
            [role.name],
            [tagSession(roleArn, key, MADE_UP)],
            refused,
          ),
        ),
      ];
    }),
    ...trusted
      .filter((principal) => principal.startsWith("arn:"))
      .flatMap((principal) => {
        const actor = scene.trusted(principal);
        return [
          ...(externalId === undefined
            ? []
            : [
                assumption(actor, "without the external id", { mfa }),
                assumption(actor, "with another external id", { mfa, externalId: MADE_UP }),
              ]),
          ...(mfa
            ? [
                assumption(actor, "with long-term keys", { externalId }),
                assumption(actor, "without MFA", { externalId, mfa: false }),
              ]
            : []),
        ];
      }),
  ];

  function assumption(actor: Actor, how: string, facts: CallerFacts): Operation {
    const title = `assuming the role ${how}`.trim();
    return scene.operation(actor, title, [role.name], [assumeRole(roleArn, facts)], refused);
  }
}

function newObject(bucket: Bucket, scene: Scene): CalledObject {
  return scene.written(bucket.arn, OBJECT)[0] as CalledObject;
}
