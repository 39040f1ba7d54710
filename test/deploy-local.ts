import { CdktfCli } from "./support/cdktf-cli";
import { EmulatedStack } from "./support/emulated-stack";
import { STACK_NAMES } from "./support/topologies";
import { missingForEmulator, missingForTerraform } from "./support/tools";

/** Deploys stacks into an emulator of AWS on this machine, shows their outputs, and destroys them. */
async function main(stacks: readonly string[]): Promise<void> {
  const unknown = stacks.filter((stack) => !STACK_NAMES.includes(stack));
  const missing = [...missingForTerraform(), ...missingForEmulator()];
  if (unknown.length > 0)
    throw new Error(`no stack ${unknown.join(", ")}; there are ${STACK_NAMES.join(", ")}`);
  if (missing.length > 0) throw new Error(missing.join("\n"));
  for (const stack of stacks) if (!isInterrupted) await deployAndDestroy(stack);
}

async function deployAndDestroy(name: string): Promise<void> {
  const stack = await EmulatedStack.create(name);
  try {
    const cdktf = new CdktfCli(stack);
    console.log(`${name}: deploying into an emulator of AWS, which takes about a minute`);
    const deployed = await cdktf.deploy(name);
    const { runbook, ...outputs } = deployed.outputs[name]?.outputs ?? {};
    for (const [output, value] of Object.entries(outputs)) console.log(`${output} = ${value}`);
    console.log(`\n${runbook}\n`);
    console.log(`${name}: destroying`);
    stack.allowDestroy();
    await cdktf.destroy(name);
  } finally {
    await stack.remove();
  }
}

let isInterrupted = false;

// Terraform hears of the interrupt as well, and fails: the cleaning up follows from that.
process.on("SIGINT", () => {
  isInterrupted = true;
  console.log("interrupted: cleaning up");
});

const [, , ...stacks] = process.argv;
main(stacks.length > 0 ? stacks : ["copy-with-role"]).catch((error: Error) => {
  if (!isInterrupted) console.error(error.message);
  process.exitCode = 1;
});
