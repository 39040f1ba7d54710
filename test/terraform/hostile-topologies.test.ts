/** That Terraform itself finds in a module what its topology says, whatever that is. */
import fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { moduleFiles } from "../../src/export/module-files";
import type { Proof } from "../../src/prove/prove";
import type { Topology } from "../../src/topology/topology";
import { hostileTopology } from "../fixtures/hostile-topology";
import { environment } from "../support/environment";
import { run } from "../support/run";
import { RunningProvider } from "../support/running-provider";
import { temporaryFolder } from "../support/temporary-folder";

const NOTHING_PROVED = { grants: [], assumptions: [], checked: [], before: [] } as unknown as Proof;

/** To shrink what was drawn would take hours. */
const ONCE = { numRuns: 1, endOnFailure: true };

const folders: ReturnType<typeof temporaryFolder>[] = [];
let provider: RunningProvider;

beforeAll(async () => {
  provider = await RunningProvider.start();
});

afterAll(async () => {
  await provider.stop();
  folders.forEach((folder) => folder.remove());
});

/** A folder with a module in it, called by its place. */
function folderOf(topologies: readonly Topology[]): string {
  const folder = temporaryFolder();
  folders.push(folder);
  for (const [index, topology] of topologies.entries())
    for (const [file, text] of moduleFiles({ name: "stack", topology }, NOTHING_PROVED, "modules/stack")) {
      const path = join(folder.path, String(index), file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  return folder.path;
}

async function terraform(cwd: string, ...args: string[]): Promise<string> {
  return (await run("terraform", args, { cwd, env: environment(provider.environment) })).stdout;
}

test("it has nothing to format", () =>
  fc.assert(
    fc.asyncProperty(fc.array(hostileTopology, { minLength: 30, maxLength: 30 }), async (topologies) => {
      expect(await terraform(folderOf(topologies), "fmt", "-check", "-diff", "-recursive")).toBe("");
    }),
    ONCE,
  ));

/** Those in which little is left out. */
const full = hostileTopology.filter(
  ({ access = [], replication = [], buckets }) =>
    access.some(({ prefix }) => prefix !== undefined) &&
    replication.some(({ prefix }) => prefix !== undefined) &&
    Object.values(buckets).some(({ tags, key }) => tags && typeof key === "object" && key.description),
);

test("the module's tests pass, and what it would create has the topology's texts", () =>
  fc.assert(
    fc.asyncProperty(fc.tuple(full, full), async (topologies) => {
      const folder = folderOf(topologies);
      for (const [index, topology] of topologies.entries()) {
        const module = join(folder, String(index));
        await terraform(module, "init", "-backend=false");
        const created = createdIn(await terraform(module, "test", "-verbose", "-json"));
        expect(textsIn(created)).toEqual(textsOf(topology));
      }
    }),
    ONCE,
  ));

interface Resource {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

interface Event {
  readonly type: string;
  readonly test_state?: { readonly root_module?: { readonly resources?: readonly Resource[] } };
}

/** https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
function createdIn(output: string): Resource[] {
  const events = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
  return events
    .flatMap(({ test_state: state }) => state?.root_module?.resources ?? [])
    .filter(({ mode }) => mode === "managed");
}

/** Tags, descriptions and paths, by address. */
function textsIn(resources: readonly Resource[]): Record<string, unknown> {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  return Object.fromEntries([
    ...ofType("aws_s3_bucket").map(({ name, values }) => [`bucket ${name}`, values.tags]),
    ...ofType("aws_kms_key").map(({ name, values }) => [`key ${name}`, [values.tags, values.description]]),
    ...ofType("aws_iam_role").map(({ name, values }) => [
      `principal ${name}`,
      [values.path ?? "/", values.name],
    ]),
    ...ofType("aws_iam_user").map(({ name, values }) => [
      `principal ${name}`,
      [values.path ?? "/", values.name],
    ]),
  ]);
}

function textsOf({
  buckets,
  keys = {},
  principals = {},
  replication = [],
}: Topology): Record<string, unknown> {
  const created = Object.entries(buckets).filter(([, { existing }]) => !existing);
  const ownKeys = created.flatMap(([name, { key = {}, encryption, name: bucket }]) =>
    typeof key === "string" || encryption === "AES256"
      ? []
      : [[name, key, `Encrypts the objects of s3://${bucket}`] as const],
  );
  const otherKeys = Object.entries(keys)
    .filter(([, { existing }]) => !existing)
    .map(([name, key]) => [name, key, `Encrypts S3 objects (${name})`] as const);
  return Object.fromEntries([
    ...created.map(([name, { tags = {} }]) => [`bucket ${name}`, tags]),
    ...[...ownKeys, ...otherKeys].map(([name, { tags = {}, description }, otherwise]) => [
      `key ${name}`,
      [tags, description ?? otherwise],
    ]),
    ...Object.entries(principals)
      .filter(([, { existing, role, user }]) => !existing && (role ?? user) !== undefined)
      .map(([name, { path = "/", role, user }]) => [`principal ${name}`, [path, role ?? user]]),
    ...replication.map(({ from, role }) => [
      `principal ${from}_replication`,
      ["/", role ?? `${buckets[from]?.name}-replication`],
    ]),
  ]);
}
