/** Installs the modules that a folder calls from clones of their repositories, as `terraform init` does from the registry. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const INSTALLED = ".terraform/modules";

export interface Installed {
  /** By source. */
  readonly modules: Readonly<Record<string, InstalledModule>>;
  /** How often `time_sleep` was taken out of a module. */
  readonly sleeps: number;
}

export interface InstalledModule extends Size {
  readonly version: string;
}

/**
 * @param folder with `main.tf`
 * @param clones a folder with a clone of each module, such as `cloudposse/terraform-aws-s3-bucket`
 */
export function installModules(folder: string, clones: string): Installed {
  const manifest: { Key: string; Source: string; Version?: string; Dir: string }[] = [
    { Key: "", Source: "", Dir: "." },
  ];
  const modules: Record<string, InstalledModule> = {};
  let sleeps = 0;
  const install = (from: string, above: readonly string[]): void => {
    for (const { name, source, version } of callsIn(from)) {
      const key = [...above, name].join(".");
      const to = join(folder, INSTALLED, key);
      extract(join(clones, repositoryOf(source)), version, to);
      modules[source] = { version, ...sizeOf(to) };
      sleeps += takeOutSleep(to);
      const registry = `registry.terraform.io/${source}`;
      manifest.push({ Key: key, Source: registry, Version: version, Dir: join(INSTALLED, key) });
      install(to, [...above, name]);
    }
  };
  install(folder, []);
  writeFileSync(join(folder, INSTALLED, "modules.json"), JSON.stringify({ Modules: manifest }));
  return { modules: Object.fromEntries(Object.entries(modules).sort()), sleeps };
}

export interface Size {
  readonly lines: number;
  readonly variables: number;
  readonly dynamic: number;
  readonly try: number;
}

/** What a module is made of, without the modules that it calls. */
export function sizeOf(folder: string): Size {
  const text = terraformIn(folder)
    .map((file) => readFileSync(file, "utf8"))
    .join("");
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return {
    lines: count(/\n/g),
    variables: count(/^variable /gm),
    dynamic: count(/^\s*dynamic "/gm),
    try: count(/\btry\(/g),
  };
}

function callsIn(folder: string): { name: string; source: string; version: string }[] {
  const text = terraformIn(folder)
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  return [...text.matchAll(/^module "([^"]+)" \{\n(.*?)^\}/gms)].map(([, name = "", body = ""]) => ({
    name,
    source: argumentOf(body, "source"),
    version: argumentOf(body, "version"),
  }));
}

function argumentOf(body: string, name: string): string {
  return new RegExp(`^\\s*${name}\\s*=\\s*"([^"]+)"`, "m").exec(body)?.[1] ?? "";
}

function terraformIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".tf"))
    .map((file) => join(folder, file));
}

/** `cloudposse/s3-bucket/aws` → `cloudposse/terraform-aws-s3-bucket` */
function repositoryOf(source: string): string {
  const [owner, name, provider] = source.split("/");
  return `${owner}/terraform-${provider}-${name}`;
}

function extract(repository: string, version: string, to: string): void {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", repository, ...args], { maxBuffer: 100_000_000 });
  const tag = String(git("tag", "--list", version, `v${version}`))
    .trim()
    .split("\n")[0];
  if (!tag) throw new Error(`${repository} has no version ${version}`);
  mkdirSync(to, { recursive: true });
  execFileSync("tar", ["-x", "-C", to], { input: git("archive", tag, "--", ":(glob)*.tf") });
}

/**
 * hashicorp/time does nothing but wait here, so that a machine without a registry needs the provider of AWS alone. What waits
 * for it waits for what it waits for.
 */
function takeOutSleep(folder: string): number {
  const main = join(folder, "main.tf");
  const versions = join(folder, "versions.tf");
  const sleep = /^resource "time_sleep" "(\w+)" \{\n(.*?)^\}\n/ms;
  const text = existsSync(main) ? readFileSync(main, "utf8") : "";
  const [whole, name, body = ""] = sleep.exec(text) ?? [];
  if (whole === undefined) return 0;
  const [, before] = /depends_on += (\[.*?\])/s.exec(body) ?? [];
  writeFileSync(
    main,
    text.replace(whole, "").replace(`[time_sleep.${name}]`, () => before ?? "[]"),
  );
  writeFileSync(versions, readFileSync(versions, "utf8").replace(/^ {4}time = \{.*?^ {4}\}\n/ms, ""));
  return 1;
}
