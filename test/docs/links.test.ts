/** No link of a page that people read is dead, and every page of docs/ can be reached from its index. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { REPOSITORY } from "../support/repository";

/** Where readers of the package find what it does not contain. */
const ON_GITHUB = "https://github.com/s3porter/s3porter/";

const PAGES = [
  ...["README.md", "CHANGELOG.md", "CONTRIBUTING.md"],
  ...markdownIn("docs"),
  ...markdownIn("modules"),
];

function markdownIn(folder: string): string[] {
  return readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(folder, file))
    .sort();
}

interface Link {
  readonly page: string;
  readonly to: string;
  /** Relative to the repository. */
  readonly file: string;
  readonly heading: string | undefined;
  readonly isRelative: boolean;
}

/** The links to files of this repository, written as relative paths or with its address on GitHub. */
function linksOf(page: string): Link[] {
  const found = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = ""]) => to);
  return found.flatMap((to): Link[] => {
    const [path = "", heading] = to.replaceAll("\\_", "_").split("#");
    if (to.startsWith(ON_GITHUB)) {
      const [, file] = /^(?:blob|tree)\/main\/(.*)$/.exec(path.slice(ON_GITHUB.length)) ?? [];
      return file === undefined ? [] : [{ page, to, file, heading, isRelative: false }];
    }
    if (/^[a-z]+:/.test(to)) return [];
    const file = path === "" ? page : normalize(join(dirname(page), path));
    return [{ page, to, file, heading, isRelative: true }];
  });
}

/** Without what is in code blocks. */
function prose(page: string): string {
  return readFileSync(join(REPOSITORY, page), "utf8").replaceAll(/^( *)```.*?^\1```$/gms, "");
}

/** Those that the page names, and as GitHub makes them of headings: the second one with the same text ends with -1. */
function anchorsOf(page: string): ReadonlySet<string> {
  const times = new Map<string, number>();
  const ofHeadings = [...prose(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = text.replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
    const time = times.get(anchor) ?? 0;
    times.set(anchor, time + 1);
    return time === 0 ? anchor : `${anchor}-${time}`;
  });
  const named = [...prose(page).matchAll(/<a name="([^"]+)">/g)].map(([, name = ""]) => name);
  return new Set([...ofHeadings, ...named]);
}

const LINKS = PAGES.flatMap(linksOf);

test("there are links to check", () => {
  expect(PAGES.length).toBeGreaterThan(50);
  expect(LINKS.length).toBeGreaterThan(200);
});

test.each(PAGES)("links of %s lead to a file", (page) => {
  const dead = linksOf(page).filter(({ file }) => !existsSync(join(REPOSITORY, file)));
  expect(dead.map(({ to }) => to)).toEqual([]);
});

test.each(PAGES)("links of %s lead to a heading", (page) => {
  const dead = linksOf(page).filter(
    ({ file, heading }) => heading !== undefined && file.endsWith(".md") && !anchorsOf(file).has(heading),
  );
  expect(dead.map(({ to }) => to)).toEqual([]);
});

test("pages of the package have relative links to its own files only", () => {
  const { files } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as { files: string[] };
  const isPublished = (file: string) =>
    ["README.md", "LICENSE", "package.json"].includes(file) ||
    files.some((pattern) => {
      const [folder = "", type] = pattern.split("/*");
      return type === undefined
        ? file === folder || file.startsWith(`${folder}/`)
        : dirname(file) === folder && file.endsWith(type);
    });
  const outside = LINKS.filter(
    ({ page, file, isRelative }) => isPublished(page) && isRelative && !isPublished(file),
  );
  expect(outside.map(({ page, to }) => `${page}: ${to}`)).toEqual([]);
});

test("every page of docs/ can be reached from its index", () => {
  const reached = new Set(["docs/README.md"]);
  for (const page of reached)
    for (const { file } of linksOf(page))
      if (file.startsWith("docs/") && file.endsWith(".md")) reached.add(file);
  expect(markdownIn("docs").filter((page) => !reached.has(page))).toEqual([]);
});
