/**
 * Prints what synthesis costs, beside other ways to the same Terraform. The ways take turns, so that a change of the
 * machine's pace meets all of them, and what counts is their ratio.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fleetFiles } from "../test/fixtures/fleet";
import { fetchProvider } from "../test/support/provider-plugins";
import type { CheckMeasurement } from "./check-of-pairs";
import { checkFolder, initAndMockedTest, initAndTwoTests } from "./checks-of-folders";
import type { PairsExportMeasurement } from "./export-of-pairs";
import type { ExportMeasurement } from "./export-of-stacks";
import type { HtmlMeasurement } from "./html-of-pairs";
import type { Measurement } from "./measure";
import type { ProofMeasurement } from "./proof-of-pairs";
import { writeTemplateApp } from "./template-app";

const ROOT = join(__dirname, "..");
const TSX = join(ROOT, "node_modules", ".bin", "tsx");
const TS_NODE = join(ROOT, "node_modules", ".bin", "ts-node");

const ROUNDS = 3;

const temporary = mkdtempSync(join(tmpdir(), "s3porter-bench-"));
process.on("exit", () => rmSync(temporary, { recursive: true, force: true }));

benchFiveStacks();
benchPairs();
benchEvaluations();
benchProofs();
benchChecks();
benchFolders();
benchExports();
benchPairsExports();
benchHtml();
benchStartUp();
benchFleet();

function benchFiveStacks(): void {
  console.log("Five stacks: s3porter against the same resources in an app of CDKTF's TypeScript template");
  run(TSX, ["main.ts"], join(temporary, "out"));
  const templateApp = writeTemplateApp(join(temporary, "out"), join(ROOT, "bench", "template-app"));
  const [ours, theirs] = inTurns(
    () => run(TSX, ["main.ts"], join(temporary, "ours")),
    () => run(TS_NODE, ["main.ts"], join(temporary, "theirs"), templateApp),
  );
  console.table({
    "s3porter (tsx main.ts)": columns(ours),
    "template (ts-node main.ts)": columns(theirs),
    "template / s3porter": {
      seconds: (theirs.milliseconds / ours.milliseconds).toFixed(1),
      megabytes: (theirs.megabytes / ours.megabytes).toFixed(1),
    },
  });
}

function benchPairs(): void {
  console.log(
    "Source and destination pairs in one stack, each with a role: milliseconds a pair, without loading modules",
  );
  const ways = ["s3porter", "hand", "terraform-generator"];
  const rows: Record<string, Record<string, string>> = {};
  for (const pairs of [1, 10, 100, 1000]) {
    const results = inTurns(...ways.map((way) => () => pairsBy(way, pairs)));
    const [ours, byHand] = results as unknown as [Measurement, Measurement];
    rows[pairs] = {
      ...Object.fromEntries(ways.map((way, index) => [way, perPair(results[index], pairs)])),
      "s3porter / hand": (ours.milliseconds / byHand.milliseconds).toFixed(2),
      "s3porter MB": ours.megabytes.toFixed(0),
      "hand MB": byHand.megabytes.toFixed(0),
    };
  }
  console.table(rows);
}

function benchEvaluations(): void {
  console.log("Evaluations of random requests, in the same process one after the other");
  const { stdout } = spawn(TSX, ["bench/evaluations.ts"], {});
  const { ours, theirs } = JSON.parse(stdout) as { ours: number; theirs: number };
  console.table({
    s3porter: { microseconds: ours.toFixed(1), "a second": Math.round(1e6 / ours) },
    "iam-simulate": { microseconds: theirs.toFixed(1), "a second": Math.round(1e6 / theirs) },
    "iam-simulate / s3porter": { microseconds: (theirs / ours).toFixed(0) },
  });
}

function benchProofs(): void {
  console.log(
    "Proofs of pairs in one stack, right after synthesis in the same process: milliseconds, without loading modules",
  );
  const rows: Record<string, Record<string, string>> = {};
  for (const pairs of [1, 10, 100, 1000]) {
    const runs = Array.from({ length: ROUNDS }, () => {
      const { stdout } = spawn(TSX, ["bench/proof-of-pairs.ts", String(pairs)], {});
      return JSON.parse(stdout) as ProofMeasurement;
    });
    const synthesis = median(runs.map((run) => run.synthesis));
    const proof = median(runs.map((run) => run.proof));
    rows[pairs] = {
      synthesis: synthesis.toFixed(0),
      proof: proof.toFixed(0),
      "proof / pair": (proof / pairs).toFixed(2),
      "proof / synthesis": median(runs.map((run) => run.proof / run.synthesis)).toFixed(2),
    };
  }
  console.table(rows);
}

function benchChecks(): void {
  console.log("Checks of a state of buckets, keys and roles, beside proofs of as many pairs: milliseconds");
  const rows: Record<string, Record<string, string>> = {};
  for (const pairs of [100, 1000]) {
    const of = <T>(program: string) =>
      Array.from({ length: ROUNDS }, () => JSON.parse(spawn(TSX, [program, String(pairs)], {}).stdout) as T);
    const check = median(of<CheckMeasurement>("bench/check-of-pairs.ts").map((run) => run.milliseconds));
    const proof = median(of<ProofMeasurement>("bench/proof-of-pairs.ts").map((run) => run.proof));
    rows[pairs] = {
      check: check.toFixed(0),
      "check / pair": (check / pairs).toFixed(2),
      "check / proof": (check / proof).toFixed(2),
    };
  }
  console.table(rows);
}

function benchFolders(): void {
  console.log(
    "Checks of folders, beside what their method needs of Terraform, and beside one test with the provider mocked: seconds",
  );
  const problem = fetchProvider();
  if (problem !== undefined) return console.log(problem);
  const rows: Record<string, Record<string, string>> = {};
  for (const name of ["two-providers", "for-each-module", "jsonencode"]) {
    const folder = join(ROOT, "test", "estates", name);
    const scratch = join(temporary, name);
    const [check, method, mocked] = inTurns(
      ...[
        () => checkFolder(folder),
        initAndTwoTests(folder, scratch),
        initAndMockedTest(folder, scratch),
      ].map((run) => () => timed(run)),
    ) as [Measurement, Measurement, Measurement];
    rows[name] = {
      check: (check.milliseconds / 1000).toFixed(1),
      "init, two tests": (method.milliseconds / 1000).toFixed(1),
      "init, mocked test": (mocked.milliseconds / 1000).toFixed(1),
      "check / two tests": (check.milliseconds / method.milliseconds).toFixed(2),
      "check / mocked test": (check.milliseconds / mocked.milliseconds).toFixed(2),
    };
  }
  console.table(rows);
}

function timed(work: () => void): Measurement {
  const start = performance.now();
  work();
  return { milliseconds: performance.now() - start, megabytes: NaN };
}

function benchExports(): void {
  console.log("Modules of the five stacks, in one process: milliseconds in all, without loading modules");
  const runs = Array.from({ length: ROUNDS }, () => {
    const { stdout } = spawn(TSX, ["bench/export-of-stacks.ts"], {});
    return JSON.parse(stdout) as ExportMeasurement;
  });
  console.table({
    synthesis: median(runs.map((run) => run.synthesis)).toFixed(0),
    proof: median(runs.map((run) => run.proof)).toFixed(0),
    modules: median(runs.map((run) => run.modules)).toFixed(0),
    "modules / synthesis": median(runs.map((run) => run.modules / run.synthesis)).toFixed(2),
  });
}

function benchPairsExports(): void {
  console.log("Exports of 10, 100 and 1,000 pairs in one stack as a module, without the proof");
  const rows: Record<string, Record<string, string>> = {};
  for (const pairs of [10, 100, 1000]) {
    const runs = Array.from({ length: ROUNDS }, () => {
      const { stdout } = spawn(TSX, ["bench/export-of-pairs.ts", String(pairs)], {});
      return JSON.parse(stdout) as PairsExportMeasurement;
    });
    const milliseconds = median(runs.map((run) => run.milliseconds));
    const kilobytes = median(runs.map((run) => run.kilobytes));
    rows[pairs] = {
      milliseconds: milliseconds.toFixed(0),
      "milliseconds / pair": (milliseconds / pairs).toFixed(2),
      kilobytes: kilobytes.toFixed(0),
      "kilobytes / pair": (kilobytes / pairs).toFixed(2),
    };
  }
  console.table(rows);
}

function pairsBy(way: string, pairs: number): Measurement {
  const { stdout } = spawn(TSX, [`bench/pairs-by-${way}.ts`, String(pairs)], {});
  return JSON.parse(stdout) as Measurement;
}

/** Runs a whole program; its memory is that of the largest of its processes. */
function run(
  command: string,
  args: string[],
  outdir: string,
  cwd = ROOT,
  env: Readonly<Record<string, string>> = {},
): Measurement {
  const peaks = mkdtempSync(join(temporary, "peaks-"));
  const start = performance.now();
  spawn(
    command,
    args,
    {
      CDKTF_OUTDIR: outdir,
      NODE_OPTIONS: `--require ${join(ROOT, "bench", "record-peak.cjs")}`,
      S3PORTER_BENCH_PEAKS: peaks,
      ...env,
    },
    cwd,
  );
  const milliseconds = performance.now() - start;
  const kilobytes = readdirSync(peaks).map((file) => Number(readFileSync(join(peaks, file), "utf8")));
  return { milliseconds, megabytes: Math.max(...kilobytes) / 1024 };
}

