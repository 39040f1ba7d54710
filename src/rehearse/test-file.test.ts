import { renderTestFile } from "./test-file";

test("a test file mocks, overrides and applies, and leaves text as it is", () => {
  const file = renderTestFile({
    mocked: [
      { name: "random" },
      { name: "aws", alias: "b", data: { aws_region: { name: "r" } } },
      { name: "aws" },
    ],
    resources: [
      { target: 'module.x["a"].aws_s3_bucket.y', values: { arn: "${x}%{y}", list: [{ "${k}": 1 }] } },
    ],
    data: [],
  });
  expect(JSON.parse(file)).toEqual({
    mock_provider: {
      random: [{}],
      aws: [{ alias: "b", mock_data: { aws_region: { defaults: { name: "r" } } } }, {}],
    },
    override_resource: [
      { target: 'module.x["a"].aws_s3_bucket.y', values: { arn: "$${x}%%{y}", list: [{ "$${k}": 1 }] } },
    ],
    override_data: [],
    run: { rehearsal: { command: "apply" } },
  });
});
