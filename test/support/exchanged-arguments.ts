/** Modules in which resources have something of each other. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** An argument of a resource or an output, at whatever depth. */
export interface Argument {
  /** Such as `aws_s3_bucket_policy.source` or `output`. */
  readonly resource: string;
  readonly argument: string;
}

interface FoundArgument extends Argument {
  readonly file: string;
  readonly line: number;
  readonly value: string;
}

/**
 * Gives each resource what the next one has that is not the same: its policy, key, bucket or user. All at once, because
 * every run of `terraform test` starts the provider several times.
 *
 * @returns what is different now
 */
export function exchange(folder: string): Argument[] {
  const policies = readFileSync(join(folder, "policies.tf"), "utf8");
  const meaning = (value: string) => documentOf(value, policies) ?? value;
  return groupsOf(argumentsIn(folder)).flatMap((group) =>
    group.flatMap((each, index) => {
      const others = [...group.slice(index + 1), ...group.slice(0, index)].map(({ value }) => value);
      const next = others.find((other) => meaning(other) !== meaning(each.value)) ?? OTHER[each.argument];
      if (next === undefined) return [];
      replaceValue(folder, each, next);
      return [{ resource: each.resource, argument: each.argument }];
    }),
  );
}

/** For what is the only one of its kind in a module. */
const OTHER: Readonly<Record<string, string>> = {
  account: '"333333333333"',
  bucket: '"arn:aws:s3:::other"',
  kms_master_key_id: '"arn:aws:kms:us-east-1:333333333333:key/other"',
  replica_kms_key_id: '"arn:aws:kms:us-east-1:333333333333:key/other"',
  role: '"arn:aws:iam::333333333333:role/other"',
};

/** Two principals that can do the same have the same policy. */
function documentOf(value: string, policies: string): string | undefined {
  const [, local = ""] = /^local\.(\w+)$/.exec(value) ?? [];
  return new RegExp(`^  ${local} = (jsonencode.*?)^  \\}\\)$`, "ms").exec(policies)?.[1];
}

/**
 * Arguments that can have each other's values. A key cannot have a policy that refers to the key, so keys have each
 * other's, and a single key that of the bucket.
 */
function groupsOf(all: readonly FoundArgument[]): FoundArgument[][] {
  const policies = all.filter(isPolicy);
  const [ofKeys, ofBuckets] = ["aws_kms_key.", "aws_s3_bucket_policy."].map((type) =>
    policies.filter(({ resource }) => resource.startsWith(type)),
  );
  const others = policies.filter((each) => !ofKeys?.includes(each) && !ofBuckets?.includes(each));
  const [keys = [], rest] = [ofKeys, [...(ofBuckets ?? []), ...others]];
  return [
    ...(keys.length > 1 ? [keys, rest] : [[...keys, ...rest]]),
    all.filter(({ argument }) => /kms.*_key_id$/.test(argument)),
    all.filter(({ argument, value }) => argument === "bucket" && value.endsWith(".id")),
    all.filter(({ argument, value }) => argument === "bucket" && value.endsWith("_arn")),
    all.filter(({ argument, value }) => argument === "role" && value.endsWith(".arn")),
    all.filter(({ argument }) => argument === "account"),
    all.filter(({ argument }) => argument === "user"),
  ];
}

function isPolicy({ value }: FoundArgument): boolean {
  return /^local\.\w+_policy$/.test(value);
}

/** Every argument that is a policy. */
export function policyArguments(folder: string): Argument[] {
  return argumentsIn(folder)
    .filter(isPolicy)
    .map(({ resource, argument }) => ({ resource, argument }));
}

function argumentsIn(folder: string): FoundArgument[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".tf"));
  return files.flatMap((file) => {
    let block: readonly string[] = [];
    return linesOf(join(folder, file)).flatMap((text, line): FoundArgument[] => {
      const [, labels] = /^(?:resource|output) (.+) \{$/.exec(text) ?? [];
      if (labels !== undefined) block = labels.replaceAll('"', "").split(" ");
      else if (text === "}") block = [];
      const [, argument, value] = /^ +(\w+) += (.+)$/.exec(text) ?? [];
      const [type, name] = block;
      if (type === undefined || argument === undefined || value === undefined) return [];
      if (name === undefined) return [{ file, line, resource: "output", argument: type, value }];
      return [{ file, line, resource: `${type}.${name}`, argument, value }];
    });
  });
}

function replaceValue(folder: string, { file, line, value }: FoundArgument, by: string): void {
  const path = join(folder, file);
  const lines = linesOf(path);
  lines[line] = (lines[line] ?? "").replace(` = ${value}`, ` = ${by}`);
  writeFileSync(path, lines.join("\n"));
}

function linesOf(path: string): string[] {
  return readFileSync(path, "utf8").split("\n");
}
