/** A check as a section of an HTML report. */
import { textsOf } from "../../prove/evaluator/unknown";
import { nameOf } from "../../aws/arn";
import { diagramOf } from "../../diagram/diagram";
import { summaryWords, unknownIn } from "../../diagram/picture";
import type { Connection, DescribedOperation, Description } from "../../prove/check/description";
import { summaryOf } from "../../prove/check/summary";
import { documentsOf } from "../../prove/iam/documents";
import { groupBy } from "../../prove/multimap";
import { type Checked, notRead } from "../../verify/check";
import { checkContents, checkVerdict } from "../check-facts";
import { operationTitle } from "../operation-rows";
import { flawView } from "./flaw-view";
import {
  type AccessView,
  type AnswerView,
  type DataSyncView,
  matrixOf,
  type Section,
  type State,
} from "./page";
import { Policies } from "./policies";

export async function checkSection(checked: Checked, id: string): Promise<Section> {
  const { name, estate, description, flaws, assumptions, placeOf } = checked;
  const policies = new Policies(documentsOf(estate), id);
  const access = description.connections.map((connection, index) =>
    accessOf(connection, policies, `${id}-access-${index + 1}`),
  );
  const matrix = matrixOf(access);
  const unread = notRead(checked);
  return {
    id,
    name,
    verdict: checkVerdict(checked),
    state: flaws.length > 0 ? "no" : unread.length > 0 ? "part" : "yes",
    facts: checkContents(checked).map((text) => ({ label: "", text })),
    given: [...new Set([...assumptions, ...description.assumptions])],
    flaws: flaws.map((flaw, index) => flawView(flaw, flaw.severity, `${id}-flaw-${index + 1}`, placeOf)),
    diagram: String(await diagramOf(name, checked, "svg")),
    access,
    ...(matrix && { matrix }),
    replications: description.replications
      .filter(({ isEnabled }) => isEnabled)
      .map(({ from, to, answer, failures, unknown, leavesOut }) => ({
        from,
        to,
        state: STATES[answer],
        text: [
          ...failures.map(({ problem }) => problem),
          ...unknown,
          ...leavesOut.map((each) => `leaves out ${each}`),
        ].join("; "),
      })),
    dataSync: dataSyncOf(description),
    attempts: [],
    policies: policies.views(() => []),
    notRead: estate.unmodelled
      .filter(({ isData }) => !isData)
      .map(({ address, reason }) => `${address}: ${reason}`),
  };
}

function dataSyncOf({ locations, transfers }: Description): DataSyncView[] {
  const names = new Map(locations.map(({ bucketArn, bucket }) => [bucketArn, bucket]));
  return [
    ...transfers.map(({ fromArn, toArn, roleArns, answer }) => ({
      title: `${names.get(fromArn)} to ${names.get(toArn)} as ${roleArns.map(nameOf).join(" and ")}`,
      state: STATES[answer],
      text: "",
    })),
    ...locations.map(({ use, bucket, roleArn, answer, failures, unknown, lacks }) => ({
      title: `${use === "report" ? "reports to " : ""}${bucket} as ${nameOf(roleArn)}`,
      state: STATES[answer],
      text: [
        ...failures.map(({ problem }) => problem),
        ...unknown,
        ...lacks.map(({ problem }) => problem),
      ].join("; "),
    })),
  ];
}

const STATES: Readonly<Record<DescribedOperation["answer"], State>> = {
  can: "yes",
  cannot: "no",
  half: "part",
  unknown: "unknown",
};

function accessOf(connection: Connection, policies: Policies, id: string): AccessView {
  const { principal, bucket, operations } = connection;
  const summary = summaryOf(connection);
  const words = summaryWords(summary);
  return {
    id,
    who: /^(account|organization)$/.test(principal.kind)
      ? principal.name
      : `${principal.kind} ${principal.name}`,
    about: principal.arn,
    on: bucket.name,
    summary: words.length === 0 ? "nothing" : words.join("; "),
    state:
      summary.half.length > 0
        ? "part"
        : unknownIn(summary).length > 0
          ? "unknown"
          : words.length === 0
            ? "no"
            : "yes",
    answers: groupBy(operations, ({ answer, by, missing, unknown }) =>
      JSON.stringify([
        answer,
        by,
        missing.map(({ authorization }) => authorization.action),
        textsOf(unknown),
      ]),
    ).map((alike) => answerOf(alike, policies)),
  };
}

function answerOf(alike: readonly DescribedOperation[], policies: Policies): AnswerView {
  const [{ answer, by, missing, unknown }] = alike as [DescribedOperation];
  return {
    state: STATES[answer],
    titles: alike.map((operation) => {
      const keys = operation.keys.includes("*") ? "" : ` on ${operation.keys.join(", ")}`;
      return `${operationTitle(operation)}${keys}`;
    }),
    reasons: [
      ...by.map((each) => policies.reason(each, { index: each.index, label: each.statement })),
      ...missing.map(({ authorization, documents }) => ({
        text: `${authorization.action} is missing in ${documents.map(({ name }) => `the ${name}`).join(" and ")}`,
      })),
      ...unknown.map(({ text }) => ({ text: `unknown because ${text}` })),
    ],
    sources: [...new Set(missing.map(({ authorization }) => authorization.source))],
  };
}
