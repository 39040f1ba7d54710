/** The stacks of an app that somebody wrote with the constructs. This runs the app. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Model } from "../topology/model";
import { MODELS_FOLDER, modelIn, readTold } from "../verify/app-models";
import { type PlaceOf, placesInApp } from "../verify/place";
import { caseOfStack } from "../verify/stack";
import type { Case } from "../verify/topology";
import { noStackInApp, noSuchStack } from "./errors";
import { runApp } from "./run-app";
import type { App } from "./settings";

/** A stack of the app. */
export interface AppStack {
  readonly name: string;
  readonly model: Model;
  readonly case: Case;
  readonly placeOf: PlaceOf;
}

/**
 * Runs the app as `cdktf synth` does, but writes to a temporary folder, and reads its stacks that have constructs of s3porter.
 *
 * @param names of stacks; empty for all
 * @throws UsageError if the app fails, writes nothing, or has no such stack
 */
export function findAppStacks(app: App, names: readonly string[]): AppStack[] {
  const written = stacksOf(app);
  const known = written.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw noSuchStack(unknown, `the app ${app.command}`, known);
  const meant = written.filter(({ name }) => names.length === 0 || names.includes(name));
  const stacks = meant.flatMap(({ read }) => read() ?? []);
  if (stacks.length === 0) throw noStackInApp(app.command, names.length > 0 ? names : known);
  return stacks;
}

/** Reads one stack of the app. */
export function findAppStack(app: App, name: string): AppStack {
  const [stack] = findAppStacks(app, [name]);
  return stack as AppStack;
}

/** Whether the app has a stack of this name. */
export function hasAppStack(app: App, name: string): boolean {
  return stacksOf(app).some((stack) => stack.name === name);
}

/** A stack that the app wrote. */
interface WrittenStack {
  readonly name: string;
  /** Undefined if it has no constructs of s3porter. */
  readonly read: () => AppStack | undefined;
}

/** A command runs an app once, whatever it asks. */
const written = new WeakMap<App, readonly WrittenStack[]>();

function stacksOf(app: App): readonly WrittenStack[] {
  const stacks = written.get(app) ?? run(app);
  written.set(app, stacks);
  return stacks;
}

function run(app: App): readonly WrittenStack[] {
  const folder = mkdtempSync(join(tmpdir(), "s3porter-app-"));
  try {
    const [output, models] = [join(folder, "out"), join(folder, "models")];
    return runApp(app, output, { [MODELS_FOLDER]: models }).map(
      ({ name, constructPath, synthesizedStackPath }) => {
        const told = readTold(models, constructPath);
        const terraform = readFileSync(join(output, synthesizedStackPath), "utf8");
        const read = () => {
          if (told === undefined) return undefined;
          const model = modelIn(name, told);
          return {
            name,
            model,
            case: caseOfStack(model, JSON.parse(terraform) as object),
            placeOf: placesInApp(told.places),
          };
        };
        return { name, read };
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
