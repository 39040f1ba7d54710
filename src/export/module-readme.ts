/** What a module's README says. */
import type { Grant, Proof } from "../prove/prove";
import { type Level, levelsOf } from "../topology/levels";
import type { Model, Principal } from "../topology/model";
import * as hcl from "./hcl/hcl";
import { literal } from "./literal";
import type { Module, ModuleResource } from "./module";
import { diagramOf } from "./module-diagram";
import { providersOf, usageOf } from "./module-usage";
import { render } from "./templates";

export function moduleReadme(module: Module, model: Model, { grants }: Proof): string {
  const { name, accounts, variables, outputs } = module;
  return render("README.md", {
    name,
    summary: summaryOf(model),
    diagram: diagramOf(model),
    accountCount: accounts.length === 2 ? "two" : String(accounts.length),
    usage: [...providersOf(model), usageOf(module, `./modules/${name}`)].join("\n\n"),
    accounts: accounts.map((account) => ({
      name: account.name,
      resources: account.resources.map((resource) => ({
        address: `${resource.type}.${resource.name}`,
        what: whatFor(resource),
      })),
    })),
    permissions: grants.map(permissionOf),
    troubles: troublesOf(model),
    inputs: variables.map(({ name: input, description, type, default: fallback }) => ({
      name: input,
      description,
      type,
      fallback: fallback === undefined ? "n/a" : codeCell(hcl.renderValue(literal(fallback))),
      required: fallback === undefined ? "yes" : "no",
    })),
    outputs,
  });
}

/**
 * Code in a cell of a table, whatever it has of Markdown: https://github.github.com/gfm/#code-spans,
 * https://github.github.com/gfm/#tables-extension-
 */
function codeCell(code: string): string {
  const runs = code.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const space = runs.length > 0 ? " " : "";
  return `${fence}${space}${code.replaceAll("|", "\\|")}${space}${fence}`;
}

/** Who gets what, a sentence for each edge. */
function summaryOf({ access, replications }: Model): string {
  const sentences = [
    ...access.map(({ principal, bucket, permissions, prefix }) => {
      const { name, account } = principal;
      const what = levelsOf(permissions).map((level) => VERBS[level]);
      const where = prefix === "" ? "" : ", under a prefix";
      return `The ${kindOf(principal)} \`${name}\` of account \`${account.name}\` may ${what.join(" and ")} the bucket \`${bucket.name}\`${where}.`;
    }),
    ...replications.map(
      ({ from, to }) => `S3 replicates every new object of the bucket \`${from.name}\` to \`${to.name}\`.`,
    ),
  ];
  const rest = "Buckets are private and encrypted with KMS keys of their own, unless they use another's.";
  return [...sentences, rest].join(" ");
}

const VERBS: Readonly<Record<Level, string>> = {
  read: "read from",
  write: "write to",
  read_write: "read and write",
  list: "list",
  get: "read the objects of",
  put: "write objects to",
  delete: "delete objects from",
};

function kindOf({ kind }: Principal): string {
  return kind === "account" ? "whole account" : kind;
}

function whatFor({ type, preconditions, dependsOn }: ModuleResource): string {
  const what: Readonly<Record<string, string>> = {
    aws_kms_key: "with rotation",
    aws_s3_bucket_public_access_block: "which lets nobody in by ACL or public policy",
    aws_s3_bucket_ownership_controls: "which turns ACLs off",
  };
  const after =
    dependsOn.length > 0 ? [`after ${dependsOn.map((address) => `\`${address}\``).join(", ")}`] : [];
  const checked = preconditions.length > 0 ? ["checks what no variable can say of itself"] : [];
  const all = [what[type], ...after, ...checked].filter((part) => part !== undefined);
  return all.length === 0 ? "" : `: ${all.join("; ")}`;
}

function permissionOf({ document, statement, action, kind, neededFor }: Grant) {
  const refuses = statement.Effect === "Deny";
  const where = neededFor && `${neededFor.title}${neededFor.variant ? ` (${neededFor.variant})` : ""}`;
  return {
    policy: document,
    statement: statement.Sid ?? "",
    action,
    for:
      kind === "administrative" ? "the account keeps its key" : `${refuses ? "refuses " : ""}${where ?? ""}`,
  };
}

/** The things that go wrong where policies do not. */
function troublesOf({ principals, replications }: Model): string[] {
  const hasExisting = principals.some((principal) => principal.kind !== "account" && principal.existing);
  return [
    "A `--sse aws:kms` flag without a key means the caller's own `aws/s3`, which no other account can use. Send no `--sse` flag: the bucket's default encryption applies.",
    "Objects that were there before keep the key that they are under; reading them takes `kms:Decrypt` on that key.",
    "A service control policy of your organization can take away what every policy here allows.",
    "For some seconds after an apply, AWS may still answer by the old policies.",
    ...(hasExisting
      ? [
          "An existing role or user can have other policies and a permissions boundary, which this module does not see.",
        ]
      : []),
    ...(replications.length > 0
      ? [
          "`FAILED`: is versioning still enabled on both buckets, and the replica's key enabled?",
          "Objects from before the replication are not replicated: run S3 Batch Replication.",
        ]
      : []),
  ];
}
