/** The operation that `--do` names. */
import { accountOf, nameOf } from "../../aws/arn";
import { deliveringService, serviceNamed } from "../../aws/delivering-services";
import type { Authorization } from "../../prove/catalogue/authorization";
import { type Permission, PERMISSIONS, usesOf } from "../../prove/catalogue/permissions";
import { accessOperations, apiCalls, copyCalls } from "../../prove/proof/access-operations";
import { type Actor, ANYBODY } from "../../prove/proof/actor";
import { roleAssumptions } from "../../prove/proof/administration-operations";
import { assumptionsByOthers, decryptionWithoutS3 } from "../../prove/proof/forbidden-operations";
import { locationOperations } from "../../prove/proof/data-sync-operations";
import { deliveryOperations } from "../../prove/proof/delivery-operations";
import { isForSource } from "../../prove/proof/delivery-sources";
import type { AccessIntent, DeliveryIntent, ReplicationIntent } from "../../prove/proof/intents";
import type { Operation } from "../../prove/proof/operation";
import { prefixFor } from "../../prove/proof/prefix";
import { replicationOperations } from "../../prove/proof/replication-operations";
import type { Scene } from "../../prove/proof/scene";
import { groupBy } from "../../prove/multimap";
import { NoSuchOperation, notReplicated, severalOperations } from "../errors";
import { prefixOfService } from "./service-sources";
import type { CommandLine } from "./command-line";

/** An operation with all its variants. */
export interface FoundOperation {
  readonly title: string;
  /** The bucket, or both buckets of a copy: `acme-source to acme-destination`. */
  readonly on: string;
  readonly authorizations: readonly Authorization[];
  readonly assumed: readonly string[];
  /** Whether the intents grant it to the actor. */
  readonly isGranted: boolean;
}

/** A question about an operation. */
export interface OperationAsk {
  /** The text of `--do`: the title of an operation, words of its title, or a command line. */
  readonly text: string;
  readonly command: CommandLine;
  /** The name of a bucket or a role, or the address of a key. */
  readonly on: string;
  /** The object keys of the question, by the ARN of their bucket. For other buckets, any granted key is assumed. */
  readonly keys: ReadonlyMap<string, string>;
}

/**
 * Finds the operation of a question: first among the operations that the intents grant to the actor, then among all.
 *
 * @param scene the scene of the question, with its object keys
 * @throws UsageError if no operation or several match, or if it is a replication of objects that no rule replicates
 */
export function findOperation(
  { text, command, on, keys }: OperationAsk,
  actor: Actor,
  scene: Scene,
  isAllowed: (authorization: Authorization) => boolean,
): FoundOperation {
  const named = command.uris.map(({ bucketName }) => bucketName);
  const isMeant = (each: Operation) =>
    each.actor.arn === actor.arn &&
    each.on.includes(on) &&
    (named.length > 1 ? each.on.join() === named.join() : named.every((name) => each.on.includes(name)));
  const given = [
    ...accessTo(grantedEdges(actor, keys, scene), scene),
    ...replicationsOf(actor, keys, scene),
    ...transfersOf(actor, scene),
    ...grantedDeliveries(actor, scene).flatMap((intent) => deliveryOperations(intent, scene)),
    ...scene.intents.trusts
      .filter(({ roleArn }) => nameOf(roleArn) === on)
      .flatMap((trust) => [...roleAssumptions(trust, scene), ...assumptionsByOthers(trust, scene)]),
  ].filter(isMeant);
  const possible = [
    ...accessTo(everyEdge(actor, [on, ...named], scene), scene),
    ...everyDelivery(actor, on, scene).flatMap((intent) => deliveryOperations(intent, scene)),
  ].filter(isMeant);
  const known = titlesOf([...given, ...possible]);
  const titles = matching(command.words, known);
  const [title] = titles;
  if (title === undefined) throw new NoSuchOperation(text, actor.name, on, known);
  if (titles.length > 1) throw severalOperations(text, titles);
  const isGiven = titlesOf(given).includes(title);
  const variants = (isGiven ? given : possible).filter((each) => each.title === title);
  const ways = groupBy(variants, (each) => each.on.join(" to ")).map((way) => {
    const questions = way.flatMap((each) => each.questions.map(({ authorization }) => authorization));
    const authorizations = [...new Set(questions)];
    const missing = authorizations.filter((each) => !isAllowed(each)).length;
    return { on: way[0]?.on.join(" to ") ?? on, authorizations, missing };
  });
  // The bucket can be the source or the destination of a copy. Choose the direction with the fewest refusals.
  const { on: where, authorizations } = ways.reduce((best, way) => (way.missing < best.missing ? way : best));
  if (title === REPLICATION) checkReplicated(actor, keys, scene);
  return {
    title,
    on: where,
    authorizations,
    assumed: assumedObjects(authorizations, keys, scene),
    isGranted: isGiven,
  };
}

