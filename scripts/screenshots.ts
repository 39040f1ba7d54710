/** Writes the screenshots of reports in `docs/images`. They depend on the browser and its fonts, so nothing compares them. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { temporaryFolder } from "../test/support/temporary-folder";
import { browser as installedBrowser } from "../test/support/tools";
import { NO_PROGRESS } from "../src/cli/progress";
import { proveCommand } from "../src/cli/prove-command";

const ROOT = join(__dirname, "..");
const STACKS = ["copy-with-role", "replication", "shared-with-partner", "central-logs", "eks-pods"];

async function write(): Promise<void> {
  const { path, remove } = temporaryFolder();
  const browser = await chromium.launch({ executablePath: installedBrowser() ?? "", args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 960, height: 720 } });
    for (const stack of STACKS) {
      const html = join(path, `${stack}.html`);
      const folder = join(ROOT, "stacks");
      await proveCommand([stack], { html, colour: false, folder, progress: NO_PROGRESS });
      await page.goto(pathToFileURL(html).href);
      await page.screenshot({ path: join(ROOT, "docs", "images", `report-${stack}.png`) });
    }
  } finally {
    await browser.close();
    remove();
  }
}

void write();
