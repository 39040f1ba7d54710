/** The record that an export leaves in the module's folder. It tells the next export which files are s3porter's. */
import { createHash } from "node:crypto";
import * as z from "zod";

/** The name of the file. */
export const MANIFEST = ".s3porter.json";

/** The digests of each file by its path: one, or during an export the old and the new one. */
export type Digests = ReadonlyMap<string, readonly string[]>;

const DIGEST = z.string().regex(/^[0-9a-f]{64}$/);

/** Rejects hidden files and paths outside of the folder, which an edited manifest can have. */
const PATH = z.string().regex(/^(\w[\w.-]*\/)*\w[\w.-]*$/);

const SCHEMA = z.strictObject({
  /** The id of an unfinished export. */
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

/** The manifest after an export. */
export function manifestOf(files: ReadonlyMap<string, Buffer>): Buffer {
  return serialize({ files: Object.fromEntries([...files].map(([path, bytes]) => [path, digest(bytes)])) });
}

/**
 * The manifest during an export, with the old and the new digest of each file.
 *
 * @param id tells this export from others
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