const REPLICATION = "replication";

/** The actor's grants that cover the object keys of the question. */
function grantedEdges(actor: Actor, keys: ReadonlyMap<string, string>, { intents }: Scene): AccessIntent[] {
  return intents.access.filter(
    ({ principalArn, bucketArn, prefix }) =>
      principalArn === actor.arn && (keys.get(bucketArn)?.startsWith(prefixFor(prefix, actor)) ?? true),
  );
}

/** What the service was asked to deliver for those for whom it acts in the question. */
function grantedDeliveries({ arn }: Actor, { intents, asked: { context = {} } }: Scene): DeliveryIntent[] {
  return (intents.deliveries ?? [])
    .filter(({ service }) => deliveringService(service).principal === arn)
    .map((intent) => ({
      ...intent,
      sources: intent.sources.filter((source) => isForSource(source, context)),
    }));
}

/** What the service would deliver to the bucket. */
function everyDelivery(
  { arn }: Actor,
  on: string,
  { estate, asked: { context = {} } }: Scene,
): DeliveryIntent[] {
  const service = serviceNamed(arn);
  if (service === undefined) return [];
  const { "aws:SourceArn": source, "aws:SourceAccount": account, "aws:SourceOrgID": organization } = context;
  return estate.buckets
    .filter(({ name }) => name === on)
    .map((bucket) => ({
      service,
      bucketArn: bucket.arn,
      // The service adds folders below the prefix.
      prefix: prefixOfService(arn, bucket, estate, context).replace(/AWSLogs\/.*$/, ""),
      sources: [
        {
          accountId: account ?? accountOf(source ?? "") ?? bucket.account.id,
          ...(organization !== undefined && { organizationId: organization }),
          arns: source === undefined ? [] : [source],
        },
      ],
    }));
}

/** All permissions, on the buckets of the question and on each bucket that the actor has access to. */
function everyEdge(actor: Actor, on: readonly string[], { intents, estate }: Scene): AccessIntent[] {
  if (actor.account === undefined && actor.arn !== ANYBODY.arn) return [];
  const granted = new Map(
    intents.access
      .filter(({ principalArn }) => principalArn === actor.arn)
      .map(({ bucketArn, prefix }) => [bucketArn, prefix]),
  );
  return estate.buckets
    .filter(({ arn, name }) => on.includes(name) || granted.has(arn))
    .map(({ arn: bucketArn }) => ({
      principalArn: actor.arn,
      bucketArn,
      permissions: Object.keys(PERMISSIONS) as Permission[],
      prefix: granted.get(bucketArn) ?? "",
    }));
}

function accessTo(edges: readonly AccessIntent[], scene: Scene): Operation[] {
  return [
    ...edges.flatMap((edge) => [...apiCalls(edge, scene), ...decryptionWithoutS3(edge, scene)]),
    ...copyCalls(edges, scene),
    ...accessOperations(edges, scene),
  ];
}

