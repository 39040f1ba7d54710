import { junit } from "../report/junit";
import { reportedValidation, type ReportedSubject } from "../report/reported";
import { sarif } from "../report/sarif";
import type { Validation } from "../report/validation-json";
import { repositoryRoot } from "./repository-root";
import { VERSION } from "./version";
import { writeReport } from "./write-report";

/** The files that commands write for other programs. */
export interface ReportFiles {
  readonly sarif?: string;
  readonly junit?: string;
}

export function writeReports(subjects: readonly ReportedSubject[], files: ReportFiles): void {
  const origin = { version: VERSION, root: repositoryRoot(process.cwd()) };
  if (files.sarif !== undefined)
    writeReport("sarif", files.sarif, `${JSON.stringify(sarif(subjects, origin), undefined, 2)}\n`);
  if (files.junit !== undefined) writeReport("junit", files.junit, junit(subjects));
}

export function reportValidation(validation: Validation, files: ReportFiles): void {
  writeReports(reportedValidation(validation), files);
}
