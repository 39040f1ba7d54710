import { regionsOfSdk } from "../../scripts/regions";
import { isKnownRegion, partitionOf, regionMeant, regionProblem } from "./region";
import data from "./regions.json";

test.each([
  ["us-east-1", "aws"],
  ["ap-southeast-2", "aws"],
  ["ca-west-1", "aws"],
  ["mx-central-1", "aws"],
  ["cn-northwest-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["eusc-de-east-1", "aws-eusc"],
])("the region %s is in %s", (region, partition) => {
  expect(regionProblem(region)).toBeUndefined();
  expect(partitionOf(region)).toBe(partition);
});

test.each([
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
])("the region %s is in %s, which is not supported", (region, partition) => {
  expect(regionProblem(region)).toBe("is in an isolated partition, which is not supported");
  expect(partitionOf(region)).toBe(partition);
});

test.each(["", "frankfurt", "eu-northcentral-1", "arn:aws:s3:::acme"])("%j is no region", (region) => {
  expect(regionProblem(region)).toBe('must be the name of an AWS region, such as "us-east-1"');
});

test.each([
  ["us-east", "us-east-1"],
  ["us-east1", "us-east-1"],
  ["useast1", "us-east-1"],
  ["us_east_1", "us-east-1"],
  ["us-esat-1", "us-east-1"],
  ["US-EAST-1", "us-east-1"],
  ["us-east-1a", "us-east-1"],
  ["us-east-1\n", "us-east-1"],
  ["eu-cental-1", "eu-central-1"],
  ["eu-centarl-1", "eu-central-1"],
])("%j is probably meant to be %s", (region, meant) => {
  expect(regionProblem(region)).toBe(`must be the name of an AWS region; did you mean "${meant}"?`);
});

test.each([
  ["eu-west-1", true, "eu-west-1"],
  ["eu-west-9", false, "eu-west-1"],
  ["ap-south-3", false, "ap-south-1"],
  ["ca-east-1", false, "sa-east-1"],
  ["zz-north-1", false, undefined],
])("whether %s is known", (region, isKnown, meant) => {
  expect(regionProblem(region)).toBeUndefined();
  expect(isKnownRegion(region)).toBe(isKnown);
  expect(regionMeant(region)).toBe(meant);
});

// If this fails after an update of the SDK, run `npm run regions`.
test("the regions that the AWS SDK knows are known", () => {
  expect(data.regions).toEqual(regionsOfSdk());
  expect(data.regions.length).toBeGreaterThan(30);
});
