import { renderProvider } from "./provider";

test("a configuration of a provider", () => {
  expect(
    renderProvider("aws", {
      allowed_account_ids: ["111111111111"],
      alias: "source",
      assume_role: [{ role_arn: "arn:aws:iam::111111111111:role/Deployer" }],
      default_tags: { tags: { owner: "data" } },
    }),
  ).toBe(`provider "aws" {
  alias               = "source"
  allowed_account_ids = ["111111111111"]

  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/Deployer"
  }

  default_tags {
    tags = { owner = "data" }
  }
}`);
});

test("of another provider nothing is known", () => {
  expect(() => renderProvider("google", {})).toThrow(
    'provider "google" is not in src/export/hcl/blocks.json',
  );
});
