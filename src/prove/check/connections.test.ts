import { readFileSync } from "node:fs";
import { join } from "node:path";
import { estateOfValues, readEstate } from "../../estate/read-estate";
import { readTerraformValues } from "../../estate/values/read-terraform-values";
import { rawState } from "../../../test/fixtures/raw-state";
import { describe as described } from "./describe";

test.each([
  "arn:aws:iam::222222222222:role/a b",
  "arn:aws:iam::222222222222:role/",
  "arn:aws:iam::222222222222:role/x/",
])("a principal that cannot exist is no caller: %s", (arn) => {
  const text = JSON.stringify(rawState()).replaceAll("arn:aws:iam::222222222222:role/etl", arn);
  const { connections } = described(estateOfValues(readTerraformValues(JSON.parse(text))));
  expect(connections.map(({ principal }) => principal.name)).not.toContain(arn);
});

test("the people of a permission set are callers, also where nobody hands their policies over, as in a state", () => {
  const golden = join(__dirname, "../../../test/golden/identity-center.tf.json");
  const { output: _, ...json } = JSON.parse(readFileSync(golden, "utf8")) as { output: unknown };
  const [{ principal, operations } = { operations: [] }, ...others] = described(readEstate(json)).connections;
  expect(others).toEqual([]);
  expect(principal).toMatchObject({
    arn: "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Analyst_????????????????",
    policies: "assumed",
  });
  const can = operations.filter(({ answer }) => answer === "can").map(({ title }) => title);
  expect(can).toEqual(
    expect.arrayContaining(["aws s3 ls", "aws s3 cp, downloading", "aws s3 cp, uploading"]),
  );
  expect(can).not.toContain("aws s3 rm");
});
