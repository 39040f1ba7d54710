/** The library in an app, as npm installs it beside the packages of CDKTF or of CDK Terrain. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CDKTN_DIFFERENCES, type Difference, differencesFromGolden } from "../support/golden";
import { REPOSITORY } from "../support/repository";
import { TSX } from "../support/tsx";
import { NPM_INSTALL } from "./npm-install";

const TSC = join(REPOSITORY, "node_modules/typescript/bin/tsc");
/** Without `--skipLibCheck`, so that our declarations have no errors in an app with strict settings. */
const NODE_16 = ["--module", "node16", "--exactOptionalPropertyTypes"];
const COMMON_JS = ["--module", "commonjs", "--moduleResolution", "node10", "--skipLibCheck"];

interface Library {
  readonly name: string;
  /** Packages that the app installs, with their versions. */
  readonly packages: readonly string[];
  /** The names of packages, as an app changes them. */
  readonly renamed: readonly (readonly [before: string, after: string])[];
  readonly resolutions: readonly (readonly string[])[];
  /** What differs from `test/golden`. */
  readonly differences: readonly Difference[];
}

export const LIBRARIES: readonly Library[] = [
  {
    name: "CDKTF",
    packages: versioned("package.json", ["cdktf", "constructs", "@cdktf/provider-aws"]),
    renamed: [],
    resolutions: [NODE_16],
    differences: [],
  },
  {
    name: "CDK Terrain",
    packages: versioned("test/cdktn/package.json", ["cdktn", "constructs", "@cdktn/provider-aws"]),
    renamed: [
      ['"cdktf"', '"cdktn"'],
      ['"@cdktf/provider-aws/', '"@cdktn/provider-aws/'],
      ['"s3porter"', '"s3porter/cdktn"'],
    ],
    resolutions: [NODE_16, COMMON_JS],
    differences: CDKTN_DIFFERENCES,
  },
];

/** The versions that the tests use. */
function versioned(file: string, names: readonly string[]): string[] {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(REPOSITORY, file), "utf8"),
  ) as Record<string, Readonly<Record<string, string>> | undefined>;
  return names.map((name) => `${name}@${devDependencies?.[name] ?? dependencies?.[name]}`);
}

/** @param packed the file of the package, and the folder for the app */
export function testInAnApp(
  { packages, renamed, resolutions, differences }: Library,
  packed: () => { readonly file: string; readonly app: string },
): void {
  let app: string;

  const node = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: app, encoding: "utf8" });
    return { status, stdout, stderr };
  };
  const s3porter = (...args: readonly string[]) => node("node_modules/s3porter/bin/s3porter.js", ...args);
  const withNames = (file: string) =>
    writeFileSync(
      join(app, "main.ts"),
      renamed.reduce(
        (text, [before, after]) => text.replaceAll(before, after),
        readFileSync(join(REPOSITORY, file), "utf8"),
      ),
    );

  beforeAll(() => {
    app = packed().app;
    mkdirSync(app);
    writeFileSync(join(app, "package.json"), "{}");
    const types = versioned("package.json", ["@types/node"]);
    execFileSync("npm", [...NPM_INSTALL, packed().file, ...packages, ...types], { cwd: app, stdio: "pipe" });
  });

  describe("with a stack in TypeScript", () => {
    beforeAll(() => {
      withNames("examples/other-settings/main.ts");
      const command = [process.execPath, ...TSX, "main.ts"].join(" ");
      writeFileSync(join(app, "cdktf.json"), JSON.stringify({ language: "typescript", app: command }));
    });

    test.each(resolutions)("the constructs have types with %s %s", (...resolution) => {
      const options = ["--noEmit", "--strict", "--target", "es2022", ...resolution];
      expect(node(TSC, ...options, "main.ts")).toEqual({ status: 0, stdout: "", stderr: "" });
    });

    test("the command proves it, explains and draws it, and leaves cdktf.out as it is", () => {
      const proved = s3porter("prove");
      expect([proved.status, proved.stderr]).toEqual([0, ""]);
      expect(proved.stdout).toMatch(/^other-settings is proved\n/);
      const question = ["--as", "uploader", "--do", "s3:DeleteObject", "--on", "assets"];
      expect(s3porter("explain", "other-settings", ...question)).toMatchObject({ status: 1, stderr: "" });
      const drawn = s3porter("diagram", "other-settings");
      expect([drawn.status, drawn.stderr]).toEqual([0, ""]);
      expect(drawn.stdout).toContain("AssetsUploader");
      expect(existsSync(join(app, "cdktf.out"))).toBe(false);
    });

    test("the app writes it", () => {
      expect(node(...TSX, "main.ts")).toMatchObject({ status: 0, stderr: "" });
      expect(existsSync(join(app, "cdktf.out/stacks/other-settings/cdk.tf.json"))).toBe(true);
      rmSync(join(app, "cdktf.out"), { recursive: true });
    });
  });

  test("a stack of the app becomes a module, unless it has more than a module can have", () => {
    const refused = s3porter("export", "other-settings", "--out", "modules/assets");
    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).toMatch(
      /\n {2}main\.ts:\d+: aws_s3_bucket_cors_configuration\.cors does not come /,
    );
    expect(existsSync(join(app, "modules"))).toBe(false);
    withNames("examples/copy-between-accounts/main.ts");
    const written = s3porter("export", "copy-between-accounts", "--out", "modules/copy");
    expect(written).toMatchObject({ status: 0, stderr: "" });
    expect(s3porter("prove", "--module", "modules/copy")).toMatchObject({ status: 0, stderr: "" });
  });

  test("the stacks are those of test/golden, but for what is named", () => {
    withNames("test/package/stacks-app.ts");
    cpSync(join(REPOSITORY, "stacks"), join(app, "stacks"), { recursive: true });
    expect(node(...TSX, "main.ts")).toMatchObject({ status: 0, stderr: "" });
    const folder = join(app, "cdktf.out/stacks");
    const golden = readdirSync(join(REPOSITORY, "test/golden")).map((file) => file.replace(".tf.json", ""));
    expect(new Set(readdirSync(folder))).toEqual(new Set(golden));
    for (const name of golden) {
      const text = readFileSync(join(folder, name, "cdk.tf.json"), "utf8");
      expect([name, differencesFromGolden(name, text)]).toEqual([name, differences]);
    }
  });
}
