/** The lines of an app that the flaws of its stacks come from. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { REPOSITORY } from "../../test/support/repository";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { TSX } from "../../test/support/tsx";
import { NO_PROGRESS } from "./progress";
import { proveCommand } from "./prove-command";

const ACL = `import { S3BucketAcl } from "@cdktf/provider-aws/lib/s3-bucket-acl";
import type { Account, EncryptedBucket } from "s3porter";
interface Acl {
  readonly acl: string;
}
export function addAcl(account: Account, bucket: EncryptedBucket, { acl }: Acl): void {
  new S3BucketAcl(bucket, "acl", { provider: account.provider, bucket: bucket.bucketReference, acl });
}
`;

const APP = `import { App, TerraformStack } from "cdktf";
import { Account, EncryptedBucket, withoutCreationStacks } from "s3porter";
import { addAcl } from "./lib/acl";
interface Settings {
  readonly name: string;
}
withoutCreationStacks(() => {
  const { name }: Settings = { name: "acme-orders" };
  const app = new App();
  const stack = new TerraformStack(app, "copy");
  const account = new Account(stack, "a", { accountId: "111111111111", region: "us-east-1" });
  const orders = new EncryptedBucket(stack, "orders", { account, bucketName: name });
  addAcl(account, orders, { acl: "public-read" });
  stack.addOverride("resource.aws_s3_bucket_public_access_block.orders.block_public_acls", false);
  app.synth();
});
`;

const { path: folder, remove } = temporaryFolder({ "main.ts": APP, "lib/acl.ts": ACL });
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  remove();
});

const build = (options: BuildOptions) =>
  buildSync({ absWorkingDir: folder, platform: "node", format: "cjs", ...options });

/** As if the packages were installed. */
beforeAll(() => {
  const PEERS = ["cdktf", "constructs", "@cdktf"];
  mkdirSync("node_modules");
  for (const name of PEERS) symlinkSync(join(REPOSITORY, "node_modules", name), join("node_modules", name));
  build({
    entryPoints: [join(REPOSITORY, "src/index.ts")],
    outfile: "node_modules/s3porter/index.js",
    bundle: true,
    external: PEERS.flatMap((name) => [name, `${name}/*`]),
  });
});

test.each<[string, string, () => unknown]>([
  ["tsx", `${TSX.join(" ")} main.ts`, () => {}],
  [
    "ts-node",
    `--require ${require.resolve("ts-node/register/transpile-only")} main.ts`,
    () =>
      writeFileSync("tsconfig.json", '{ "compilerOptions": { "module": "commonjs", "target": "es2022" } }'),
  ],
  [
    "node, with source maps",
    "dist/main.js",
    () => build({ entryPoints: ["main.ts", "lib/acl.ts"], outdir: "dist", sourcemap: true }),
  ],
])("run by %s", async (_, command, prepare) => {
  prepare();
  const sarif = join(folder, "results.sarif");
  const app = { command: `"${process.execPath}" ${command}`, context: {}, folder: "." };
  const options = { colour: false, folder: "stacks", app, progress: NO_PROGRESS, sarif };
  const { text } = await proveCommand([], options);
  expect(text).toContain("where:  aws_s3_bucket_public_access_block.orders (main.ts:12)");
  expect(text).toMatch(/aws_s3_bucket_acl\.\w+ \(lib\/acl\.ts:7\)/);
  expect(readFileSync(sarif, "utf8")).toMatch(/"uri": "main\.ts"\s*\},\s*"region": \{\s*"startLine": 12\b/);
});
