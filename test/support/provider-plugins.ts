import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { PROVIDER_VERSIONS } from "../../src/constructs/versions";
import { REPOSITORY } from "./repository";

const CACHE = join(REPOSITORY, "node_modules/.cache/s3porter/terraform");

/** Where Terraform finds the AWS provider, once it has been fetched. */
export const PLUGINS = join(CACHE, ".terraform/providers");

/** Ends a download that hangs. */
const LIMIT = 30 * 60_000;

/**
 * Fetches the AWS provider with the caller's own Terraform settings, a mirror included. It has 700 MB, so one copy
 * serves every run.
 *
 * @returns what went wrong, if anything did
 */
export function fetchProvider(): string | undefined {
  if (hasProvider()) return undefined;
  mkdirSync(dirname(CACHE), { recursive: true });
  // Half of a provider, which an interrupted run leaves, must not be taken for one.
  const folder = mkdtempSync(`${CACHE}-`);
  const aws = { source: "hashicorp/aws", version: PROVIDER_VERSIONS };
  writeFileSync(
    join(folder, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers: { aws } }, provider: { aws: {} } }),
  );
  const { status, stderr, error } = spawnSync("terraform", ["init", "-input=false", "-no-color"], {
    cwd: folder,
    encoding: "utf8",
    timeout: LIMIT,
  });
  if (status === 0) {
    rmSync(CACHE, { recursive: true, force: true });
    renameSync(folder, CACHE);
    return undefined;
  }
  rmSync(folder, { recursive: true });
  return error?.message ?? stderr.trim();
}

function hasProvider(): boolean {
  return platforms().length > 0;
}

/** @throws if it was not fetched */
export function providerBinary(): string {
  const files = platforms().flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
  const binary = files.find((file) => basename(file).startsWith("terraform-provider-aws"));
  if (binary === undefined) throw new Error(`there is no AWS provider in ${PLUGINS}`);
  return binary;
}

/** The folders with a provider for a platform. A link into a mirror that is gone does not count. */
function platforms(): string[] {
  const versions = join(PLUGINS, "registry.terraform.io/hashicorp/aws");
  try {
    const folders = readdirSync(versions).flatMap((version) =>
      readdirSync(join(versions, version)).map((platform) => join(versions, version, platform)),
    );
    return folders.filter((folder) => statSync(folder).isDirectory());
  } catch {
    return [];
  }
}
