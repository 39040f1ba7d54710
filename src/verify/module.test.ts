import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MODULES } from "../../test/support/modules";
import { temporaryFolder } from "../../test/support/temporary-folder";
import { moduleName, proveModule } from "./module";

const { path, remove } = temporaryFolder();
afterAll(remove);
const copy = join(path, "replication");
beforeEach(() => {
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(MODULES, "replication"), copy, { recursive: true });
});

function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(join(copy, file), "utf8");
  const edited = text.replace(from, to);
  expect(edited).not.toBe(text);
  writeFileSync(join(copy, file), edited);
}

test("a module is called by the name of its folder", () => {
  expect(moduleName(`${copy}/`)).toBe("replication");
});

test("an edit that takes something away is a flaw where it is", async () => {
  edit("policies.tf", '"s3:ReplicateDelete", "s3:ReplicateObject"', '"s3:ReplicateObject"');
  const {
    proof: { flaws },
  } = await proveModule(copy);
  expect(flaws.length).toBeGreaterThan(0);
  expect(JSON.stringify(flaws)).toContain("aws_s3_bucket_policy.destination");
});

test("so is one that gives more", async () => {
  edit("source.tf", "block_public_policy     = true", "block_public_policy     = false");
  edit("policies.tf", /"kms:Decrypt"\n(\s+Resource = )/, '["kms:Decrypt", "kms:ReEncryptFrom"]\n$1');
  const {
    proof: { flaws },
  } = await proveModule(copy);
  expect(JSON.stringify(flaws)).toContain("kms:ReEncryptFrom");
});

test("what is asked for may change with it", async () => {
  edit("topology.yaml", "acme-replication-source", "our-source");
  expect((await proveModule(copy)).proof.flaws).toEqual([]);
});

test("a folder that there is not", async () => {
  await expect(proveModule(join(path, "none"))).rejects.toThrow(
    `--module "${join(path, "none")}" is not a folder; name the folder of a module, such as modules/replication`,
  );
});

test("a module that does not say what it is for", async () => {
  rmSync(join(copy, "topology.yaml"));
  await expect(proveModule(copy)).rejects.toThrow(
    `${join(copy, "topology.yaml")} is missing; it says what the module in ${copy} must allow`,
  );
});

test("a module that only Terraform can evaluate is told how it can", async () => {
  const policy = "policy = data.aws_iam_policy_document.x.json";
  writeFileSync(
    join(copy, "extra.tf"),
    `resource "aws_kms_key" "extra" {\n  provider = aws.source\n  ${policy}\n}\n`,
  );
  await expect(proveModule(copy)).rejects.toThrow(
    `run s3porter check ${copy} --intent ${join(copy, "topology.yaml")}`,
  );
});
