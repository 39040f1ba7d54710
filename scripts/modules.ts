/** Writes `modules/` anew, the module of each topology in `stacks/`, and then the figures of docs/modules.md. */
import { join } from "node:path";
import { proveTopology } from "../src/verify/topology";
import { moduleFiles } from "../src/export/module-files";
import { writeFiles } from "../src/files/write-files";
import { readTopologies } from "../src/topology/folder";
import { main as writeFigures } from "./modules-page";

const ROOT = join(__dirname, "..");

for (const named of readTopologies(join(ROOT, "stacks"))) {
  const folder = join("modules", named.name);
  const files = moduleFiles(named, proveTopology(named).proof, folder);
  writeFiles(join(ROOT, folder), files, { force: true });
}

void writeFigures();
