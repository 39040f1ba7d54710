/** The files beside the topologies of a project. */
import { inTheWay, topologyExists } from "./errors";
import { Folder } from "../files/folder";

/** The version of the command line of CDK Terrain that was tried. It reads `cdktf.json`, as that of CDKTF does. */
export const CDKTN_CLI = "^0.24.0";

/**
 * @param version of s3porter
 * @param options.cdktn whether the command line of CDK Terrain deploys the stacks
 */
export function projectFiles(
  name: string,
  version: string,
  { cdktn = false }: { readonly cdktn?: boolean } = {},
): Map<string, string> {
  const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
  return new Map([
    [
      "package.json",
      json({
        name,
        private: true,
        scripts: {
          validate: "s3porter validate",
          prove: "s3porter prove",
          synth: "s3porter synth",
          ...(cdktn && { deploy: "cdktn deploy" }),
        },
        ...(cdktn && { engines: { node: ">=22.19" } }),
        devDependencies: { ...(cdktn && { "cdktn-cli": CDKTN_CLI }), s3porter: `^${version}` },
      }),
    ],
    [
      "cdktf.json",
      json({
        language: "typescript",
        app: "npx s3porter synth",
        projectId: name,
        sendCrashReports: "false",
        context: {},
      }),
    ],
    [".gitignore", "node_modules/\ncdktf.out/\n.terraform/\n*.tfstate\n*.tfstate.*\n"],
    [".github/workflows/s3porter.yaml", WORKFLOW],
  ]);
}

const WORKFLOW = `# Proves that the policies allow exactly what the topologies ask for. Needs no AWS account.
name: s3porter
on:
  pull_request:
  push: { branches: [main] }
permissions: { contents: read }
jobs:
  prove:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 22 }
      - run: npm install
      - run: npx s3porter validate
      - run: npx s3porter prove
`;

/** What `writeProject` did. */
export interface WrittenProject {
  readonly written: readonly string[];
  /** Files that were there before. They stay as they are. */
  readonly kept: readonly string[];
}

/**
 * Writes the files that are not there yet. All of them are complete before the first one gets its name, and the topology gets
 * it last. So a run that was killed can be repeated.
 *
 * @param topology the path of the topology in `files`
 * @throws UsageError if the topology is there already, or something else than a file is in the way
 */
export function writeProject(
  out: string,
  files: ReadonlyMap<string, string>,
  topology: string,
): WrittenProject {
  const folder = new Folder(out);
  const found = new Map([...files.keys()].map((path) => [path, folder.look(path)]));
  for (const there of found.values()) if ("at" in there) throw inTheWay(there.at, there.what);
  if (found.get(topology)?.is === "file") throw topologyExists(topology);
  const missing = [...files].filter(([path]) => found.get(path)?.is === "nothing");
  try {
    folder.removeLeftovers([...files.keys()]);
    const last = (path: string) => (path === topology ? 1 : 0);
    const steps = missing
      .sort(([a], [b]) => last(a) - last(b))
      .map(([path, text]) => folder.stage(path, Buffer.from(text), { is: "nothing" }));
    for (const step of steps) step();
  } catch (error) {
    folder.rollBack();
    throw error;
  }
  return {
    written: missing.map(([path]) => path),
    kept: [...files.keys()].filter((path) => found.get(path)?.is === "file"),
  };
}
