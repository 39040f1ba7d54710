/** The record that an export leaves in the module's folder, by which the next one knows which files are its own. */
import { createHash } from "node:crypto";
import { z } from "zod";

/** Its name. */
export const MANIFEST = ".s3porter.json";

/** The digests of each file by its path: one, or while an export is unfinished all that it may have. */
export type Digests = ReadonlyMap<string, readonly string[]>;

const DIGEST = z.string().regex(/^[0-9a-f]{64}$/);

/** Neither hidden nor outside of the folder: no other path is the path of a module's file, whatever a manifest says. */
const PATH = z.string().regex(/^(\w[\w.-]*\/)*\w[\w.-]*$/);

const SCHEMA = z.strictObject({
  /** Tells an unfinished export from others. */
  unfinished: z.string().optional(),
  files: z.record(PATH, z.union([DIGEST, z.array(DIGEST).readonly()])),
});

/** @returns undefined if s3porter did not write this */
export function readManifest(text: string): Digests | undefined {
  try {
    const { files } = SCHEMA.parse(JSON.parse(text));
    return new Map(Object.entries(files).map(([path, digests]) => [path, [digests].flat()]));
  } catch {
    return undefined;
  }
}

/** What is there after an export. */
export function manifestOf(files: ReadonlyMap<string, Buffer>): Buffer {
  return serialize({ files: Object.fromEntries([...files].map(([path, bytes]) => [path, digest(bytes)])) });
}

/**
 * What may be there during an export: each file as it was exported before, or as it is going to be.
 *
 * @param id of this export
 */
export function unfinishedManifest(before: Digests, files: ReadonlyMap<string, Buffer>, id: string): Buffer {
  const digests = new Map(before);
  for (const [path, bytes] of files)
    digests.set(path, [...new Set([...(before.get(path) ?? []), digest(bytes)])]);
  return serialize({ unfinished: id, files: Object.fromEntries(digests) });
}

export function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function serialize(manifest: z.infer<typeof SCHEMA>): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
}
