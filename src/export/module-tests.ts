/** The tests of a module, which `terraform test` runs with mocked providers. */
import type { Account, Bucket, Model } from "../topology/model";
import * as hcl from "./hcl/hcl";
import { type ScannedSequence, scanSequences } from "./hcl/expression";
import { literal } from "./literal";
import { mapTexts } from "./map-texts";
import { managedAccounts, type Module, type ModuleResource } from "./module";
import { inputsOf } from "./module-usage";
import type { ModuleVariable } from "./module-variable";
import { render } from "./templates";

export function moduleTests(module: Module, model: Model): [string, string][] {
  const contents = new Map(module.accounts.map((account) => [account.name, account]));
  const mocked = managedAccounts(model).map((account): Mocked => {
    const { resources = [], found = [] } = contents.get(account.name) ?? {};
    return {
      account,
      arns: mockedArns(account, resources),
      found: found.map(({ type, name }) => ({ type, name, values: foundValues(type, name, model) })),
    };
  });
  const shared = {
    mocks: mocked.map(mockProvider),
    inputs: hcl.indent(assignments(inputsOf(module))),
  };
  return [
    [
      "tests/policies.tftest.hcl",
      render("policies.tftest.hcl", {
        ...shared,
        assertions: assertionsOf(module, examplesOf(module, mocked)),
      }),
    ],
    ["tests/validation.tftest.hcl", render("validation.tftest.hcl", { ...shared, ...refusalsOf(module) })],
  ];
}

/**
 * A mocked provider with the account's data. Each key, role and managed policy has its own ARN, so that assertions can
 * tell them apart. The ARNs are well-formed, because the provider validates them.
 * https://developer.hashicorp.com/terraform/language/tests/mocking
 */
function mockProvider({ account, arns, found }: Mocked): string {
  const { name, accountId, region, partition } = account;
  const data: Readonly<Record<string, hcl.ValueMap>> = {
    aws_caller_identity: { account_id: accountId },
    aws_region: { id: region },
    aws_partition: { partition },
  };
  const mocks = Object.entries(data).map(([type, values]) => ({
    type: "mock_data",
    labels: [type],
    body: [[{ name: "defaults", value: hcl.renderValue(values) }]],
  }));
  const sources = found.map(({ type, name: source, values }) => ({
    type: "override_data",
    labels: [],
    body: [
      [
        { name: "target", value: `data.${type}.${source}` },
        { name: "values", value: hcl.renderValue(values) },
      ],
    ],
  }));
  const overrides = [...arns].map(([address, arn]) => ({
    type: "override_resource",
    labels: [],
    body: [
      [
        { name: "target", value: address },
        { name: "values", value: hcl.renderValue({ arn }) },
      ],
    ],
  }));
  const body = [[{ name: "alias", value: hcl.renderValue(name) }], ...mocks, ...sources, ...overrides];
  return hcl.renderBlock({ type: "mock_provider", labels: ["aws"], body });
}

interface Mocked {
  readonly account: Account;
  readonly arns: Arns;
  /** What data sources of existing buckets and keys return. */
  readonly found: readonly { readonly type: string; readonly name: string; readonly values: hcl.ValueMap }[];
}

/** What their postconditions ask for. */
function foundValues(type: string, name: string, { keys, buckets }: Model): hcl.ValueMap {
  if (type === "aws_s3_bucket")
    return { region: buckets.find((bucket) => bucket.name === name)?.account.region };
  if (type === "aws_cloudcontrolapi_resource")
    return { properties: JSON.stringify(configured(buckets.find((bucket) => bucket.name === name))) };
  const key = keys.find((each) => each.name === name);
  const id = key?.existing ? key.keyArn.split("/").at(-1) : undefined;
  return { id, enabled: true, key_manager: "CUSTOMER", key_spec: "SYMMETRIC_DEFAULT" };
}

