/** Where an answer differs from the expected one. */
import { notRead, type Checked } from "../../src/verify/check";
import type { Connection, DescribedOperation, Outsiders } from "../../src/prove/check/description";
import type { Access, Expected, Finding } from "./expected";

/** Lines that should be equal. */
export interface Answers {
  readonly connections: readonly string[];
  readonly access: readonly string[];
  readonly rules: readonly string[];
  readonly outsiders: readonly string[];
  readonly notRead: readonly string[];
  readonly unsaidAssumptions: readonly string[];
  readonly unfound: readonly string[];
  readonly falseAlarms: readonly string[];
}

export function expectedAnswers(expected: Expected): Answers {
  const { connections, rules = [], outsiders = [], notRead = [] } = expected;
  return {
    connections: connections.map(({ principal, bucket }) => `${principal} → ${bucket}`).sort(),
    access: connections.flatMap(accessLines).sort(),
    rules: rules.map(({ from, to, answer }) => `${from} → ${to} ${answer}`).sort(),
    outsiders: outsiders.map(outsiderLine).sort(),
    notRead: [...notRead].sort(),
    unsaidAssumptions: [],
    unfound: [],
    falseAlarms: [],
  };
}

function accessLines({ principal, bucket, keys, can, half = [], unknown = [] }: Access): string[] {
  const line = (answer: string, operation: string) =>
    `${principal} → ${bucket}${keys === undefined ? "" : `/${keys}`} ${answer} ${operation}`;
  return [
    ...can.map((operation) => line("can", operation)),
    ...half.flatMap(({ operations, lacks, at }) =>
      operations.map((operation) => line("half", `${operation}: ${[...lacks].sort().join(", ")} at ${at}`)),
    ),
    ...unknown.map((operation) => line("unknown", operation)),
  ];
}

/** What was found, in the words of the expectation where it leaves a choice. */
export function foundAnswers(checked: Checked, expected: Expected): Answers {
  const { description, flaws } = checked;
  const told = [...checked.assumptions, ...description.assumptions];
  const accepted = [...expected.findings, ...(expected.restated ?? [])];
  return {
    connections: description.connections.map((each) => linkOf(each, expected)).sort(),
    access: description.connections.flatMap((each) => foundAccess(each, expected)).sort(),
    rules: description.replications
      .map(({ from, to, answer, failures, unknown }) => {
        const reasons = [...failures.map(({ problem }) => problem), ...unknown].join("\n");
        const { because = [] } = expected.rules?.find((rule) => rule.from === from && rule.to === to) ?? {};
        const unsaid = because.filter((piece) => !reasons.includes(piece));
        return `${from} → ${to} ${answer}${unsaid.length === 0 ? "" : ` without ${unsaid.join(", ")}: ${reasons}`}`;
      })
      .sort(),
    outsiders: description.outsiders
      .map(({ who, resource, document, actions, operations }) => {
        const names = [resource.slice(resource.lastIndexOf(":") + 1), document.address ?? ""];
        const wanted = expected.outsiders?.find((each) => names.includes(each.resource));
        return outsiderLine({
          who: nameOf(who),
          resource: wanted?.resource ?? names[0] ?? "",
          actions,
          operations,
        });
      })
      .sort(),
    notRead: notRead(checked)
      .map(({ address }) => address)
      .sort(),
    unsaidAssumptions: (expected.assumptions ?? []).filter(
      (piece) => !told.some((sentence) => sentence.includes(piece)),
    ),
    unfound: expected.findings.filter((finding) => !flaws.some((flaw) => isAbout(finding, flaw))),
    falseAlarms: flaws
      .filter((flaw) => !accepted.some((finding) => isAbout(finding, flaw)))
      .map(({ check, addresses, problem }) => `${check} ${addresses.join(" ")}: ${problem}`),
  };
}

function isAbout(finding: Finding, { check, addresses }: Checked["flaws"][number]): boolean {
  return addresses.some((address) => finding === `${check} ${address}`);
}

function outsiderLine(outsider: {
  readonly who: string;
  readonly resource: string;
  readonly actions: readonly string[];
  readonly operations: readonly string[];
}): string {
  const { who, resource, actions, operations } = outsider;
  const works = operations.length === 0 ? "" : `: ${[...operations].sort().join(", ")}`;
  return `${who} on ${resource} by ${[...actions].sort().join(", ")}${works}`;
}

function nameOf(who: Outsiders): string {
  if (who.kind === "organization") return who.id;
  if (who.kind === "everyone") return who.isAnonymous ? "anonymous" : "everyone";
  return who.arn;
}

function linkOf({ principal: { address = "", arn }, bucket }: Connection, { connections }: Expected): string {
  const isByAddress = connections.some(({ principal }) => principal === address);
  return `${isByAddress ? address : arn} → ${bucket.name}`;
}

function foundAccess(connection: Connection, expected: Expected): string[] {
  const link = linkOf(connection, expected);
  const wanted = expected.connections.filter(({ principal, bucket }) => link === `${principal} → ${bucket}`);
  return connection.operations
    .filter(({ answer }) => answer !== "cannot")
    .map((operation) => {
      const { answer, missing } = operation;
      const keys = operation.keys.join(", ");
      const where = keys === "*" ? link : `${link}/${keys}`;
      const title = titleOf(operation);
      if (answer !== "half") return `${where} ${answer} ${title}`;
      const lacks = [...new Set(missing.map(({ authorization }) => authorization.action))].sort();
      const addresses = missing.flatMap(({ documents }) => documents.map(({ address = "" }) => address));
      const at = wanted.flatMap(({ half = [] }) => half).find((each) => addresses.includes(each.at))?.at;
      return `${where} half ${title}: ${lacks.join(", ")} at ${at ?? addresses.join(", ")}`;
    });
}

export function titleOf({ title, variant }: Pick<DescribedOperation, "title" | "variant">): string {
  return variant === undefined ? title : `${title} (${variant})`;
}
