import builder from "junit-report-builder";
import { formatProblem } from "../topology/problem";
import type { Validation } from "./validation-json";

/** A test for each stack that is valid, and a failed one for each problem. */
export function validationJunit({ stacks, problems }: Validation): string {
  const report = builder.newBuilder();
  const suite = report.testSuite().name("s3porter validate");
  for (const stack of stacks) suite.testCase().className("topology").name(`${stack} is valid`);
  for (const problem of problems) {
    const { file, path, message } = problem;
    const test = suite
      .testCase()
      .className("topology")
      .name(path === "" ? message : `${path}: ${message}`);
    test.file(file).failure(formatProblem(problem), "error");
  }
  return report.build();
}