/** What Cloud Control returns of a bucket. */
function configured(bucket: Bucket | undefined): object {
  const { encryption } = bucket ?? {};
  const byDefault =
    encryption === undefined || encryption.kind === "no key" || !encryption.key.existing
      ? { SSEAlgorithm: "AES256" }
      : { SSEAlgorithm: "aws:kms", KMSMasterKeyID: encryption.key.keyArn };
  const BucketKeyEnabled = encryption?.kind !== "no key" && encryption?.bucketKeyEnabled;
  return {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ BucketKeyEnabled, ServerSideEncryptionByDefault: byDefault }],
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    VersioningConfiguration: { Status: "Enabled" },
  };
}

/** ARNs by the addresses of resources. */
type Arns = ReadonlyMap<string, string>;

function mockedArns(account: Account, resources: readonly ModuleResource[]): Arns {
  return new Map(
    resources.flatMap(({ type, name }, index): [string, string][] => {
      const arn = mockedArn(type, name, index, account);
      return arn === undefined ? [] : [[`${type}.${name}`, arn]];
    }),
  );
}

function mockedArn(
  type: string,
  name: string,
  index: number,
  { accountId, region, partition }: Account,
): string | undefined {
  const iam = `arn:${partition}:iam::${accountId}`;
  if (type === "aws_iam_role") return `${iam}:role/${name}`;
  if (type === "aws_iam_policy") return `${iam}:policy/${name}`;
  if (type === "aws_datasync_location_s3")
    return `arn:${partition}:datasync:${region}:${accountId}:location/loc-${String(index + 1).padStart(17, "0")}`;
  if (type !== "aws_kms_key" && type !== "aws_kms_replica_key") return undefined;
  const keyId = `00000000-0000-0000-0000-${String(index + 1).padStart(12, "0")}`;
  return `arn:${partition}:kms:${region}:${accountId}:key/${keyId}`;
}

type Examples = ReadonlyMap<string, ModuleVariable["example"]>;

/** The values of the module's references, from the topology and the mocks. */
function examplesOf({ variables, arns }: Module, mocked: readonly Mocked[]): Examples {
  const examples = new Map<string, ModuleVariable["example"]>([
    ...variables.map(({ name, example }) => [`var.${name}`, example] as const),
    ...mocked.flatMap(({ account: { name, accountId, region, partition } }) => [
      [`local.${name}_account_id`, accountId] as const,
      [`local.${name}_region`, region] as const,
      ["local.partition", partition] as const,
    ]),
    ...mocked.flatMap(({ arns: each }) =>
      [...each].map(([address, arn]) => [`${address}.arn`, arn] as const),
    ),
  ]);
  for (const [name, arn] of arns) examples.set(`local.${name}`, withExamples(arn, examples));
  return examples;
}

/** Assertions for the arguments of each resource, with the topology's values instead of references. */
function assertionsOf({ accounts, policies, outputs }: Module, examples: Examples): string[] {
  const documents = new Map(
    policies.map(({ name, document }) => [`\${local.${name}}`, document as Document]),
  );
  const settings = [
    ...accounts.flatMap(({ resources }) => resources.flatMap(settingsOf)),
    ...outputs.flatMap(({ name, value }) => handedOver(`output.${name}`, value)),
  ];
  return settings.flatMap(([address, value]) => {
    const document = typeof value === "string" ? documents.get(value) : undefined;
    if (document) return statementAssertions(address, withExamples(document, examples));
    return ASSERTED.test(address) ? [equality(address, withExamples(value, examples))] : [];
  });
}

/** An output and, in one that is a mapping, the policies that are handed over. */
function handedOver(address: string, value: hcl.Value): Setting[] {
  if (!hcl.isMap(value)) return [[address, value]];
  if (typeof value.statements === "string") return [[`${address}.statements`, value.statements]];
  const policies = (value.policies ?? []) as readonly hcl.ValueMap[];
  return policies.map(({ policy = "" }, index) => [`${address}.policies[${index}].policy`, policy]);
}

/** The address of an argument, and its value. */
type Setting = readonly [address: string, value: hcl.Value];

