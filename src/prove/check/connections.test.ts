import { estateOfValues } from "../../estate/read-estate";
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