function spawn(command: string, args: string[], env: NodeJS.ProcessEnv, cwd = ROOT): { stdout: string } {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
  return { stdout };
}

/** Runs each way once to warm up and then in turns; gives the median of each. */
function inTurns<Ways extends (() => Measurement)[]>(...ways: Ways): { [Way in keyof Ways]: Measurement } {
  const measurements = ways.map((): Measurement[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    ways.forEach((way, index) => {
      const measurement = way();
      if (round > 0) measurements[index]?.push(measurement);
    });
  }
  return measurements.map((all) => ({
    milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
    megabytes: median(all.map(({ megabytes }) => megabytes)),
  })) as { [Way in keyof Ways]: Measurement };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function columns({ milliseconds, megabytes }: Measurement): Record<string, string> {
  return { seconds: (milliseconds / 1000).toFixed(2), megabytes: megabytes.toFixed(0) };
}

function perPair(measurement: Measurement | undefined, pairs: number): string {
  return ((measurement?.milliseconds ?? NaN) / pairs).toFixed(2);
}

function benchHtml(): void {
  console.log("Reports for the browser of 1 and 100 pairs in one stack, beside their proofs");
  const rows: Record<string, Record<string, string>> = {};
  for (const pairs of [1, 100]) {
    const runs = Array.from(
      { length: ROUNDS },
      () => JSON.parse(spawn(TSX, ["bench/html-of-pairs.ts", String(pairs)], {}).stdout) as HtmlMeasurement,
    );
    rows[pairs] = {
      "HTML, milliseconds": median(runs.map((run) => run.html)).toFixed(0),
      kilobytes: median(runs.map((run) => run.kilobytes)).toFixed(0),
      "HTML / proof": median(runs.map((run) => run.html / run.proof)).toFixed(2),
    };
  }
  console.table(rows);
}

function benchStartUp(): void {
  console.log("Starts of commands of the package: milliseconds of CPU time beyond those of Node.js");
  spawn("npm", ["run", "build"], {});
  const alone = cpuMilliseconds();
  const rows = [
    "--version",
    "validate copy-with-role",
    "validate",
    "prove --help",
    "cost --objects 1 --gigabytes 1",
    "diagram copy-with-role",
    "explain copy-with-role --as porter --do s3:GetObject --on source",
    "prove copy-with-role",
  ].map((line) => {
    const own = cpuMilliseconds(line.split(" ")) - alone;
    return [line, { milliseconds: own.toFixed(0), "own / Node.js": (own / alone).toFixed(1) }] as const;
  });
  console.table(Object.fromEntries(rows));
}

/** @param command the arguments of `s3porter`; without them, Node.js does nothing */
function cpuMilliseconds(command?: readonly string[]): number {
  const program = JSON.stringify(join(ROOT, "dist/command/program.mjs"));
  const work = command && `import(${program}).then(({ main }) => main(${JSON.stringify(command)}));`;
  const script = `process.on("exit", () => process.stderr.write(String(process.cpuUsage().user / 1000))); ${work ?? ""}`;
  const runs = Array.from({ length: ROUNDS }, () => {
    const { stderr } = spawnSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8" });
    return Number(stderr);
  });
  return median(runs);
}

function benchFleet(): void {
  console.log("A fleet of 1,000 pairs in 100 accounts: synthesis and proof by the app");
  const rows = (["name", "partner", undefined] as const).map((splitBy) => {
    const topologies = mkdtempSync(join(temporary, "fleet-"));
    for (const [name, text] of Object.entries(fleetFiles(splitBy)))
      writeFileSync(join(topologies, name), text);
    const out = mkdtempSync(join(temporary, "fleet-out-"));
    const measured = run(TSX, ["main.ts"], out, ROOT, { S3PORTER_STACKS: topologies });
    const sizes = readdirSync(join(out, "stacks")).map(
      (stack) => statSync(join(out, "stacks", stack, "cdk.tf.json")).size,
    );
    const largest = `${Math.round(Math.max(...sizes) / 1000)} KB`;
    return [splitBy ?? "a single stack", { stacks: sizes.length, largest, ...columns(measured) }] as const;
  });
  console.table(Object.fromEntries(rows));
}
