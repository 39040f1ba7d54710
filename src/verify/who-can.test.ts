import { rawState } from "../../test/fixtures/raw-state";
import { estateOfValues } from "../estate/read-estate";
import { readTerraformValues } from "../estate/values/read-terraform-values";
import type { TerraformInput } from "./terraform-input";
import { whoCan } from "./who-can";

const INPUT: TerraformInput = {
  name: "terraform.tfstate",
  estate: estateOfValues(readTerraformValues(rawState())),
  placeOf: () => undefined,
  assumptions: [],
  keysAreMadeUp: false,
};

function who(what: string, on: string) {
  const { allowed, unknown, refused } = whoCan({ do: what, on }, INPUT);
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
