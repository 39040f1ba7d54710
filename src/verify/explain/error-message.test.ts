import { readErrorMessage, type RefusedRequest } from "./error-message";

const ETL = "arn:aws:sts::111122223333:assumed-role/etl/i-0123456789";
const KEY = "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";

test.each<[string, RefusedRequest]>([
  [
    `An error occurred (AccessDenied) when calling the PutObject operation: User: ${ETL} is not authorized to perform: kms:GenerateDataKey on resource: ${KEY} because no resource-based policy allows the kms:GenerateDataKey action`,
    {
      as: ETL,
      do: "kms:GenerateDataKey",
      on: KEY,
      reason: { policy: "resource-based", explicit: false },
    },
  ],
  [
    `User: arn:aws:iam::111122223333:user/ann is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::acme-data" because no identity-based policy allows the s3:ListBucket action`,
    {
      as: "arn:aws:iam::111122223333:user/ann",
      do: "s3:ListBucket",
      on: "arn:aws:s3:::acme-data",
      reason: { policy: "identity-based", explicit: false },
    },
  ],
  [
    `api error AccessDenied: User: ${ETL} is not authorized to perform:\n  s3:GetObject on resource: "arn:aws:s3:::acme-data/in/a b.csv" with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-a/service_control_policy/p-b`,
    {
      as: ETL,
      do: "s3:GetObject",
      on: "arn:aws:s3:::acme-data/in/a b.csv",
      reason: { policy: "service control", explicit: true },
    },
  ],
  [
    `User: ${ETL} is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    { as: ETL, do: "kms:Decrypt" },
  ],
  [
    `User: ${ETL} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/team/Reader.`,
    { as: ETL, do: "sts:AssumeRole", on: "arn:aws:iam::444455556666:role/team/Reader" },
  ],
])("%s", (message, expected) => {
  expect(readErrorMessage(message)).toEqual(expected);
});

test("an error that does not name the caller", () => {
  expect(() =>
    readErrorMessage("An error occurred (403) when calling the HeadObject operation: Forbidden"),
  ).toThrow(/--error .* does not say who was refused what.*--as, --do and --on/);
});
