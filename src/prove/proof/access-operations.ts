/** The operations that access to buckets stands for. */
import { copyAnnotatedObject, copyObject, uploadPartCopy } from "../catalogue/api-calls";
import type { CalledObject } from "../catalogue/authorization";
import * as cli from "../catalogue/cli-commands";
import { type Calls, type Permission, type PermissionUses, usesOf } from "../catalogue/permissions";
import type { Actor } from "./actor";
import type { AccessIntent } from "./intents";
import type { Operation } from "./operation";
import { prefixFor } from "./prefix";
import { pairs, type Scene } from "./scene";

/** Everything that a principal can do because of all its access. */
export function accessOperations(edges: readonly AccessIntent[], scene: Scene): Operation[] {
  return [
    ...edges.flatMap((edge) =>
      scene.members(edge).flatMap((actor) => singleBucketOperations(edge, scene, actor)),
    ),
    ...copies(edges, scene),
  ];
}

function singleBucketOperations(edge: AccessIntent, scene: Scene, actor: Actor): Operation[] {
  return usesOn(edge, scene, actor).flatMap(({ uses, operation }) =>
    uses.operations.flatMap(({ title, variant, calls }) => operation(title, calls, variant)),
  );
}

/**
 * The S3 API calls that an access allows, and more commands that make them. A proof does not check them one by one, because
 * its operations make the same calls.
 */
export function apiCalls(edge: AccessIntent, scene: Scene): Operation[] {
  return usesOn(edge, scene).flatMap(({ uses, operation }) =>
    Object.entries({ ...uses.apiCalls, ...uses.commands }).flatMap(([title, calls]) =>
      operation(title, calls),
    ),
  );
}

/**
 * The S3 API calls that copy, between the buckets of all its access and within each of them. A copied object can have tags,
 * which the proof checks with the commands that make these calls.
 */
export function copyCalls(edges: readonly AccessIntent[], scene: Scene): Operation[] {
  const sources = edges.filter((edge) => may(edge, ["get"]));
  const destinations = edges.filter((edge) => may(edge, ["put"]));
  return sources.flatMap((source) =>
    destinations.flatMap((destination) =>
      copiedObjects(source, destination, scene).flatMap(({ actor, on, from, to }) => [
        scene.operation(actor, "CopyObject", on, copyObject(from, to, { tagged: true })),
        scene.operation(actor, "UploadPartCopy", on, uploadPartCopy(from, to)),
      ]),
    ),
  );
}

/** What a permission is for, and how to make an operation of it on an object. */
interface Use {
  readonly uses: PermissionUses;
  /** Nothing for an object that it cannot be done with. */
  readonly operation: (title: string, calls: Calls, variant?: string) => Operation[];
}

/** The uses of each permission of an access, on each object that it is about. */
function usesOn(edge: AccessIntent, scene: Scene, actor = scene.actor(edge)): Use[] {
  const { bucketArn, permissions } = edge;
  const prefix = prefixFor(edge.prefix, actor);
  const listed = scene.listedPrefix(bucketArn, prefix);
  const name = scene.objectKey(bucketArn, prefix);
  const on = [scene.bucket(bucketArn).name];
  return permissions.flatMap((permission) => {
    const uses = usesOf(permission);
    return objectsOf(uses, bucketArn, name, scene).map((object): Use => ({
      uses,
      operation: (title, calls, variant) => {
        const authorizations = calls(object, listed);
        return authorizations.length === 0
          ? []
          : [scene.operation(actor, title, on, authorizations, { variant })];
      },
    }));
  });
}

function objectsOf(
  { objects }: PermissionUses,
  bucketArn: string,
  name: string,
  scene: Scene,
): readonly CalledObject[] {
  if (objects === "new") return scene.written(bucketArn, name);
  const stored = scene.stored(bucketArn, name);
  return objects === "any" ? stored.slice(0, 1) : stored;
}

/** Copies from the buckets that a principal can read to those that it can write. */
function copies(edges: readonly AccessIntent[], scene: Scene): Operation[] {
  const sources = edges.filter(({ permissions }) => permissions.includes("get"));
  const destinations = edges.filter(({ permissions }) => permissions.includes("put"));
  return sources.flatMap((source) =>
    destinations
      .filter(({ bucketArn }) => bucketArn !== source.bucketArn)
      .flatMap((destination) => [
        ...copyOperations(source, destination, scene),
        ...annotatedCopies(source, destination, scene),
      ]),
  );
}

function annotatedCopies(source: AccessIntent, destination: AccessIntent, scene: Scene): Operation[] {
  if (!may(source, ["get_annotations"]) || !may(destination, ["put_annotations"])) return [];
  return copiedObjects(source, destination, scene).map(({ actor, on, from, to }) =>
    scene.operation(actor, "copying with annotations", on, copyAnnotatedObject(from, to)),
  );
}

