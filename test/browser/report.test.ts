/** The HTML report in a real browser: opened, filtered, clicked, printed, and measured for accessibility. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { type Browser, chromium, type Page } from "playwright-core";
import { hostileText } from "../fixtures/hostile-text";
import { browser as installedBrowser } from "../support/tools";
import { temporaryFolder } from "../support/temporary-folder";
import { STACKS } from "../support/topologies";
import { checkCommand } from "../../src/cli/check-command";
import { NO_PROGRESS } from "../../src/cli/progress";
import { proveCommand } from "../../src/cli/prove-command";
import { reportHtml } from "../../src/report/html/report-html";
import type { Section } from "../../src/report/html/page";
import { rawState } from "../fixtures/raw-state";

const { path: folder, remove } = temporaryFolder();
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: installedBrowser() ?? "", args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser.close();
  remove();
});

interface Opened {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly errors: readonly string[];
}

async function open(file: string, { dark = false, width = 1280 } = {}): Promise<Opened> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
  });
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("dialog", (dialog) => errors.push(`dialog ${dialog.message()}`));
  await page.goto(pathToFileURL(file).href);
  return { page, requests, errors };
}

async function prove(name: string, stacks: readonly string[]): Promise<string> {
  const html = join(folder, name);
  await proveCommand(stacks, { html, colour: false, folder: STACKS, progress: NO_PROGRESS });
  return html;
}

/** What axe-core finds wrong, with the elements. */
async function violations(page: Page): Promise<readonly string[]> {
  // The content security policy of the page allows no other script, but the browser itself can run one.
  return page.evaluate(`(async () => {
    ${AXE};
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 200)).join(" | "));
  })()`);
}

describe("the proof of a stack", () => {
  let file: string;
  beforeAll(async () => {
    file = await prove("proof.html", ["copy-with-role"]);
  });

  test("opens without a request, an error or a script of others", async () => {
    const { page, requests, errors } = await open(file);
    expect(await page.title()).toBe("Who can do what in copy-with-role");
    expect(await page.locator("h2").innerText()).toBe("copy-with-role: proved");
    expect(await page.locator("figure svg").getAttribute("role")).toBe("img");
    expect([requests, errors]).toEqual([[pathToFileURL(file).href], []]);
  });

  test.each([
    ["light", false],
    ["dark", true],
  ])("is accessible in %s colours, with everything opened", async (_, dark) => {
    const { page } = await open(file, { dark });
    await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
    expect(await violations(page)).toEqual([]);
  });

  test("a cell leads to the operations, and these to the statement that decides", async () => {
    const { page } = await open(file);
    await page.locator("summary", { hasText: "S3Porter on acme-source: read" }).click();
    const statement = page.getByRole("link", { name: "GetForPorter in the bucket policy of acme-source" });
    await statement.first().click();
    const target = page.locator(":target");
    expect(await target.locator("h4").innerText()).toBe("GetForPorter");
    expect(await target.locator("pre").isVisible()).toBe(true);
    expect(await target.locator("pre").innerText()).toContain('"s3:GetObject"');
  });

  test("the keyboard reaches and opens everything", async () => {
    const { page } = await open(file);
    await page.locator("summary").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("details").first().getAttribute("open")).toBe("");
  });

  test("the filter hides what has other words", async () => {
    const { page } = await open(file);
    await page.getByLabel("Filter").fill("identity policy");
    const shown = page.locator("details[data-filter]:visible summary");
    for (const text of await shown.allInnerTexts()) expect(text).toBeTruthy();
    expect(await page.locator("output").innerText()).toMatch(/^\d+ of \d+ shown$/);
    expect(await page.locator("summary", { hasText: "key policy of aws_kms_key.source" }).isVisible()).toBe(
      false,
    );
    await page.getByLabel("Filter").fill("");
    expect(await page.locator("summary", { hasText: "key policy of aws_kms_key.source" }).isVisible()).toBe(
      true,
    );
  });

  test("a narrow screen scrolls in tables and in the diagram only, whose text is as large as on a wide one", async () => {
    const { page } = await open(file, { width: 400 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(400);
    const { page: wide } = await open(file);
    const size = (on: typeof page) => on.locator("figure svg text").first().boundingBox();
    expect((await size(page))?.height).toBe((await size(wide))?.height);
    expect(await page.locator("figure").getAttribute("tabindex")).toBe("0");
  });

  test("it prints with everything open", async () => {
    const { page } = await open(file);
    await page.emulateMedia({ media: "print" });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator("pre").first().isVisible()).toBe(true);
    expect(await page.locator(".filter").isVisible()).toBe(false);
  });
});

test("all stacks are one file, with a table of contents", async () => {
  const { page, errors } = await open(await prove("all.html", []));
  expect(errors).toEqual([]);
  await page.getByRole("link", { name: "replication", exact: true }).click();
  expect(await page.locator(":target h2").innerText()).toBe("replication: proved");
  expect(await violations(page)).toEqual([]);
});

test("a check has what is wrong, and is accessible", async () => {
  const state = join(folder, "state.json");
  writeFileSync(state, JSON.stringify(rawState()));
  const html = join(folder, "check.html");
  await checkCommand(state, { html, colour: false });
  const { page, errors } = await open(html);
  expect(errors).toEqual([]);
  expect(await page.locator(".flaw").first().innerText()).toMatch(/^error: /);
  expect(await violations(page)).toEqual([]);
});

test("texts do nothing, whatever they are", async () => {
  await fc.assert(
    fc.asyncProperty(hostileText, async (text) => {
      const file = join(folder, "hostile.html");
      writeFileSync(file, reportHtml({ title: text, version: text, sections: [sectionOf(text)] }));
      const { page, requests, errors } = await open(file);
      expect([requests.length, errors]).toEqual([1, []]);
      expect(await page.locator("script, iframe, img, object, link, form").count()).toBe(1);
      const shown = await page.locator("pre").textContent();
      expect(shown?.replaceAll(/\s+/g, " ").trim()).toBe(asParsed(text));
      await page.close();
    }),
    {
      numRuns: 20,
      examples: [
        ["<script>alert(1)</script>"],
        ["</style><img src=x onerror=alert(1)>"],
        ['" onclick="alert(1)'],
      ],
    },
  );
});

/** HTML has no null characters, and the test does not look at spaces. */
function asParsed(text: string): string {
  return text.replaceAll("\0", "").replaceAll(/\s+/g, " ").trim();
}

function sectionOf(text: string): Section {
  return {
    id: "s1",
    name: text,
    verdict: text,
    state: "no",
    facts: [{ label: text, text }],
    given: [text],
    flaws: [{ id: "s1-flaw-1", kind: text, problem: text, because: [text], places: [text], repair: text }],
    access: [
      {
        id: "s1-access-1",
        who: text,
        about: text,
        on: text,
        summary: text,
        state: "yes",
        answers: [{ state: "yes", titles: [text], reasons: [{ text }], sources: [] }],
      },
    ],
    replications: [{ from: text, to: text, state: "no", text }],
    dataSync: [{ title: text, state: "no", text }],
    attempts: [{ who: text, what: [text], on: text, state: "yes", reasons: [{ text }] }],
    policies: [
      {
        id: "s1-policy-1",
        name: text,
        about: text,
        statements: [
          {
            id: "s1-policy-1-1",
            name: text,
            json: text,
            uses: [{ action: text, purpose: text, state: "yes" }],
          },
        ],
      },
    ],
    notRead: [text],
  };
}
