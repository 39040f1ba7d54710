import { temporaryFolder } from "../../test/support/temporary-folder";
import { Configuration } from "./configuration";
import { checkGiven, givenValues } from "./given";
import { readModules } from "./modules";

const { path, remove } = temporaryFolder({
  "main.tf": 'provider "aws" {}\ndata "aws_s3_bucket" "logs" {}\nresource "aws_s3_bucket" "own" {}\n',
});
afterAll(remove);

const configuration = new Configuration("live", readModules(path));

test.each([
  [{ set: { "data.aws_s3_bucket.logs.region": "x", "data.aws_s3_bucket.logs[0].arn": "y" } }, undefined],
  [{ accounts: { aws: "111111111111" } }, undefined],
  [
    { set: { "data.aws_s3_bucket.log.region": "x" } },
    '--set data.aws_s3_bucket.log.region: live has no such data source; did you mean "data.aws_s3_bucket.logs"?',
  ],
  [{ set: { "aws_s3_bucket.own.arn": "x" } }, "--set aws_s3_bucket.own.arn: live has no such data source"],
  [{ regions: { "aws.copy": "eu-west-1" } }, "--region aws.copy: live has no such provider; it has aws"],
  [{ accounts: { "aws.copy": "111111111111" } }, "--account aws.copy: live has no such provider; it has aws"],
])("%j", (given, problem) => {
  const check = () => checkGiven(given, configuration);
  if (problem === undefined) expect(check).not.toThrow();
  else expect(check).toThrow(problem);
});

test("values for a block are those of each of its instances", () => {
  const set = { "data.aws_x.a.tags.team": "x", "data.aws_x.a[0].id": "y", "data.aws_x.ab.id": "z" };
  expect(givenValues("data.aws_x.a[0]", { set })).toEqual({ tags: { team: "x" }, id: "y" });
  expect(givenValues("data.aws_x.a[1]", { set })).toEqual({ tags: { team: "x" } });
  expect(givenValues("data.aws_x.a[1]", {})).toEqual({});
});
