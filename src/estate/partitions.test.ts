import { partitionOfRegion } from "./partitions";

test.each([
  ["us-east-1", "aws"],
  ["eu-central-2", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["eusc-de-east-1", "aws-eusc"],
  ["us-iso-east-1", "aws-iso"],
  ["us-isob-east-1", "aws-iso-b"],
  ["eu-isoe-west-1", "aws-iso-e"],
  ["us-isof-south-1", "aws-iso-f"],
])("%s is in %s", (region, partition) => {
  expect(partitionOfRegion(region)).toBe(partition);
});
