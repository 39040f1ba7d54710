/** From intents to what people and S3 will do because of them, each with all the authorizations that it takes. */
import type { Bucket, Estate } from "../../estate/estate";
import * as api from "../catalogue/api-calls";
import type { Authorization, CalledObject, Encryption } from "../catalogue/authorization";
import * as cli from "../catalogue/cli-commands";
import { replicateDeleteMarker, replicateInParts, replicateObject } from "../catalogue/replication";
import type { AccessIntent, Intents, Permission, ReplicationIntent } from "./intents";

/** Something that somebody does. */
export interface Operation {
  /** What a person calls it: `aws s3 sync`. */
  readonly title: string;
  /** The ARN of the role, user or account root that does it. */
  readonly principalArn: string;
  readonly authorizations: readonly Authorization[];
}

/** Everything that the intents stand for. */
export function operationsOf(intents: Intents, estate: Estate): Operation[] {
  const scene = new Scene(intents, estate);
  const principals = [...new Set(intents.access.map(({ principalArn }) => principalArn))];
  return [
    ...principals.flatMap((principalArn) => {
      const edges = intents.access.filter((edge) => edge.principalArn === principalArn);
      return [...edges.flatMap((edge) => singleBucketOperations(edge, scene)), ...copies(edges, scene)];
    }),
    ...intents.replications.flatMap((edge) => replicationOperations(edge, scene)),
  ];
}

/** The buckets and keys that operations meet. */
class Scene {
  constructor(
    private readonly intents: Intents,
    private readonly estate: Estate,
  ) {}

  bucket(arn: string): Bucket {
    const bucket = this.estate.buckets.find((each) => each.arn === arn);
    if (!bucket) throw new Error(`the Terraform has no bucket ${arn}, which the intents name`);
    return bucket;
  }

  /** A new object: under the bucket's default key, with a Bucket Key if the bucket says so, and without one. */
  written(arn: string, name: string): CalledObject[] {
    const { keyArn } = this.bucket(arn).encryption;
    return this.objects(arn, name, keyArn === undefined ? [] : [keyArn]);
  }

  /** Objects that may be there: under any key of the bucket, for it is usually mixed. */
  stored(arn: string, name: string): CalledObject[] {
    const { keyArn } = this.bucket(arn).encryption;
    const others = this.intents.otherKeys
      .filter(({ bucketArn }) => bucketArn === arn)
      .map(({ keyAddress }) => this.keyArn(keyAddress));
    return this.objects(arn, name, [...(keyArn === undefined ? [] : [keyArn]), ...others]);
  }

  roleOf({ fromArn, toArn }: ReplicationIntent): string {
    const rule = this.estate.replicationRules.find(
      ({ source, destination }) => source.bucketArn === fromArn && destination.bucketArn === toArn,
    );
    if (!rule) throw new Error(`the Terraform has no replication rule from ${fromArn} to ${toArn}`);
    return rule.roleArn;
  }

  private objects(arn: string, name: string, keyArns: readonly string[]): CalledObject[] {
    const { account, region } = this.bucket(arn);
    const bucket = { bucketArn: arn, account: account.id, region };
    const encryptions: Encryption[] = keyArns.flatMap((keyArn) =>
      [false, true].map((bucketKey) => ({ keyArn, bucketKey })),
    );
    if (encryptions.length === 0) return [{ bucket, name }];
    return encryptions.map((encryption) => ({ bucket, name, encryption }));
  }

  private keyArn(address: string): string {
    const key = this.estate.keys.find((each) => each.address === address);
    if (!key) throw new Error(`the Terraform has no key ${address}, which the intents name`);
    return key.arn;
  }
}

function singleBucketOperations(
  { principalArn, bucketArn, permissions, prefix }: AccessIntent,
  scene: Scene,
): Operation[] {
  const name = objectName(prefix);
  const operation = (title: string, authorizations: Authorization[]): Operation => ({
    title,
    principalArn,
    authorizations,
  });
  const perPermission: Readonly<Record<Permission, () => Operation[]>> = {
    list: () =>
      scene
        .stored(bucketArn, name)
        .slice(0, 1)
        .map((object) => operation("aws s3 ls", cli.ls(object, prefix))),
    get: () =>
      scene
        .stored(bucketArn, name)
        .flatMap((object) => [
          operation("HEAD", api.headObject(object)),
          operation("aws s3 cp, downloading", cli.download(object)),
          operation("reading tags", api.getObjectTagging(object)),
        ]),
    put: () =>
      scene.written(bucketArn, name).flatMap((object) => [
        operation("aws s3 cp, uploading", cli.upload(object, { size: "small" })),
        operation("aws s3 cp, uploading in parts", cli.upload(object, { size: "multipart" })),
        operation("PUT with tags", [...api.putObject(object), ...api.putObjectTagging(object)]),
        operation("aborting an upload", api.abortMultipartUpload(object)),
        ...(object.encryption
          ? [
              operation(
                "PUT naming the bucket's key",
                api.putObject(object, {
                  kind: "key",
                  algorithm: "aws:kms",
                  keyArn: object.encryption.keyArn,
                }),
              ),
            ]
          : []),
      ]),
    delete: () =>
      scene
        .stored(bucketArn, name)
        .slice(0, 1)
        .map((object) => operation("aws s3 rm", api.deleteObject(object))),
  };
  return permissions.flatMap((permission) => perPermission[permission]());
}

