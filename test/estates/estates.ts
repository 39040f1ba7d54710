/** The estates of this folder, and how each is read. */
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  type InputOptions,
  readPolicies,
  readTerraform,
  type TerraformInput,
} from "../../src/verify/terraform-input";
import { MODULES } from "../support/modules";
import { REPOSITORY } from "../support/repository";
import type { Expected } from "./expected";

export interface EstateCase {
  readonly name: string;
  readonly expected: Expected;
  /** @param scratch an empty folder of its own */
  read(scratch: string): Promise<TerraformInput>;
}

function estate(
  name: string,
  read: (folder: string, scratch: string) => Promise<TerraformInput>,
): EstateCase {
  const folder = join(__dirname, name);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { expected } = require(join(folder, "expected")) as { expected: Expected };
  return { name, expected, read: (scratch) => read(folder, scratch) };
}

function folder(name: string, options: InputOptions = {}): EstateCase {
  return estate(name, (path) => readTerraform(path, options));
}

function file(name: string, json: string, options: InputOptions = {}): EstateCase {
  return { ...estate(name, (path) => readTerraform(join(path, json), options)), name: `${name}/${json}` };
}

/** Read from files, without Terraform. */
export const FILES: readonly EstateCase[] = [
  file("registry-module", "shown.json"),
  file("registry-module", "pulled.json"),
  file("plan", "plan.json", { accounts: { aws: "111111111111" } }),
  estate("bare-policies", async (path) => {
    const fetched = (name: string) => ({
      name: basename(name),
      content: JSON.parse(readFileSync(join(path, name), "utf8")) as unknown,
    });
    return readPolicies({
      bucketPolicy: fetched("bucket-policy.json"),
      keyPolicy: fetched("key-policy.json"),
      identityPolicies: [fetched("role-policy.json"), fetched("policy-version.json")],
      bucketAccount: "111111111111",
    });
  }),
];

/** Evaluated by Terraform. */
export const FOLDERS: readonly EstateCase[] = [
  folder("policy-documents"),
  folder("jsonencode"),
  folder("heredocs"),
  folder("for-each-module"),
  folder("two-providers"),
  folder("datasync"),
  folder("exported-modules"),
  folder("exported-for-partner"),
  estate("cdktf", async (_, scratch) => {
    mkdirSync(scratch, { recursive: true });
    const golden = join(REPOSITORY, "test/golden/shared-with-principals.tf.json");
    cpSync(golden, join(scratch, "cdk.tf.json"));
    return readTerraform(scratch);
  }),
  folder("context-of-objects"),
  folder("key-of-another-account"),
  folder("kms-on-one-side", { accounts: { aws: "111111111111", "aws.vault": "222222222222" } }),
  folder("key-policy-alone", { accounts: { "aws.owner": "111111111111" } }),
  estate("admin-attached", async (path, scratch) => {
    cpSync(join(MODULES, "copy-with-role"), scratch, { recursive: true });
    cpSync(join(path, "extra.tf"), join(scratch, "extra.tf"));
    return readTerraform(scratch, {
      accounts: { "aws.source": "111111111111", "aws.destination": "222222222222" },
      variables: {
        source_bucket_name: "acme-source",
        destination_bucket_name: "acme-destination",
        porter_role_name: "Porter",
        porter_assumed_by: '["arn:aws:iam::222222222222:role/scheduler"]',
      },
    });
  }),
];
