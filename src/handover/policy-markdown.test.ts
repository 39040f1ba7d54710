import { policyHandoverMarkdown } from "./policy-markdown";

function page(principal: string): string {
  return policyHandoverMarkdown({
    stack: "lake",
    kind: "bucket",
    name: "lake",
    resource: "acme-lake",
    accountId: "111111111111",
    region: "eu-west-1",
    document: {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Get",
          Effect: "Allow",
          Principal: { AWS: principal },
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::acme-lake/*",
        },
      ],
    },
    reasons: new Map([["Get", { because: "Reads.", source: "https://docs.aws.amazon.com/x" }]]),
  });
}

test("a page says in which order statements and principals can come", () => {
  expect(page("arn:aws:iam::222222222222:root")).toContain(
    "You can do this before or after the stack is deployed.",
  );
  const role = page("arn:aws:iam::222222222222:role/acme-batch");
  expect(role).toContain(
    "AWS rejects the statements as long as one of these does not exist: `arn:aws:iam::222222222222:role/acme-batch`. If the stack creates it, add the statements after the deployment.",
  );
  expect(role).not.toContain("before or after");
});
