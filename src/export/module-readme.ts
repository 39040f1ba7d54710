/** The README of a module. */
import { isAbsolute, posix, sep } from "node:path";
import { deliveringService } from "../aws/delivering-services";
import { list } from "../messages/wording";
import { groupBy } from "../prove/multimap";
import type { Grant, Proof } from "../prove/prove";
import { isOfWholeBucket, levelInWords, levelsOf } from "../topology/levels";
import type { Access, Model, Principal } from "../topology/model";
import * as hcl from "./hcl/hcl";
import type { Module, ModuleResource } from "./module";
import { diagramOf } from "./module-diagram";
import { providersOf, usageOf } from "./module-usage";
import { render } from "./templates";
import { terraformDocs } from "./terraform-docs";

/** @param folder the module's folder, relative to its caller's */
export function moduleReadme(
  module: Module,
  model: Model,
  { grants, assumptions, checked, before }: Proof,
  folder: string,
): string {
  const { name, versions, accounts, outputs } = module;
  return render("README.md", {
    name,
    terraform: versions.required_version.replace(">= ", ""),
    summary: summaryOf(model),
    diagram: diagramOf(model),
    accountCount:
      accounts.length === 1 ? "one account" : `${accounts.length === 2 ? "two" : accounts.length} accounts`,
    handovers: model.accounts
      .filter(
        ({ managed, name: account }) =>
          !managed && outputs.some((output) => output.name === `handover_${account}`),
      )
      .map((account) => ({ account: account.name, output: `handover_${account.name}` })),
    policyHandovers: outputs
      .filter(({ value }) => hcl.isMap(value) && "statements" in value)
      .map(({ name: output, description }) => ({
        output,
        what: description.replace(/^Statements/, "statements"),
      })),
    usage: [...providersOf(model), usageOf(module, localSource(folder))].join("\n\n"),
    pathInRepository: pathInRepository(folder),
    accounts: accounts.map((account) => ({
      name: account.name,
      resources: account.resources.map((resource) => ({
        address: `${resource.type}.${resource.name}`,
        what: whatFor(resource),
      })),
    })),
    permissions: grants.map(permissionOf),
    given: [
      ...assumptions.map((given) => `given that ${given}`),
      ...checked.map((fact) => `each plan checks that ${fact}`),
      ...before,
    ],
    failure:
      model.replications.length > 0
        ? "AWS returns 403 or the replication status is FAILED"
        : "AWS returns 403",
    troubles: troublesOf(model),
    tables: terraformDocs(module),
    provider: model.buckets.some(({ bucketNamespace }) => bucketNamespace === "account-regional")
      ? "6.40 or newer, below 7"
      : "5.100 or newer, below 7, except 6.22 to 6.39",
  });
}

/** https://developer.hashicorp.com/terraform/language/modules/sources#local-paths */
function localSource(folder: string): string {
  const path = folder.split(sep).join(posix.sep);
  return isBelow(folder) ? `./${path}` : path;
}

/** The folder as part of a URL; only its name if it is outside of the repository. */
function pathInRepository(folder: string): string {
  const names = folder.split(sep);
  return (isBelow(folder) ? names : names.slice(-1)).map(encodeURIComponent).join(posix.sep);
}

function isBelow(folder: string): boolean {
  return folder.split(sep)[0] !== ".." && !isAbsolute(folder);
}

/** Who can do what, a sentence for each principal and each replication. */
function summaryOf({ buckets, access, replications, deliveries }: Model): string {
  const sentences = [
    ...groupBy(access, ({ principal }) => principal).map((edges) => {
      const [{ principal }] = edges as [Access];
      const what = edges.flatMap(whatCanBeDone);
      return `${subjectOf(principal)} ${list(what, "and")}.`;
    }),
    ...deliveries.map(({ service: { service, sources }, bucket, prefix }) => {
      const { principal, what, allow } = deliveringService(service);
      const [does, where] = allow === "put" ? ["delivers", "to"] : ["reads", "from"];
      const whom = sources.some(({ organizationId }) => organizationId !== undefined)
        ? "an organization"
        : sources.length === 1
          ? "one account"
          : `${sources.length} accounts`;
      return `The service \`${principal}\` ${does} ${what} of ${whom} ${where} bucket \`${bucket.name}\`${underPrefix(prefix)}.`;
    }),
    ...replications.map(({ from, to, prefix }) => {
      const objects = prefix === "" ? "every new object" : "new objects under a prefix";
      return `S3 replicates ${objects} from bucket \`${from.name}\` to bucket \`${to.name}\`.`;
    }),
  ];
  const existing = buckets.filter((bucket) => bucket.existing).map(({ name }) => `\`${name}\``);
  const created = buckets.filter((bucket) => !bucket.existing);
  const otherwise = created.flatMap(({ name, encryption }) => {
    if (encryption.kind === "no key") return [`\`${name}\` uses SSE-S3`];
    return encryption.kind === "shared key"
      ? [`\`${name}\` uses the KMS key \`${encryption.key.name}\``]
      : [];
  });
  const except = otherwise.length === 0 ? "" : `, except: ${otherwise.join("; ")}`;
  return [
    ...sentences,
    ...(created.length > 0 ? [`Each bucket is private and has its own KMS key${except}.`] : []),
    ...(existing.length > 0
      ? [
          `The module does not create ${existing.length === 1 ? "bucket" : "the buckets"} ${list(existing, "and")}, and leaves ${existing.length === 1 ? "its" : "their"} configuration as it is.`,
        ]
      : []),
  ].join(" ");
}

