import fc from "fast-check";
import { access, accountA, accountB, bucket, replication, role } from "../../test/fixtures/intents";
import { runs } from "../../test/support/runs";
import { type Permission, PERMISSIONS } from "./actions";
import { identityPolicies, identityPolicy } from "./identity-policy";
import type { Account, Bucket, Intents, Key } from "./intents";
import { leastCharacters, mostCharacters } from "./lengthened-names";
import { needsOf } from "./needs";

/** The longest names that the length of a policy is calculated with. */
const account: Account = { accountId: "1".repeat(12), region: "ap-southeast-1", partition: "aws-us-gov" };
const porter = role("porter", account);
/** The policy that is handed over to another account names keys by alias. */
const partner = role("partner", { ...account, managed: false });

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,40}$/);
const key = name.map((name): Key => ({
  name,
  account,
  alias: `alias/${"x".repeat(63)}`,
  keyArn: "arn:aws-us-gov:kms:ap-southeast-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
}));
const longBucket = fc
  .record({ name, key: fc.option(key, { nil: undefined }), otherKeys: fc.array(key, { maxLength: 2 }) })
  .map((given): Bucket => ({
    ...given,
    account,
    bucketArn: `arn:aws-us-gov:s3:::${given.name.padEnd(63, "x")}`,
    requireKey: false,
  }));
const prefix = fc.oneof(
  fc.constant(""),
  fc.nat({ max: 20 }).map((number) => `${String(number).padStart(63, "p")}/`),
  fc.stringMatching(/^[a-z/]{64,80}$/),
);
const permissions = fc.subarray(Object.keys(PERMISSIONS) as Permission[], { minLength: 1 });

const intents = fc
  .uniqueArray(longBucket, { minLength: 1, maxLength: 5, selector: ({ name }) => name })
  .chain((buckets): fc.Arbitrary<Intents> => {
    const one = fc.constantFrom(...buckets);
    const flags = { prefix, deleteMarkers: fc.boolean(), minimalKms: fc.boolean() };
    return fc.record({
      access: fc.array(
        fc
          .tuple(fc.constantFrom(porter, partner), one, permissions, prefix)
          .map(([who, to, allowed, under]) => access(who, to, allowed, under)),
        { maxLength: 12 },
      ),
      replications: fc.array(
        fc
          .tuple(one, one, fc.record(flags))
          .map(([from, to, props]) => replication(from, to, { ...props, role: porter })),
        { maxLength: 4 },
      ),
    });
  });

test("no policy has more characters, or fewer, whether its buckets share statements or not", () => {
  fc.assert(
    fc.property(intents, (granted) => {
      const needs = needsOf(granted);
      for (const limit of [Infinity, 0]) {
        const { length } = JSON.stringify(identityPolicy(granted, limit));
        expect(length).toBeLessThanOrEqual(mostCharacters(needs));
        expect(length).toBeGreaterThanOrEqual(leastCharacters(needs));
      }
    }),
    { numRuns: runs(2000) },
  );
});

test("managed policies are filled with one bucket after the other", () => {
  // With all of them, a bucket alone does not fit.
  const permissions = fc.subarray(Object.keys(PERMISSIONS) as Permission[], { minLength: 1, maxLength: 9 });
  const withOneKey = longBucket.map((given) => ({ ...given, otherKeys: [] }));
  const buckets = fc.uniqueArray(withOneKey, { minLength: 4, maxLength: 24, selector: ({ name }) => name });
  const granted = buckets.chain((all) =>
    fc
      .tuple(...all.map((to) => permissions.map((allowed) => access(porter, to, allowed))))
      .map((each) => each.sort((a, b) => (a.bucket.name < b.bucket.name ? -1 : 1))),
  );
  fc.assert(
    fc.property(granted, fc.integer({ min: 5_000, max: 6_144 }), (edges, managed) => {
      const policyOf = (access: typeof edges) => identityPolicy({ access, replications: [] }, 0);
      const parts: (typeof edges)[] = [];
      for (const edge of edges) {
        const more = [...(parts.at(-1) ?? []), edge];
        if (parts.length > 0 && JSON.stringify(policyOf(more)).length <= managed)
          parts[parts.length - 1] = more;
        else parts.push([edge]);
      }
      fc.pre(parts.length > 1);
      const { documents } = identityPolicies({ access: edges, replications: [], assumes: [] }, { managed });
      expect(documents.map((document) => document())).toEqual(parts.map(policyOf));
    }),
    { numRuns: runs(500) },
  );
});

test("the policy of a role that copies surely fits", () => {
  const edges = [
    access(porter, bucket("source", accountA), ["list", "get"]),
    access(porter, bucket("destination", accountB), ["list", "get", "put", "delete"]),
  ];
  expect(mostCharacters(needsOf({ access: edges, replications: [] }))).toBeLessThan(10_240);
});
