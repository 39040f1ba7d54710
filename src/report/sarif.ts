import type { Log, ReportingDescriptor, Result } from "sarif";
import { fileUri } from "./file-uri";
import { type Message, messageOf, pageOf } from "./messages";
import type { Reported, ReportedSubject } from "./reported";

/**
 * The format of code scanning.
 *
 * @param version of s3porter
 * @param root the folder of the repository
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(
  subjects: readonly ReportedSubject[],
  { version, root }: { readonly version: string; readonly root: string },
): Log {
  const found = subjects.flatMap(({ file, wrong, warnings }) =>
    [...wrong, ...warnings].map((each) => ({ each, file })),
  );
  const ids = [...new Set(found.map(({ each }) => each.id))].sort();
  const rules = ids.map((id) => ruleOf(messageOf(id)));
  const driver = { name: "s3porter", version, informationUri: "https://github.com/s3porter/s3porter", rules };
  const results = found.map(({ each, file }) => resultOf(each, file, root));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, results }],
  };
}

function ruleOf(message: Message): ReportingDescriptor {
  const { id, title, why, remedy, page } = message;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: [remedy, ...(page === undefined ? [] : [page])].join("\n") },
    helpUri: pageOf(id),
  };
}

function resultOf(
  { id, level, problem, details, places, addresses, fingerprint }: Reported,
  file: string,
  root: string,
): Result {
  const found = places.map((place) => ({ ...place, ...fileUri(root, place.file) }));
  const inside = found.filter(({ isInside }) => isInside);
  // Code scanning shows only results that have a file, in the repository.
  const [first = { ...fileUri(root, file), line: 1, column: undefined }, ...others] = [
    ...inside,
    ...found.filter((each) => !inside.includes(each)),
  ];
  return {
    ruleId: id,
    level,
    message: { text: [problem, ...details].join("\n") },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: first.uri },
          region: {
            startLine: first.line,
            ...(first.column !== undefined && { startColumn: first.column }),
          },
        },
        logicalLocations: addresses.map((fullyQualifiedName) => ({ fullyQualifiedName, kind: "resource" })),
      },
    ],
    relatedLocations: others.map(({ uri, line }, index) => ({
      id: index,
      physicalLocation: { artifactLocation: { uri }, region: { startLine: line } },
    })),
    partialFingerprints: { "s3porter/v1": fingerprint },
  };
}
