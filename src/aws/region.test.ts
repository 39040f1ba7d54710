import { partitionOf, regionProblem } from "./region";

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

test.each(["", "us-east", "us-east-1a", "us-esat-1", "us_east_1", "US-EAST-1", "useast1", "us-east-1\n"])(
  "%j is no region",
  (region) => {
    expect(regionProblem(region)).toBe('must be the name of an AWS region, such as "us-east-1"');
  },
);
