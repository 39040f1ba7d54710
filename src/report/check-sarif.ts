import type { Log, ReportingDescriptor, Result } from "sarif";
import type { EstateFlaw } from "../prove/check/findings";
import { type Checked, fingerprintOf } from "../verify/check";
import { fileIn } from "./sarif-file";

/** What a check can find, for the list of rules. */
export interface SarifRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly page: string;
}

const CHECKS_PAGE = "https://github.com/s3porter/s3porter/blob/main/docs/checks.md";

/**
 * A check in the format of code scanning.
 *
 * @param version of s3porter
 * @param root the folder of the repository
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function checkSarif(
  checked: Checked,
  rules: readonly SarifRule[],
  { version, root }: { readonly version: string; readonly root: string },
): Log {
  const used = rules.filter(({ id }) => checked.flaws.some(({ check }) => check === id));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "s3porter", version, informationUri: CHECKS_PAGE, rules: used.map(ruleOf) } },
        results: checked.flaws.map((flaw) => resultOf(flaw, checked, root)),
      },
    ],
  };
}

function ruleOf({ id, title, why, remedy, page }: SarifRule): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${remedy}\n${page}` },
    helpUri: `${CHECKS_PAGE}#${id}`,
  };
}

function resultOf(flaw: EstateFlaw, { name: input, placeOf }: Checked, root: string): Result {
  const { check, severity, problem, because, repair, addresses } = flaw;
  const found = addresses
    .flatMap((address) => placeOf(address) ?? [])
    .map(({ file, line }) => ({ line, ...fileIn(root, file) }));
  const inside = found.filter(({ isInside }) => isInside);
  // Code scanning shows only results that have a file, in the repository.
  const [first = { ...fileIn(root, input), line: 1 }, ...others] = [
    ...inside,
    ...found.filter((each) => !inside.includes(each)),
  ];
  return {
    ruleId: check,
    level: severity,
    message: { text: [problem, ...because, `To do: ${repair}`].join("\n") },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: first.uri },
          region: { startLine: first.line },
        },
        logicalLocations: addresses.map((fullyQualifiedName) => ({ fullyQualifiedName, kind: "resource" })),
      },
    ],
    relatedLocations: others.map(({ uri, line }, id) => ({
      id,
      physicalLocation: { artifactLocation: { uri }, region: { startLine: line } },
    })),
    partialFingerprints: { "s3porter/v1": fingerprintOf(flaw) },
  };
}
