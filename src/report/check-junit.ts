import builder from "junit-report-builder";
import { groupBy } from "../prove/multimap";
import { type Checked, notRead } from "../verify/check";

/**
 * A check in the format of JUnit: a suite for each check, with a failed test for each flaw. Errors are things that were not
 * read.
 */
export function checkJunit(checked: Checked): string {
  const { name: input, flaws, placeOf } = checked;
  const report = builder.newBuilder();
  for (const group of groupBy(flaws, ({ check }) => check)) {
    const suite = report.testSuite().name(group[0]?.check ?? "");
    for (const { check, severity, problem, addresses, because, repair } of group) {
      const place = addresses.flatMap((address) => placeOf(address) ?? [])[0];
      const test = suite.testCase().className(check).name(problem);
      if (place) test.file(place.file);
      test.failure([...because, `To do: ${repair}`].join("\n"), severity);
    }
  }
  const unread = notRead(checked);
  if (unread.length > 0) {
    const suite = report.testSuite().name("not-read");
    for (const { address, reason } of unread)
      suite.testCase().className("not-read").name(address).error(reason);
  }
  // A report without tests counts as broken in some readers.
  if (flaws.length === 0 && unread.length === 0)
    report.testSuite().name("check").testCase().className("check").name(`${input} has no flaws`);
  return report.build();
}