/** A prefix does not limit every permission. */
function whatCanBeDone({ bucket, permissions, prefix }: Access): string[] {
  const limited = permissions.filter((permission) => prefix === "" || !isOfWholeBucket(permission));
  const others = permissions.filter((permission) => !limited.includes(permission));
  const inWords = (some: Access["permissions"], where: string) =>
    some.length === 0
      ? []
      : [`${list(levelsOf(some).map(levelInWords), "and")} bucket \`${bucket.name}\`${where}`];
  return [...inWords(limited, underPrefix(prefix)), ...inWords(others, "")];
}

function subjectOf(principal: Principal): string {
  const { name, kind, account } = principal;
  const tags = "principalTags" in principal ? Object.entries(principal.principalTags) : [];
  const stated = tags.map(([key, value]) => `\`${key}=${value}\``);
  const tagged =
    stated.length === 0 ? "" : ` with the ${stated.length === 1 ? "tag" : "tags"} ${list(stated, "and")}`;
  if (kind === "organization")
    return `Accounts of organization \`${name}\` can let their roles and users${tagged}`;
  if (kind === "permission set") return `People of \`${name}\` in account \`${account.name}\` can`;
  return kind === "account"
    ? `Account \`${account.name}\` can let its roles and users${tagged}`
    : `The ${kind} \`${name}\` of account \`${account.name}\` can`;
}

function underPrefix(prefix: string): string {
  return prefix === "" ? "" : " under a prefix";
}

function whatFor({ type, preconditions, dependsOn }: ModuleResource): string {
  const what: Readonly<Record<string, string>> = {
    aws_iam_openid_connect_provider: "an account has one for each issuer, so call the module once there",
    aws_kms_key: "with rotation",
    aws_kms_replica_key: "a replica of a multi-Region key",
    aws_s3_bucket_public_access_block: "blocks public access",
    aws_s3_bucket_ownership_controls: "disables ACLs",
  };
  const after =
    dependsOn.length > 0 ? [`created after ${dependsOn.map((address) => `\`${address}\``).join(", ")}`] : [];
  const checked =
    preconditions.length > 0 ? ["checks rules that involve several variables or providers"] : [];
  const all = [what[type], ...after, ...checked].filter((part) => part !== undefined);
  return all.length === 0 ? "" : `: ${all.join("; ")}`;
}

function permissionOf({ document, statement, action, kind, neededFor }: Grant) {
  const operation = neededFor && `${neededFor.title}${neededFor.variant ? ` (${neededFor.variant})` : ""}`;
  const denies = statement.effect === "Deny" ? "denying " : "";
  const such = action.includes("*") ? "requests such as " : "";
  return {
    policy: document,
    statement: statement.sid ?? "",
    action,
    for:
      kind === "administrative"
        ? "administration of the key by its account"
        : `${denies}${such}${operation ?? ""}`,
  };
}

/** Reasons why AWS can deny a request although the policies are right. */
function troublesOf({ principals, replications }: Model): string[] {
  const hasExisting = principals.some((principal) => "existing" in principal && principal.existing);
  return [
    "Send no `--sse` flag: the bucket's default encryption applies. `--sse aws:kms` without a key selects the caller's own `aws/s3` key, which other accounts cannot use.",
    "Existing objects stay encrypted with their old key. Reading them needs `kms:Decrypt` on that key.",
    "A service control policy of your organization can deny what these policies allow.",
    "For some seconds after an apply, AWS may still use the old policies.",
    ...(hasExisting
      ? ["An existing role or user can have a permissions boundary or other policies that deny the request."]
      : []),
    ...(replications.length > 0
      ? [
          "If the replication status is `FAILED`, check that versioning is enabled on both buckets and that the destination's key is enabled.",
          "Objects from before the replication rule are not replicated. Run S3 Batch Replication for them.",
        ]
      : []),
  ];
}
