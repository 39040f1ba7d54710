import { renderModule } from "./module";

test("a call of a module with two providers", () => {
  expect(
    renderModule("replication", {
      source: "./modules/replication",
      providers: { "aws.source": "aws.source", "aws.destination": "aws.backup" },
      inputs: { source_bucket_name: "acme-source", tags: { owner: "data", team: "a" } },
      depends_on: ["module.other"],
    }),
  ).toBe(`module "replication" {
  source = "./modules/replication"

  providers = {
    aws.source      = aws.source
    aws.destination = aws.backup
  }

  source_bucket_name = "acme-source"
  tags = {
    owner = "data"
    team  = "a"
  }

  depends_on = [module.other]
}`);
});

test("an input is a name that Terraform takes", () => {
  expect(() => renderModule("a", { source: "a", inputs: { "b c": 1 } })).toThrow(
    'expected the name of a variable, received "b c"',
  );
});
