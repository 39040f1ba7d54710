/** A check as JSON. Within a version, fields keep their names and meanings; new fields can be added. */
import { textsOf } from "../prove/evaluator/unknown";
import * as z from "zod";
import type {
  DecidingDocument,
  DescribedOperation,
  Failure,
  MissingAuthorization,
  Outsiders,
} from "../prove/check/description";
import type { Checked } from "../verify/check";
import { fingerprintOf } from "../verify/fingerprint";
import { place } from "./place-json";

const document = z.object({
  name: z.string().describe("Such as bucket policy of acme-source."),
  account: z.string(),
  address: z
    .string()
    .nullable()
    .describe("The Terraform address of the policy, or of the resource without one."),
  outcome: z.enum(["denies", "does not allow"]),
  statement: z.string().nullable().describe("The statement that denies it: its Sid or number."),
});

const missing = z.object({
  action: z.string(),
  resource: z.string().describe("The ARN of the bucket, object, key or role."),
  documents: z.array(document).describe("The policies that lack it, or the one that denies it."),
  source: z.string().describe("The AWS page about this authorization."),
});

const answer = z.enum(["can", "cannot", "half", "unknown"]);

const operation = z.object({
  title: z.string().describe("Such as aws s3 cp, uploading."),
  variant: z.string().nullable().describe("Distinguishes operations with the same title."),
  keys: z.array(z.string()).describe("Patterns of the keys of the objects; * for all."),
  answer: answer.describe(
    "half: some of what the operation needs was granted and the rest was not. unknown: it depends on what was not read.",
  ),
  half: z.enum(["one side", "key", "denied", "variant"]).nullable().describe("Why half."),
  missing: z.array(missing),
  unknown: z.array(z.string()).describe("Why unknown."),
});

const connection = z.object({
  principal: z.object({
    kind: z.enum(["role", "user", "account", "organization"]),
    name: z.string(),
    arn: z
      .string()
      .describe(
        "Of an account, the ARN of its root. Whoever has some tags, of an account or an organization, is told apart by ?team=red at the end.",
      ),
    account: z.string().describe("Empty for an organization."),
    address: z.string().nullable(),
    policies: z
      .enum(["known", "part", "assumed"])
      .describe(
        "Whether all of its policies are known; or it can have others; or they are assumed to allow everything.",
      ),
  }),
  bucket: z.object({
    name: z.string(),
    arn: z.string(),
    account: z.string(),
    address: z.string(),
    key: z.string().nullable().describe("The ARN of the key for new objects. Null for SSE-S3."),
  }),
  operations: z.array(operation),
});

const outsider = z.object({
  who: z.union([
    z.object({ kind: z.enum(["account", "principal"]), arn: z.string(), account: z.string() }),
    z.object({
      kind: z.literal("organization"),
      id: z.string(),
      arn: z.string().nullable().describe("As in connections, if the statement is for all of it."),
    }),
    z.object({
      kind: z.literal("everyone"),
      anonymous: z.boolean(),
      except: z.array(z.string()).describe("Those whom a NotPrincipal leaves out."),
    }),
  ]),
  resource: z.string(),
  policy: z.string(),
  account: z.string(),
  address: z.string().nullable(),
  statement: z.string(),
  actions: z.array(z.string()),
  operations: z.array(z.string()),
  conditions: z.array(z.string()).describe("The condition keys that limit it."),
  blocked: z.boolean().describe("Whether the block of public access of the bucket prevents all of it."),
  unknown: z.array(z.string()),
});

const failure = z.object({ what: z.string(), problem: z.string(), missing: z.array(missing) });

const rule = z.object({
  address: z.string(),
  id: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  role: z.string(),
  enabled: z.boolean(),
  answer: z.enum(["can", "cannot", "unknown"]),
  failures: z.array(failure),
  unknown: z.array(z.string()),
  leaves_out: z.array(z.string()).describe("Which old objects it does not replicate, and why."),
});

const location = z.object({
  use: z
    .enum(["transfer", "report"])
    .describe("Whether DataSync reads or writes objects there, or writes the reports of a task."),
  address: z.string().describe("Of the location, or of the task of the reports."),
  bucket: z.string(),
  role: z.string(),
  used: z.boolean().describe("Whether a task reads from it or writes to it."),
  answer: z.enum(["can", "cannot", "unknown"]),
  failures: z.array(failure),
  unknown: z.array(z.string()),
  lacks: z.array(failure).describe("What AWS lists besides and nobody grants, which may be needed."),
});

const flaw = z.object({
  check: z.string().describe("The id of the check. See docs/checks.md."),
  severity: z.enum(["error", "warning"]),
  problem: z.string(),
  addresses: z.array(z.string()),
  places: z.array(place),
  because: z.array(z.string()),
  repair: z.string(),
  source: z.string().nullable().describe("The AWS page about it."),
  fingerprint: z.string().describe("The same as long as the flaw is, whatever moves in the files."),
});