/** Copies between the buckets that one principal may read and those that it may write. */
function copies(edges: readonly AccessIntent[], scene: Scene): Operation[] {
  const sources = edges.filter(({ permissions }) => permissions.includes("get"));
  const destinations = edges.filter(({ permissions }) => permissions.includes("put"));
  return sources.flatMap((source) =>
    destinations
      .filter(({ bucketArn }) => bucketArn !== source.bucketArn)
      .flatMap((destination) => copyOperations(source, destination, scene)),
  );
}

function copyOperations(source: AccessIntent, destination: AccessIntent, scene: Scene): Operation[] {
  const prefixes = { from: source.prefix, to: destination.prefix };
  const may = ({ permissions }: AccessIntent, permission: Permission) => permissions.includes(permission);
  return scene.stored(source.bucketArn, objectName(source.prefix)).flatMap((from) =>
    scene.written(destination.bucketArn, objectName(destination.prefix)).flatMap((to) =>
      COPIED.flatMap((copied) =>
        ([1, 2] as const).flatMap((version) => {
          const how = `${copied.size}, ${copied.tagged ? "tagged" : "untagged"}, CLI version ${version}`;
          const operation = (command: string, authorizations: Authorization[]): Operation => {
            return { title: `aws s3 ${command} (${how})`, principalArn: source.principalArn, authorizations };
          };
          const args = [from, to, prefixes, copied, version] as const;
          return [
            operation("cp", cli.cp(from, to, copied, version)),
            ...(may(source, "list")
              ? [operation("cp --recursive", cli.cpRecursive(from, to, prefixes.from, copied, version))]
              : []),
            ...(may(source, "list") && may(destination, "list")
              ? [operation("sync", cli.sync(...args))]
              : []),
            ...(may(source, "list") && may(destination, "list") && may(destination, "delete")
              ? [operation("sync --delete", cli.syncDelete(...args))]
              : []),
            ...(may(source, "delete") ? [operation("mv", cli.mv(from, to, copied, version))] : []),
          ];
        }),
      ),
    ),
  );
}

const COPIED: readonly cli.Copied[] = (["small", "multipart"] as const).flatMap((size) =>
  [false, true].map((tagged) => ({ size, tagged })),
);

function replicationOperations(edge: ReplicationIntent, scene: Scene): Operation[] {
  const principalArn = scene.roleOf(edge);
  const operation = (title: string, authorizations: Authorization[]): Operation => ({
    title,
    principalArn,
    authorizations,
  });
  const mayBe = ({ encryption }: CalledObject) => !edge.minimalKms || !encryption?.bucketKey;
  const stored = scene.stored(edge.fromArn, objectName(edge.prefix)).filter(mayBe);
  const replicas = scene.written(edge.toArn, objectName(edge.prefix)).filter(mayBe);
  return stored.flatMap((from) =>
    replicas.flatMap((to) => [
      ...[false, true].map((tagged) =>
        operation(
          `replicating ${tagged ? "a tagged" : "an"} object`,
          replicateObject(from, to, { tagged, plaintext: false }),
        ),
      ),
      ...(edge.minimalKms
        ? []
        : [
            operation("replicating an object in parts", replicateInParts(from, to)),
            operation(
              "replicating a plaintext object",
              replicateObject({ bucket: from.bucket, name: from.name }, to, {
                tagged: false,
                plaintext: true,
              }),
            ),
          ]),
      ...(edge.deleteMarkers
        ? [operation("replicating a delete marker", replicateDeleteMarker(from, to))]
        : []),
    ]),
  );
}

/** The object that operations meet under a prefix; deep enough to find out a pattern which reaches one level only. */
export const OBJECT = "a/b";

function objectName(prefix: string): string {
  return prefix + OBJECT;
}
