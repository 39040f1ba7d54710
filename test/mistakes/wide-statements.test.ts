/** Statements of buckets and keys that allow principals of their own account more than was asked for. */
import { type ChangeableTerraform, flawsOfChanged } from "../fixtures/changed-stack";

const PORTER = "arn:aws:iam::222222222222:role/S3Porter";

function problems(local: string, statement: object): string[] {
  const add = ({ locals }: ChangeableTerraform) => void locals[local]?.Statement.push(statement as never);
  return flawsOfChanged("copy-with-role", add).map(
    ({ part, problem, repair }) => `${part}: ${problem}; ${repair}`,
  );
}

test.each([
  [
    "destination_bucket_policy",
    {
      Sid: "Everything",
      Effect: "Allow",
      Principal: { AWS: PORTER },
      Action: "s3:*",
      Resource: ["arn:aws:s3:::acme-destination", "arn:aws:s3:::acme-destination/*"],
    },
  ],
  [
    "destination_key_policy",
    { Sid: "Everything", Effect: "Allow", Principal: { AWS: PORTER }, Action: "kms:*", Resource: "*" },
  ],
])("a statement of the %s that is too wide is what is wrong, and not the others", (local, statement) => {
  const found = problems(local, statement);
  expect(found).toContainEqual(expect.stringContaining("narrow statement Everything"));
  expect(found.filter((each) => each.includes("superfluous"))).toEqual([]);
});
