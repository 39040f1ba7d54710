import type { Expected } from "../expected";

/**
 * Without an intent, nothing says that the reader needs the bucket too. With topology.yaml, the bucket policy is missing.
 */
export const expected: Expected = {
  style: "a module that expects its providers",
  mistakes: [],
  connections: [],
  outsiders: [
    {
      who: "arn:aws:iam::222222222222:role/acme-reader",
      resource: "aws_kms_key.data",
      actions: ["kms:Decrypt"],
      operations: [],
    },
  ],
  findings: [],
};
