import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rawState } from "../../test/fixtures/raw-state";
import { estateOfValues, readEstate } from "../estate/read-estate";
import { readTerraformValues } from "../estate/values/read-terraform-values";
import type { TerraformInput } from "./terraform-input";
import { explainerOf } from "./explain/explain";
import { whoCan } from "./who-can";

const INPUT: TerraformInput = {
  name: "terraform.tfstate",
  estate: estateOfValues(readTerraformValues(rawState())),
  placeOf: () => undefined,
  assumptions: [],
  keysAreMadeUp: false,
};

function who(what: string, on: string) {
  const { allowed, unknown, refused } = whoCan({ do: what, on }, explainerOf(INPUT));
  return { allowed: allowed.map((each) => each.who), unknown: unknown.map((each) => each.who), refused };
}

test("roles of the Terraform, and those that its policies name", () => {
  expect(who("s3:ListBucket", "acme-data")).toEqual({ allowed: ["etl", "partner"], unknown: [], refused: 1 });
});

test("an operation takes all of its authorizations", () => {
  expect(who("aws s3 cp, downloading", "s3://acme-data/in/a.csv")).toEqual({
    allowed: [],
    unknown: [],
    refused: 3,
  });
});

test("nobody", () => {
  expect(who("s3:DeleteObject", "s3://acme-data/in/a.csv").allowed).toEqual([]);
});

test("a service that assumes a role", () => {
  const ask = (stack: string, on: string) => {
    const golden = readFileSync(join(__dirname, `../../test/golden/${stack}.tf.json`), "utf8");
    const { allowed } = whoCan(
      { do: "sts:AssumeRole", on },
      explainerOf({ ...INPUT, estate: readEstate(JSON.parse(golden)) }),
    );
    return allowed.map((each) => each.who);
  };
  expect(ask("datasync", "acme-datasync")).toEqual(["datasync.amazonaws.com for account 222222222222"]);
  expect(ask("replication", "acme-replication")).toEqual(["s3.amazonaws.com"]);
});

test("it says what others add to the policy of a key that exists already", () => {
  const golden = readFileSync(join(__dirname, "../../test/golden/existing-bucket.tf.json"), "utf8");
  const input = { ...INPUT, estate: readEstate(JSON.parse(golden)) };
  const key = "arn:aws:kms:eu-west-1:111111111111:key/0f5a1b2c-3d4e-4f60-8a7b-9c0d1e2f3a4b";
  expect(whoCan({ do: "kms:Decrypt", on: key }, explainerOf(input)).assumed).toContainEqual(
    `given that the administrators of key ${key} add the statements of output.handover_central_key_policy to its policy, and the rest of it denies nothing that was asked for and allows nothing else`,
  );
  expect(
    whoCan({ do: "s3:ListBucket", on: "acme-data-lake" }, explainerOf(input)).assumed,
  ).not.toContainEqual(expect.stringContaining("handover"));
});