/** What `s3porter check --json` prints. */
export const CheckJson = z
  .object({
    version: z.literal(1),
    input: z.string(),
    accounts: z.array(z.object({ provider: z.string(), id: z.string(), region: z.string() })),
    flaws: z.array(flaw),
    accepted: z.int().describe("How many flaws the baseline accepts."),
    connections: z.array(connection).describe("Who can do what."),
    outsiders: z.array(outsider).describe("What people beyond the accounts can do."),
    replications: z.array(rule),
    datasync_locations: z.array(location).describe("What DataSync can use."),
    not_read: z.array(
      z.object({
        address: z.string(),
        argument: z.string().nullable(),
        reason: z.string(),
        can_allow: z.boolean().describe("Whether it can allow requests that no policy allows that was read."),
      }),
    ),
    assumptions: z.array(z.string()),
  })
  .describe("What s3porter check --json prints.");

export type CheckJson = z.infer<typeof CheckJson>;

export function checkJson(checked: Checked): CheckJson {
  const { name: input, estate, description, flaws, accepted, assumptions, placeOf } = checked;
  return {
    version: 1,
    input,
    accounts: estate.accounts.map(({ address, id, region }) => ({
      provider: address.replace(/^provider\./, ""),
      id,
      region,
    })),
    flaws: flaws.map((each) => ({
      check: each.check,
      severity: each.severity,
      problem: each.problem,
      addresses: [...each.addresses],
      places: each.addresses.flatMap((address) => placeOf(address) ?? []),
      because: [...each.because],
      repair: each.repair,
      source: each.source ?? null,
      fingerprint: fingerprintOf(each),
    })),
    accepted,
    connections: description.connections.map(({ principal, bucket, operations }) => ({
      principal: { ...principal, address: principal.address ?? null },
      bucket: {
        name: bucket.name,
        arn: bucket.arn,
        account: bucket.account,
        address: bucket.address,
        key: bucket.keyArn ?? null,
      },
      operations: operations.map(operationJson),
    })),
    outsiders: description.outsiders.map(
      ({ who, resource, document: { name, account, address }, statement, ...rest }) => ({
        who: whoJson(who),
        resource,
        policy: name,
        account,
        address: address ?? null,
        statement,
        actions: [...rest.actions],
        operations: [...rest.operations],
        conditions: [...rest.conditions],
        blocked: rest.isBlocked === true,
        unknown: [...rest.unknown],
      }),
    ),
    replications: description.replications.map(
      ({ address, id, from, to, roleArn, isEnabled, answer: verdict, failures, unknown, leavesOut }) => ({
        address,
        id: id ?? null,
        from,
        to,
        role: roleArn,
        enabled: isEnabled,
        answer: verdict,
        failures: failures.map(failureJson),
        unknown: [...unknown],
        leaves_out: [...leavesOut],
      }),
    ),
    datasync_locations: description.locations.map(
      ({ use, address, bucket, roleArn, isUsed, answer: verdict, failures, unknown, lacks }) => ({
        use,
        address,
        bucket,
        role: roleArn,
        used: isUsed,
        answer: verdict,
        failures: failures.map(failureJson),
        unknown: [...unknown],
        lacks: lacks.map(failureJson),
      }),
    ),
    not_read: estate.unmodelled.map(({ address, argument, reason, canAllow }) => ({
      address,
      argument: argument ?? null,
      reason,
      can_allow: canAllow,
    })),
    assumptions: [...new Set([...assumptions, ...description.assumptions])],
  };
}

function whoJson(who: Outsiders): z.infer<typeof outsider>["who"] {
  switch (who.kind) {
    case "everyone":
      return { kind: who.kind, anonymous: who.isAnonymous, except: [...(who.but ?? [])] };
    case "organization":
      return { ...who, arn: who.arn ?? null };
    default:
      return who;
  }
}

function failureJson({ what, problem, missing: lacks }: Failure) {
  return { what, problem, missing: lacks.map(missingJson) };
}

function operationJson({ title, variant, keys, answer: verdict, half, ...rest }: DescribedOperation) {
  return {
    title,
    variant: variant ?? null,
    keys: [...keys],
    answer: verdict,
    half: half ?? null,
    missing: rest.missing.map(missingJson),
    unknown: [...textsOf(rest.unknown)],
  };
}

function missingJson({ authorization: { action, resource, source }, documents }: MissingAuthorization) {
  return { action, resource, documents: documents.map(documentJson), source };
}

function documentJson({ name, account, address, outcome, statement }: DecidingDocument) {
  return { name, account, address: address ?? null, outcome, statement: statement ?? null };
}
