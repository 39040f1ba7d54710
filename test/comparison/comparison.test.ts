/** What docs/modules.md says of callers of other modules, against what Terraform made of them with the modules. */
import { parse } from "@cdktf/hcl2json";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../scripts/modules-page";
import { check } from "../../src/verify/check";
import { proveIntent, readIntent } from "../../src/verify/intent";
import { REPOSITORY } from "../support/repository";
import { saidBy } from "../support/said-by";
import type { Attributes } from "../support/terraform";
import { STACKS } from "../support/topologies";
import { CALLERS, mainOf, providersOf } from "./callers";
import { digestOf, fileOf, inputOf, readEvaluated } from "./evaluated";
import { newFlaws } from "./new-flaws";
import { changedBy, OPTIONS } from "./options";

/** What is wrong with the callers, by the pages that docs/checks.md names. There is nothing wrong with the others. */
const FLAWS: Readonly<Record<string, readonly string[]>> = {
  // Each configuration would have to wait for the versioning of the other bucket.
  "replication-two-way/terraform-aws-modules/with-option": ["replication-order", "replication-order"],
  "replication-two-way/cloudposse/with-option": [
    // The bucket policies allow more than the roles, to each of the two buckets.
    "one-sided-grants",
    "one-sided-grants",
    "replication-order",
    "replication-order",
    // s3:ObjectOwnerOverrideToBucketOwner, in both roles and both bucket policies.
    "acls-off",
    "acls-off",
    "acls-off",
    "acls-off",
    // s3:PutBucketVersioning, in both bucket policies.
    "foreign-configuration",
    "foreign-configuration",
  ],
  // The role has more than the bucket policies allow: s3:ReplicateDelete and others, at both destinations.
  "replication-fan-out/cloudposse/with-option": ["one-sided-grants", "one-sided-grants", "acls-off"],
};

test("docs/modules.md is up to date; npm run modules writes it anew", async () => {
  expect(await saidBy(main)).toEqual([]);
});

describe.each(CALLERS)("$name", (caller) => {
  const evaluated = readEvaluated(caller);

  test("is what was evaluated; npm run comparison evaluates it anew", () => {
    expect(evaluated.digest).toBe(digestOf(mainOf(caller), providersOf(caller)));
    const options = OPTIONS.flatMap((option) => {
      const changed = changedBy(option, caller);
      return changed === undefined ? [] : [[option.id, digestOf(changed)]];
    });
    expect(Object.entries(evaluated.options).map(([id, { digest }]) => [id, digest])).toEqual(options);
  });

  test("calls a bucket and a key for each side, in the versions that were evaluated", async () => {
    const { module: calls } = (await parse("main.tf", mainOf(caller))) as {
      module: Readonly<Record<string, [{ source: string; version: string }]>>;
    };
    const sides = caller.work === "replication-two-way" ? 2 : 3;
    const sources = Object.values(calls).map(([{ source }]) => source);
    expect(sources).toHaveLength(2 * sides);
    expect(new Set(sources).size).toBe(2);
    for (const [{ source, version }] of Object.values(calls))
      expect(evaluated.modules[source]?.version).toBe(version);
  });

  test("check says what is wrong with it", () => {
    const { flaws } = check(inputOf(caller.name, evaluated));
    expect(flaws.map(({ check: id }) => id)).toEqual(FLAWS[caller.name] ?? []);
  });

  if (FLAWS[caller.name] === undefined)
    test("does what our stack does, and nothing else", () => {
      const { flaws } = proveIntent(
        readIntent(join(STACKS, `${caller.work}.yaml`)),
        inputOf(caller.name, evaluated),
      );
      expect(flaws).toEqual([]);
    });

  test("creates the buckets and aliases of our stack", () => {
    const golden = readFileSync(join(REPOSITORY, "test/golden", `${caller.work}.tf.json`), "utf8");
    const { resource } = JSON.parse(golden) as { resource: Record<string, Record<string, Attributes>> };
    for (const [type, name] of [
      ["aws_s3_bucket", "bucket"],
      ["aws_kms_alias", "name"],
    ] as const) {
      const created = evaluated.resources.filter((each) => each.type === type);
      const ours = Object.values(resource[type] ?? {}).map((attributes) => attributes[name]);
      expect(created.map(({ values }) => values[name]).sort()).toEqual(ours.sort());
    }
  });
});

const withOption = CALLERS.filter(({ style }) => style === "with-option");

describe.each(OPTIONS)("$work: $title", (option) => {
  const callers = withOption.filter(
    ({ work, publisher }) => work === option.work && option.changes[publisher] !== undefined,
  );

  test.each(callers)("check finds it in $name, which Terraform planned", (caller) => {
    const found = newFlaws(caller, option.id).filter(({ severity }) => severity === "error");
    expect(found.map(({ check: id }) => id)).toContain(option.found);
  });
});

test("what is kept of the evaluations stays small", () => {
  const sizes = CALLERS.map((caller) => statSync(fileOf(caller)).size);
  expect(sizes.reduce((total, size) => total + size, 0)).toBeLessThan(300_000);
});