/** The replications by the rules that cover the object of the question. If none covers it, the replications by all rules. */
function replicationsOf(actor: Actor, keys: ReadonlyMap<string, string>, scene: Scene): Operation[] {
  const edges = scene.intents.replications.filter(
    (edge) => actor.caller.kind === "service" || scene.roleOf(edge).arn === actor.arn,
  );
  return betweenTwoBuckets(edges).flatMap((rules) => {
    const covering = rules.filter((edge) => covers(edge, replicatedKey(edge, keys)));
    return (covering.length > 0 ? covering : rules).flatMap((edge) => replicationOperations(edge, scene));
  });
}

/** What DataSync does as the role, at the locations in buckets that are known. */
function transfersOf({ arn }: Actor, scene: Scene): Operation[] {
  const { buckets, dataSync } = scene.estate;
  const known = new Set(buckets.map((bucket) => bucket.arn));
  return (dataSync?.locations ?? [])
    .filter(({ roleArn, bucketArn }) => roleArn === arn && known.has(bucketArn))
    .flatMap((location) => locationOperations(location, scene));
}

/** A rule replicates only objects under its prefix, even if its role can do more. */
function checkReplicated(actor: Actor, keys: ReadonlyMap<string, string>, scene: Scene): void {
  const edges = scene.intents.replications.filter((edge) => scene.roleOf(edge).arn === actor.arn);
  for (const rules of betweenTwoBuckets(edges)) {
    const [edge] = rules as [ReplicationIntent];
    const key = replicatedKey(edge, keys);
    if (!key || rules.some((each) => covers(each, key))) continue;
    const prefixes = rules.map(({ prefix }) => prefix);
    throw notReplicated(key, scene.bucket(edge.fromArn).name, scene.bucket(edge.toArn).name, prefixes);
  }
}

function betweenTwoBuckets(edges: readonly ReplicationIntent[]): (readonly ReplicationIntent[])[] {
  return groupBy(edges, ({ fromArn, toArn }) => `${fromArn} ${toArn}`);
}

function replicatedKey({ fromArn, toArn }: ReplicationIntent, keys: ReadonlyMap<string, string>): string {
  return keys.get(fromArn) ?? keys.get(toArn) ?? "";
}

/** @param key empty if the question is about no object in particular */
function covers({ prefix }: ReplicationIntent, key: string): boolean {
  return key === "" || key.startsWith(prefix);
}

/** The assumption about objects in buckets without a named object key. */
function assumedObjects(
  authorizations: readonly Authorization[],
  keys: ReadonlyMap<string, string>,
  { estate }: Scene,
): string[] {
  const objects = authorizations.flatMap(({ resource }) => {
    const bucket = estate.buckets.find(({ arn }) => resource.startsWith(`${arn}/`));
    if (!bucket || keys.get(bucket.arn)) return [];
    return [`s3://${bucket.name}/${resource.slice(bucket.arn.length + 1)}`];
  });
  const distinct = [...new Set(objects)];
  return distinct.length === 0
    ? []
    : [`no object key was named: the answer is for ${distinct.join(" and ")}`];
}

function titlesOf(operations: readonly Operation[]): string[] {
  return [...new Set(operations.map(({ title }) => title))];
}

/**
 * The title with exactly these words or, if there is none, all titles that contain words beginning with them. The commands
 * that only explain knows come last, so that they make no other question ambiguous.
 */
function matching(wanted: readonly string[], titles: readonly string[]): string[] {
  const exact = titles.filter((title) => wordsOf(title).join(" ") === wanted.join(" "));
  if (exact.length > 0) return exact;
  const similar = titles.filter((title) =>
    wanted.every((word) => wordsOf(title).some((each) => each.startsWith(word))),
  );
  const proved = similar.filter((title) => !COMMANDS.has(title));
  return proved.length > 0 ? proved : similar;
}

const COMMANDS: ReadonlySet<string> = new Set(
  Object.keys(PERMISSIONS).flatMap((permission) =>
    Object.keys(usesOf(permission as Permission).commands ?? {}),
  ),
);

function wordsOf(title: string): string[] {
  return title.toLowerCase().match(/\w+/g) ?? [];
}
