import fc from "fast-check";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, parse } from "node:path";
import { heredoc, renderOutput, type Value } from "../../src/export/hcl/hcl";
import { policyDocument } from "../../src/export/policy-hcl";
import { arbitraryLiteral, arbitraryLiteralValue, arbitraryPolicy } from "../fixtures/arbitrary-hcl";
import { renderFile, stackHcl } from "../fixtures/stack-hcl";
import { environment } from "../support/environment";
import { REPOSITORY } from "../support/repository";
import { run } from "../support/run";
import { temporaryFolder } from "../support/temporary-folder";
import { Terraform } from "../support/terraform";

const GOLDEN = join(REPOSITORY, "test/golden");
const STACKS = readdirSync(GOLDEN).map((file) => parse(parse(file).name).name);

const folders: ReturnType<typeof temporaryFolder>[] = [];
afterAll(() => folders.forEach((folder) => folder.remove()));

/** A folder with one file. */
function folderOf(file: string, text: string): string {
  const folder = temporaryFolder();
  folders.push(folder);
  writeFileSync(join(folder.path, file), text);
  return folder.path;
}

/** @throws with the difference */
async function checkFormat(cwd: string): Promise<void> {
  await run("terraform", ["fmt", "-check", "-diff", "-no-color"], { cwd, env: environment() });
}

function goldenHcl(stack: string): string {
  return stackHcl(JSON.parse(readFileSync(join(GOLDEN, `${stack}.tf.json`), "utf8")));
}

test.each(STACKS)("terraform fmt finds nothing to do in the stack %s in HCL", (stack) =>
  checkFormat(folderOf("main.tf", goldenHcl(stack))),
);

// Nearly every type of resource is in one of these, and the provider takes its time.
test.each(["copy-with-user", "replication"])(
  "terraform validate accepts the stack %s in HCL",
  async (stack) => {
    const terraform = new Terraform(folderOf("main.tf", goldenHcl(stack)));
    await terraform.init("-backend=false");
    await terraform.validate();
  },
);

/** A value in HCL and in Terraform's JSON syntax, where it may be what an expression is of. */
interface Drawn {
  readonly hcl: Value;
  readonly json: unknown;
  readonly call?: string;
}

const drawn: fc.Arbitrary<Drawn> = fc.oneof(
  // In an object, for an output of null is none.
  arbitraryLiteralValue.map((value) => ({ hcl: { value }, json: { value } })),
  arbitraryPolicy.map(({ document, comments }) => ({
    hcl: policyDocument(document, comments),
    json: document,
    call: "jsonencode",
  })),
  fc.array(arbitraryLiteral, { minLength: 2 }).map((lines) => {
    const text = lines.join("\n");
    return { hcl: { text: heredoc(text), list: [heredoc(text)] }, json: { text, list: [text] } };
  }),
);

function inHcl(values: readonly Drawn[]): string {
  return renderFile(...values.map(({ hcl }, index) => renderOutput(`output_${index}`, { value: hcl })));
}

function inJson(values: readonly Drawn[]): string {
  const locals = values.map(({ json }, index) => [`local_${index}`, json]);
  const output = values.map(({ call = "" }, index) => [
    `output_${index}`,
    { value: `\${${call}(local.local_${index})}` },
  ]);
  return JSON.stringify({ locals: Object.fromEntries(locals), output: Object.fromEntries(output) });
}

test("Terraform reads the same from HCL as from JSON, and finds nothing to format", () =>
  fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 300, maxLength: 300 }), async (values) => {
      const hcl = folderOf("main.tf", inHcl(values));
      await checkFormat(hcl);
      const json = folderOf("main.tf.json", inJson(values));
      expect(await outputsOf(hcl)).toEqual(await outputsOf(json));
    }),
    // To shrink what was drawn would take hours.
    { numRuns: 1, endOnFailure: true },
  ));

async function outputsOf(cwd: string): Promise<Readonly<Record<string, unknown>>> {
  const terraform = new Terraform(cwd);
  await terraform.plan();
  await terraform.apply();
  return terraform.outputs();
}