/** Arguments for the target of a policy, and for the role, buckets and keys of encryption, replication and DataSync. */
const ASSERTED =
  /(?<!^aws_s3_bucket\.[^.]+)\.(bucket|role|user|policy_arn|account|kms_master_key_id|replica_kms_key_id|s3_bucket_arn|bucket_access_role_arn|(source|destination)_location_arn)$/;

/** Every argument, those of nested blocks included. */
function settingsOf({ type, name, arguments: args }: ModuleResource): Setting[] {
  const visit = (address: string, value: hcl.Value): Setting[] =>
    blocksIn(address, value)?.flatMap(([block, values]) =>
      Object.entries(values).flatMap(([key, each]) =>
        each === undefined ? [] : visit(`${block}.${key}`, each),
      ),
    ) ?? [[address, value]];
  return Object.entries(args).flatMap(([key, value]) => visit(`${type}.${name}.${key}`, value as hcl.Value));
}

/** The address and the arguments of each block. A single block may have no list around it. */
function blocksIn(address: string, value: hcl.Value): [string, hcl.ValueMap][] | undefined {
  const blocks = hcl.isList(value) ? value : [value];
  if (!blocks.every(hcl.isMap)) return undefined;
  // The provider has these as a set, which has no index.
  const isSet = /^aws_s3_bucket_server_side_encryption_configuration\.[^.]+\.rule$/.test(address);
  return blocks.map((block, index) => [isSet ? `one(${address})` : `${address}[${index}]`, block]);
}

interface Document extends hcl.ValueMap {
  readonly Statement: readonly hcl.ValueMap[];
}

function statementAssertions(address: string, { Statement }: Document): string[] {
  const found = `jsondecode(${address}).Statement`;
  const count = Statement.length === 1 ? "1 statement" : `${Statement.length} statements`;
  return [
    assertion(`length(${found}) == ${Statement.length}`, `${address} must have ${count}.`),
    ...Statement.map((statement, index) =>
      assertion(
        `jsonencode(${found}[${index}]) == jsonencode(${hcl.renderValue(statement)})`,
        `Statement ${String(statement.Sid)} of ${address} has changed.`,
      ),
    ),
  ];
}

function equality(address: string, value: hcl.Value): string {
  return assertion(`${address} == ${hcl.renderValue(value)}`, `${address} has changed.`);
}

function assertion(condition: string, message: string): string {
  const body = [
    [
      { name: "condition", value: condition },
      { name: "error_message", value: hcl.renderValue(message) },
    ],
  ];
  return hcl.indent(hcl.renderBlock({ type: "assert", labels: [], body }));
}

/** Replaces references by their examples. Other references stay. */
function withExamples<T>(value: T, examples: Examples): T {
  return mapTexts(value, (text) => {
    const sequences = scanSequences(text);
    const exampleAt = ({ marker, content }: ScannedSequence) =>
      marker === "${" ? examples.get(content) : undefined;
    const [first] = sequences;
    const whole = first?.start === 0 && first.end === text.length ? exampleAt(first) : undefined;
    if (whole !== undefined) return literal(whole);
    let filled = "";
    let from = 0;
    for (const sequence of sequences) {
      const example = exampleAt(sequence);
      filled += text.slice(from, sequence.start);
      filled += example === undefined ? text.slice(sequence.start, sequence.end) : String(literal(example));
      from = sequence.end;
    }
    return filled + text.slice(from);
  });
}

/** An invalid value for each variable that has a validation. */
function refusalsOf({ variables }: Module) {
  const validated = variables.filter(({ validations }) => validations.length > 0);
  const refused = validated.map(({ name, validations: [first] }) => [name, first?.refused] as const);
  return {
    refused: hcl.indent(hcl.indent(assignments(Object.fromEntries(refused) as hcl.ValueMap))),
    addresses: validated.map(({ name }) => `var.${name}`),
  };
}

function assignments(values: hcl.ValueMap): string {
  return hcl.alignEntries(
    Object.entries(values).map(([name, value]) => ({ name, value: hcl.renderValue(value as hcl.Value) })),
  );
}
