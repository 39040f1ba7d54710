/** The stacks of an app that somebody wrote with the constructs. This runs the app. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Claimant, claimedTwice, lineOf } from "../topology/claims";
import { messageId } from "../topology/messages";
import type { Model } from "../topology/model";
import type { Problem } from "../topology/problem";
import type { Finding } from "../topology/yaml-file";
import { constructAt, toRefer } from "../verify/app-claims";
import { MODELS_FOLDER, modelIn, readTold, type Told } from "../verify/app-models";
import { type PlaceOf, placesInApp } from "../verify/place";
import { caseOfStack } from "../verify/stack";
import type { Case } from "../verify/topology";
import { appWithoutStacks, noStackInApp, noSuchStack } from "./errors";
import { runApp } from "./run-app";
import type { App } from "./settings";
import { temporaryFolder } from "./temporary-folders";

/** A stack of the app. */
export interface AppStack {
  readonly name: string;
  readonly model: Model;
  readonly case: Case;
  /** The content of its `cdk.tf.json`. */
  readonly terraform: object;
  readonly placeOf: PlaceOf;
}

/**
 * Runs the app as `cdktf synth` does, but writes to a temporary folder, and reads its stacks that have constructs of s3porter.
 *
 * @param names of stacks; empty for all that have such constructs
 * @throws UsageError if the app fails, writes nothing, or has no such stack
 */
export async function findAppStacks(app: App, names: readonly string[]): Promise<AppStack[]> {
  const written = await stacksOf(app);
  const known = written.map(({ name }) => name);
  if (known.length === 0) throw appWithoutStacks(app.command);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw noSuchStack(unknown, `the app ${app.command}`, known);
  const foreign = names.length > 0 ? (await foreignStacks(app)).filter((name) => names.includes(name)) : [];
  if (foreign.length > 0) throw noStackInApp(app, foreign);
  const meant = written.filter(({ name }) => names.length === 0 || names.includes(name));
  const stacks = meant.flatMap(({ read }) => read() ?? []);
  if (stacks.length === 0) throw noStackInApp(app, known);
  return stacks;
}

/** The names of the stacks that have no constructs of s3porter. */
export async function foreignStacks(app: App): Promise<string[]> {
  return (await stacksOf(app)).flatMap(({ name, told }) => (told === undefined ? [name] : []));
}

/** What more than one stack of the app would create, by the name of the stack. */
export async function claimedTwiceIn(app: App): Promise<ReadonlyMap<string, readonly Problem[]>> {
  return claimedTwice(
    (await stacksOf(app)).flatMap(({ name, told }) =>
      told?.model ? [claimantIn(name, told.model, told)] : [],
    ),
  );
}

function claimantIn(name: string, model: Model, told: Told): Claimant {
  const placeOf = placesInApp(told.places);
  const locate = ({ path, message, id = "claimed-twice" }: Finding): Problem => {
    const { construct, address } = constructAt(path, model);
    const place = placeOf(address) ?? { file: CONFIGURATION, line: 1 };
    return { id: messageId(id), ...place, column: 1, path: `${name}/${construct}`, message };
  };
  return {
    name,
    model,
    locate,
    placeOf: (path) => lineOf(locate({ path, message: "" })),
    toRefer,
  };
}

/** What stands for all stacks of the app. */
export const CONFIGURATION = "cdktf.json";

/** Reads one stack of the app. */
export async function findAppStack(app: App, name: string): Promise<AppStack> {
  const [stack] = await findAppStacks(app, [name]);
  return stack as AppStack;
}

/** Whether the app has a stack of this name. */
export async function hasAppStack(app: App, name: string): Promise<boolean> {
  return (await stacksOf(app)).some((stack) => stack.name === name);
}

/** A stack that the app wrote. */
interface WrittenStack {
  readonly name: string;
  /** Undefined if it has no constructs of s3porter. */
  readonly told: Told | undefined;
  /** The same with the Terraform. */
  readonly read: () => AppStack | undefined;
}

/** A command runs an app once, whatever it asks. */
const written = new WeakMap<App, Promise<readonly WrittenStack[]>>();

function stacksOf(app: App): Promise<readonly WrittenStack[]> {
  const stacks = written.get(app) ?? run(app);
  written.set(app, stacks);
  return stacks;
}

async function run(app: App): Promise<readonly WrittenStack[]> {
  const { path: folder, remove } = temporaryFolder("s3porter-app-");
  try {
    const [output, models] = [join(folder, "out"), join(folder, "models")];
    const stacks = await runApp(app, output, { [MODELS_FOLDER]: models });
    return stacks.map(({ name, constructPath, synthesizedStackPath }) => {
      const told = readTold(models, constructPath);
      const json = readFileSync(join(output, synthesizedStackPath), "utf8");
      const read = () => {
        if (told === undefined) return undefined;
        const model = modelIn(name, told);
        const terraform = JSON.parse(json) as object;
        return {
          name,
          model,
          case: caseOfStack(model, terraform),
          terraform,
          placeOf: placesInApp(told.places),
        };
      };
      return { name, told, read };
    });
  } finally {
    remove();
  }
}
