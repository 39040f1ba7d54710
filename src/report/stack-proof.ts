import { rememberCreation } from "../constructs/creation-places";
import { addSynthesisCheck, stacksBeside } from "../constructs/synthesis-check";
import type { Stack } from "../constructs/synthesized";
import type { Unmodelled } from "../estate/estate";
import { isUserError } from "../messages/user-error";
import type { Flaw } from "../prove/flaw";
import { claimedTwiceBy } from "../verify/app-claims";
import { MODELS_FOLDER, writeModel } from "../verify/app-models";
import { proofSetting } from "../verify/proof-setting";
import { proofOfStack } from "../verify/stack";
import { flawsText } from "./flaw-text";
import { type StackJson, stackJson } from "./proof-json";
import { proofText } from "./proof-text";
import type { TextOptions } from "./style";

/** Whether a stack allows exactly what its constructs ask for. */
export interface StackProof {
  /** Why it is not proved; empty if it is. */
  readonly flaws: readonly Flaw[];
  /** What was not read, and can change who can do what. */
  readonly unmodelled: readonly Unmodelled[];
  /** Who can do what, by which statement of which policy, as `s3porter prove` prints it. */
  text(options?: TextOptions): string;
  /** The same as `s3porter prove --json` prints it. */
  json(): StackJson;
}

/**
 * Proves that the Terraform of a stack allows exactly what its constructs have granted, replicated and trusted so far.
 *
 * Every stack is proved when it is written, too: `app.synth()` fails if a stack is not proved. Call this function to
 * read the proof, or to test a stack.
 *
 * @throws EstateError if something about a bucket, key, role or user in the Terraform cannot be resolved
 */
export function proveStack(stack: Stack): StackProof {
  const name = stack.node.id;
  const proof = proofOfStack(stack);
  return {
    flaws: proof.flaws,
    unmodelled: proof.unmodelled,
    text: (options = {}) => proofText(name, proof, options),
    json: () => stackJson({ name, proof, flaws: proof.flaws, warnings: [], placeOf: () => undefined }),
  };
}

/**
 * Stops the app before it writes a stack that is not proved, unless the setting `proof` is `warn`. The command `s3porter`
 * gets what the constructs ask for instead, and which lines create them, and proves the stack.
 */
export function proveAtSynthesis(): void {
  if (process.env[MODELS_FOLDER] !== undefined) rememberCreation();
  addSynthesisCheck((stack) => {
    const models = process.env[MODELS_FOLDER];
    if (models !== undefined) {
      writeModel(models, stack);
      return [];
    }
    const why = whyClaimedTwice(stack) ?? whyNotProved(stack);
    if (why === undefined) return [];
    if (proofSetting(process.env, stack.node.tryGetContext("proof")) === "fail")
      return [`${why}\n\n${WAY_OUT}`];
    console.error(`${why}\n\nWARNING: Writing a stack that is not proved.`);
    return [];
  });
}

const WAY_OUT =
  'The stack was not written. To write it anyway, set S3PORTER_PROOF=warn, or "context": { "proof": "warn" } in cdktf.json.';

/** What stacks of an app create that another one creates too. */
interface Claims {
  readonly messages: ReadonlyMap<string, readonly string[]>;
  /** The stacks that were checked in this synthesis. */
  readonly checked: Set<Stack>;
}

const claims = new WeakMap<Stack["node"], Claims>();

/** Compares all stacks once in a synthesis, before the first is written. */
function whyClaimedTwice(stack: Stack): string | undefined {
  const { node: app } = stack.node.root;
  const known = claims.get(app);
  const { messages, checked } =
    known === undefined || known.checked.has(stack)
      ? { messages: claimedTwiceBy(stacksBeside(stack)), checked: new Set<Stack>() }
      : known;
  claims.set(app, { messages, checked: checked.add(stack) });
  return messages.get(stack.node.path)?.join("\n");
}

function whyNotProved(stack: Stack): string | undefined {
  try {
    const { flaws } = proofOfStack(stack);
    return flaws.length === 0 ? undefined : flawsText(stack.node.id, flaws, {});
  } catch (error) {
    if (!isUserError(error)) throw error;
    return `${stack.node.id} cannot be proved: ${error.message}`;
  }
}
