/**
 * Checks that `s3porter/cdktn`, as it is in `dist`, has the API of `s3porter`, which `docs/s3porter.api.md` reports. Only the
 * names of packages differ.
 */
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cdktnModules } from "../test/support/cdktn";
import { withCdktnNames } from "./cdktn-names";

const ROOT = join(__dirname, "..");
const CONFIG = join(ROOT, "test/cdktn/api-extractor.json");
const REPORT = "s3porter-cdktn.api.md";

function main(folder: string): void {
  const report = readFileSync(join(ROOT, "docs/s3porter.api.md"), "utf8")
    .replace('"s3porter"', '"s3porter-on-cdktn"')
    .replaceAll(/^import .*$/gm, (line) => withCdktnNames(line.replaceAll("'", '"')).replaceAll('"', "'"));
  writeFileSync(join(folder, REPORT), report);
  mkdirSync(join(folder, "current"));
  cdktnModules();
  const configObject = ExtractorConfig.loadFile(CONFIG);
  const config = ExtractorConfig.prepare({
    configObject: {
      ...configObject,
      apiReport: {
        enabled: true,
        reportFileName: REPORT,
        reportFolder: folder,
        reportTempFolder: join(folder, "current"),
      },
    },
    configObjectFullPath: CONFIG,
    packageJsonFullPath: join(ROOT, "test/cdktn/package.json"),
  });
  const { succeeded } = Extractor.invoke(config, { printApiReportDiff: true });
  if (succeeded) return;
  console.error("dist/cdktn does not have the API that docs/s3porter.api.md reports; see scripts/cdktn.ts.");
  process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), "s3porter-"));
try {
  main(folder);
} finally {
  rmSync(folder, { recursive: true });
}