/** An object in each encryption that it can have, and its copy. */
function copiedObjects(source: AccessIntent, destination: AccessIntent, scene: Scene) {
  const actor = scene.actor(source);
  const on = [scene.bucket(source.bucketArn).name, scene.bucket(destination.bucketArn).name];
  const keyIn = ({ bucketArn, prefix }: AccessIntent) => scene.objectKey(bucketArn, prefixFor(prefix, actor));
  const stored = scene.stored(source.bucketArn, keyIn(source));
  const written = scene.written(destination.bucketArn, keyIn(destination));
  return pairs(stored, written).map(([from, to]) => ({ actor, on, from, to }));
}

function copyOperations(source: AccessIntent, destination: AccessIntent, scene: Scene): Operation[] {
  const actor = scene.actor(source);
  const on = [scene.bucket(source.bucketArn).name, scene.bucket(destination.bucketArn).name];
  const prefixes = { from: prefixFor(source.prefix, actor), to: prefixFor(destination.prefix, actor) };
  const possible = COMMANDS.filter(({ takes: [from, to] }) => may(source, from) && may(destination, to));
  const folders = {
    from: scene.folder(source.bucketArn, prefixes.from),
    to: scene.folder(destination.bucketArn, prefixes.to),
  };
  const listed = { from: folders.from.prefix, to: folders.to.prefix };
  const objects = {
    from: scene.objectKey(source.bucketArn, prefixes.from),
    to: scene.objectKey(destination.bucketArn, prefixes.to),
  };
  const inFolders = { from: folders.from.objectKey, to: folders.to.objectKey };
  if (objects.from === inFolders.from && objects.to === inFolders.to) return copiesBy(possible, objects);
  return [
    ...copiesBy(
      possible.filter(({ copies }) => copies === "object"),
      objects,
    ),
    ...copiesBy(
      possible.filter(({ copies }) => copies === "folder"),
      inFolders,
    ),
  ];

  function copiesBy(commands: typeof possible, keys: Ends): Operation[] {
    const stored = scene.stored(source.bucketArn, keys.from);
    const written = scene.written(destination.bucketArn, keys.to);
    return pairs(stored, written).flatMap(([from, to]) => {
      const asked = new Map<string, readonly Pick<Operation, "title" | "questions">[]>();
      return VARIANTS.flatMap(({ copied, version, variant, alike }) => {
        const perCommand =
          asked.get(alike) ??
          commands.map(({ title, calls }) => {
            const authorizations = calls(from, to, listed, copied, version);
            return { title, questions: scene.questions(actor, authorizations) };
          });
        asked.set(alike, perCommand);
        return perCommand.map(({ title, questions }): Operation => ({
          title,
          variant,
          actor,
          on,
          questions,
          expected: "allowed",
        }));
      });
    });
  }
}

/** Text for both ends of a copy. */
interface Ends {
  readonly from: string;
  readonly to: string;
}

function may({ permissions }: AccessIntent, needed: readonly Permission[]): boolean {
  return needed.every((permission) => permissions.includes(permission));
}

/** The commands that copy between two buckets, and what they need on each besides reading and writing. */
const COMMANDS: readonly {
  readonly title: string;
  readonly copies: "object" | "folder";
  readonly takes: readonly [from: readonly Permission[], to: readonly Permission[]];
  readonly calls: typeof cli.sync;
}[] = [
  {
    title: "aws s3 cp",
    copies: "object",
    takes: [[], []],
    calls: (from, to, _, ...how) => cli.cp(from, to, ...how),
  },
  {
    title: "aws s3 cp --recursive",
    copies: "folder",
    takes: [["list"], []],
    calls: (from, to, prefixes, ...how) => cli.cpRecursive(from, to, prefixes.from, ...how),
  },
  { title: "aws s3 sync", copies: "folder", takes: [["list"], ["list"]], calls: cli.sync },
  {
    title: "aws s3 sync --delete",
    copies: "folder",
    takes: [["list"], ["list", "delete"]],
    calls: cli.syncDelete,
  },
  {
    title: "aws s3 mv",
    copies: "object",
    takes: [["delete"], []],
    calls: (from, to, _, ...how) => cli.mv(from, to, ...how),
  },
];

/** Variants that make the same calls share their questions. */
const VARIANTS = (["small", "multipart"] as const).flatMap((size) =>
  [false, true].flatMap((tagged) =>
    ([1, 2] as const).map((version) => ({
      copied: { size, tagged },
      version,
      variant: `${size}, ${tagged ? "tagged" : "untagged"}, CLI version ${version}`,
      alike: cli.alike({ size, tagged }, version),
    })),
  ),
);
