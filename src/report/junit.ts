import builder from "junit-report-builder";
import type { ReportedSubject } from "./reported";

/** The format of JUnit: a suite for each subject, with a failed test for each flaw. What was not read is an error. */
export function junit(subjects: readonly ReportedSubject[]): string {
  const report = builder.newBuilder();
  for (const { name: subject, praise, wrong, unread } of subjects) {
    const suite = report.testSuite().name(subject);
    for (const { id, level, problem, details, places } of wrong) {
      const test = suite.testCase().className(id).name(problem);
      if (places[0]) test.file(places[0].file);
      test.failure(details.length === 0 ? problem : details.join("\n"), level);
    }
    for (const { address, reason } of unread)
      suite.testCase().className("not-read").name(address).error(reason);
    // A suite without tests counts as broken in some readers.
    if (wrong.length === 0 && unread.length === 0)
      suite.testCase().className("s3porter").name(`${subject} ${praise}`);
  }
  return report.build();
}
