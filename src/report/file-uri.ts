import { isAbsolute, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A URI relative to the repository, against which code scanning resolves it. For a file outside it, an absolute one. */
export function fileUri(root: string, file: string): { readonly isInside: boolean; readonly uri: string } {
  const path = relative(root, resolve(file));
  const isInside = !isAbsolute(path) && path.split(/[\\/]/)[0] !== "..";
  const uri = isInside ? path.split(/[\\/]/).map(encodeURIComponent).join("/") : pathToFileURL(file).href;
  return { isInside, uri };
}
