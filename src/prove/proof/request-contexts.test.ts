import { readEstate } from "../../estate/read-estate";
import type { Authorization } from "../catalogue/authorization";
import { accountRoot } from "../evaluator/caller";
import { principalActor } from "./actor";
import { Authority } from "./authority";
import { RequestContexts } from "./request-contexts";

const Condition = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/acme" } };

/** A user who can use the keys with an alias, and a key with two aliases, a key with another one, and one without. */
function estateWith(condition: object | undefined) {
  const key = { provider: "aws.a" };
  const alias = (name: string, of: string) => ({
    provider: "aws.a",
    name: `alias/${name}`,
    target_key_id: `\${aws_kms_key.${of}.key_id}`,
  });
  const statement = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*", ...condition };
  return readEstate({
    provider: { aws: [{ alias: "a", region: "us-east-1", allowed_account_ids: ["111111111111"] }] },
    resource: {
      aws_kms_key: { both: key, other: key, none: key },
      aws_kms_alias: { one: alias("acme", "both"), two: alias("old", "both"), three: alias("x", "other") },
      aws_iam_user_policy: {
        ann: {
          provider: "aws.a",
          name: "keys",
          user: "Ann",
          policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
        },
      },
    },
  });
}

const context = { "aws:SecureTransport": "true" };

function on(resource: string, action = "kms:Decrypt"): Authorization {
  return { action, resource, owner: "111111111111", context, source: "" };
}

test("a condition on the aliases of a key looks at all of them", () => {
  const estate = estateWith({ Condition });
  const [ann] = estate.principals.map((principal) => principalActor(principal, estate));
  const authority = new Authority(estate);
  const decisions = estate.keys.map(({ address, arn }) => [
    address,
    ann && authority.decide(ann, on(arn)).allowed,
  ]);
  expect(Object.fromEntries(decisions)).toEqual({
    "aws_kms_key.both": true,
    "aws_kms_key.other": false,
    "aws_kms_key.none": false,
  });
});

test("the same request keeps its context, and one that is not about a key has no aliases", () => {
  const estate = estateWith({ Condition });
  const contexts = new RequestContexts(estate);
  const arn = estate.keys.find(({ address }) => address === "aws_kms_key.both")?.arn ?? "";
  expect(contexts.of(on(arn))).toEqual({ ...context, "kms:ResourceAliases": ["alias/acme", "alias/old"] });
  expect(contexts.of(on(arn))).toBe(contexts.of(on(arn)));
  expect(contexts.of(on("arn:aws:s3:::acme", "s3:ListBucket"))).toBe(context);
  expect(contexts.of(on("arn:aws:kms:us-east-1:222222222222:key/x"))).toBe(context);
});

test("without a policy that asks for aliases, contexts stay as they are", () => {
  const estate = estateWith(undefined);
  expect(new RequestContexts(estate).of(on(estate.keys[0]?.arn ?? ""))).toBe(context);
});

test("the aliases of a key of another Terraform are not known", () => {
  const estate = estateWith({ Condition });
  const keys = estate.keys.map((key) => ({ ...key, existing: true as const }));
  expect(new RequestContexts({ ...estate, keys }).of(on(keys[0]?.arn ?? ""))).toBe(context);
});

test("the tags and the kind of a key are known, unless it is of another Terraform", () => {
  const estate = estateWith(undefined);
  const facts = { tags: { Team: "data" }, multiRegion: true as const, imported: true as const };
  const keys = estate.keys.map((key) => ({ ...key, ...facts }));
  const arn = keys[0]?.arn ?? "";
  const user = { arn: "", caller: accountRoot("111111111111") };
  const ofKey = new RequestContexts({ ...estate, keys }).usual(user, on(arn));
  const asked = ["aws:resourcetag/team", "aws:resourcetag/cost", "kms:multiregion", "kms:multiregionkeytype"];
  expect([...asked, "kms:keyorigin"].map((key) => ofKey(key))).toEqual([
    "data",
    undefined,
    "true",
    "PRIMARY",
    "EXTERNAL",
  ]);
  const others = keys.map((key) => ({ ...key, existing: true as const }));
  const ofOther = new RequestContexts({ ...estate, keys: others }).usual(user, on(arn));
  expect(asked.map(ofOther)).toEqual(asked.map(() => undefined));
});
