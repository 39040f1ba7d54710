/** What the edges from principals to buckets stand for. */
import * as api from "../catalogue/api-calls";
import type { Authorization } from "../catalogue/authorization";
import * as cli from "../catalogue/cli-commands";
import type { AccessIntent, Permission } from "./intents";
import type { Operation } from "./operation";
import { prefixFor } from "./prefix";
import { OBJECT, pairs, type Scene } from "./scene";

/** Everything that somebody may do because of all the edges from one principal. */
export function accessOperations(edges: readonly AccessIntent[], scene: Scene): Operation[] {
  return [...edges.flatMap((edge) => singleBucketOperations(edge, scene)), ...copies(edges, scene)];
}

function singleBucketOperations(edge: AccessIntent, scene: Scene): Operation[] {
  const { bucketArn, permissions } = edge;
  const actor = scene.actor(edge);
  const prefix = prefixFor(edge.prefix, actor);
  const name = prefix + OBJECT;
  const { name: bucket } = scene.bucket(bucketArn);
  const operation = (title: string, authorizations: readonly Authorization[], variant?: string) =>
    scene.operation(actor, title, [bucket], authorizations, { variant });
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
      scene
        .written(bucketArn, name)
        .flatMap((object) => [
          operation("aws s3 cp, uploading", cli.upload(object, { size: "small" }), "small"),
          operation("aws s3 cp, uploading", cli.upload(object, { size: "multipart" }), "multipart"),
          operation("PUT with tags", [...api.putObject(object), ...api.putObjectTagging(object)]),
          operation("aborting an upload", api.abortMultipartUpload(object)),
          ...(object.encryption
            ? [operation("PUT naming the bucket's key", namingTheKey(object, object.encryption.keyArn))]
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

function namingTheKey(object: Parameters<typeof api.putObjectWith>[0], keyArn: string): Authorization[] {
  return api.putObjectWith(object, { kind: "key", algorithm: "aws:kms", keyArn });
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
  const actor = scene.actor(source);
  const prefixes = { from: prefixFor(source.prefix, actor), to: prefixFor(destination.prefix, actor) };
  const on = [scene.bucket(source.bucketArn).name, scene.bucket(destination.bucketArn).name];
  const may = ({ permissions }: AccessIntent, permission: Permission) => permissions.includes(permission);
  const mayList = may(source, "list");
  const mayListBoth = mayList && may(destination, "list");
  const stored = scene.stored(source.bucketArn, prefixes.from + OBJECT);
  const written = scene.written(destination.bucketArn, prefixes.to + OBJECT);
  return pairs(stored, written).flatMap(([from, to]) =>
    VARIANTS.flatMap(({ copied, version, variant }) => {
      const operation = (command: string, authorizations: readonly Authorization[]) =>
        scene.operation(actor, `aws s3 ${command}`, on, authorizations, { variant });
      const args = [from, to, prefixes, copied, version] as const;
      return [
        operation("cp", cli.cp(from, to, copied, version)),
        ...(mayList
          ? [operation("cp --recursive", cli.cpRecursive(from, to, prefixes.from, copied, version))]
          : []),
        ...(mayListBoth ? [operation("sync", cli.sync(...args))] : []),
        ...(mayListBoth && may(destination, "delete")
          ? [operation("sync --delete", cli.syncDelete(...args))]
          : []),
        ...(may(source, "delete") ? [operation("mv", cli.mv(from, to, copied, version))] : []),
      ];
    }),
  );
}

const VARIANTS = (["small", "multipart"] as const).flatMap((size) =>
  [false, true].flatMap((tagged) =>
    ([1, 2] as const).map((version) => ({
      copied: { size, tagged },
      version,
      variant: `${size}, ${tagged ? "tagged" : "untagged"}, CLI version ${version}`,
    })),
  ),
);
