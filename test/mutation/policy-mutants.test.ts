/** That the proof notices whatever is left out of the policies of the five stacks, and says where. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isEstateError } from "../../src/estate/problem";
import { intentsOf } from "../../src/topology/intents";
import { readTopologies } from "../../src/topology/folder";
import { proofOf } from "../support/provable";
import { allAreTried, tried } from "../support/runs";
import { type PolicyMutant, policyMutants, type Terraform } from "./policy-mutants";
import { resolve } from "../../src/topology/resolve";

interface Fate {
  readonly stack: string;
  readonly mutant: PolicyMutant;
  /** What the proof says that names the resource whose policy it is; undefined if it does not notice. */
  readonly message?: string;
}

const fates = readTopologies(join(__dirname, "../../stacks")).flatMap(({ name, topology }) => {
  const terraform = JSON.parse(
    readFileSync(join(__dirname, "../golden", `${name}.tf.json`), "utf8"),
  ) as Terraform;
  return tried(policyMutants(terraform)).map((mutant): Fate => {
    return {
      stack: name,
      mutant,
      message: messageAbout(mutant, () => proofOf(intentsOf(resolve(topology)), mutant.terraform).flaws),
    };
  });
});

function messageAbout(
  mutant: PolicyMutant,
  flawsOf: () => ReturnType<typeof proofOf>["flaws"],
): string | undefined {
  const address = addressOf(mutant.document, mutant.terraform);
  try {
    const about = flawsOf().filter(({ addresses }) => addresses.includes(address));
    // Where the statement is still there, the message names it or what it lacks.
    const named = about.find(({ because, repair, problem }) =>
      [problem, ...because, repair].some((text) => text.includes(mutant.statement)),
    );
    const flaw = named ?? about[0];
    return flaw && `${flaw.part}: ${flaw.problem}`;
  } catch (error) {
    if (!isEstateError(error) || !error.message.includes(mutant.document)) throw error;
    return error.message.split("\n")[1]?.trim();
  }
}

/** The resource, or the output, that holds a local. */
function addressOf(local: string, terraform: Terraform): string {
  const { resource, output } = terraform as unknown as Record<
    "resource" | "output",
    Record<string, Record<string, Record<string, unknown> | unknown>>
  >;
  const holds = (block: unknown) => JSON.stringify(block).includes(`jsonencode(local.${local})`);
  for (const [type, blocks] of Object.entries(resource))
    for (const [name, block] of Object.entries(blocks)) {
      if (!holds(block)) continue;
      if (type !== "aws_iam_policy") return `${type}.${name}`;
      return `${type}.${name}`;
    }
  const name = Object.keys(output).find((each) => holds(output[each]));
  if (name === undefined) throw new Error(`nothing holds local.${local}`);
  return `output.${name}`;
}

const KINDS = ["statement", "action", "condition", "value", "resource", "principal"] as const;

test("every one is noticed, with a message that names the policy", () => {
  const table = new Map<string, Record<string, string>>();
  for (const stack of [...new Set(fates.map((fate) => fate.stack)), "all"]) {
    const ofStack = fates.filter((fate) => stack === "all" || fate.stack === stack);
    const count = (some: readonly Fate[]) =>
      `${some.filter(({ message }) => message !== undefined).length} of ${some.length}`;
    const cells = KINDS.map((kind) => [kind, count(ofStack.filter(({ mutant }) => mutant.kind === kind))]);
    table.set(stack, { ...Object.fromEntries(cells), all: count(ofStack) });
  }
  console.log("What was left out of the policies of each stack, and noticed:");
  console.table(Object.fromEntries(table));
  const survivors = fates
    .filter(({ message }) => message === undefined)
    .map(({ stack, mutant }) => `${stack}: ${mutant.document} without ${mutant.what} of ${mutant.statement}`);
  expect(survivors).toEqual([]);
  expect(fates.length).toBeGreaterThan(allAreTried() ? 300 : 100);
});

test("of what is left of a statement that now allows or denies more, the statement is named", () => {
  const loosened = fates.filter(({ mutant: { kind, effect } }) => kind === "condition" && effect === "Allow");
  expect(loosened.length).toBeGreaterThan(allAreTried() ? 50 : 10);
  for (const { mutant, message } of loosened)
    expect([mutant.statement, message]).not.toEqual([mutant.statement, undefined]);
});
