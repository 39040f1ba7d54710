import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the Git repository that a folder is in; the folder itself if it is in none. */
export function repositoryRoot(folder: string): string {
  for (let each = folder; ; each = dirname(each)) {
    if (existsSync(join(each, ".git"))) return each;
    if (dirname(each) === each) return folder;
  }
}
