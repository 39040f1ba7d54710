import { isOptInRegion } from "./opt-in-region";

test.each([
  "af-south-1",
  "ap-east-1",
  "ap-south-2",
  "ap-southeast-3",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "il-central-1",
  "me-south-1",
  "mx-central-1",
])("accounts enable %s", (region) => expect(isOptInRegion(region)).toBe(true));

test.each([
  "us-east-1",
  "us-west-2",
  "ca-central-1",
  "eu-west-3",
  "eu-north-1",
  "ap-south-1",
  "ap-northeast-3",
  "ap-southeast-2",
  "sa-east-1",
  "cn-north-1",
  "us-gov-west-1",
  "eusc-de-east-1",
])("every account has %s", (region) => expect(isOptInRegion(region)).toBe(false));
