import type { HandedOver, Handover } from "./handover";
import { identityCenterMarkdown } from "./identity-center-markdown";
import { handoverMarkdown } from "./markdown";
import { handoverName, type PolicyHandover } from "./policy-handover";
import { policyHandoverMarkdown } from "./policy-markdown";

/**
 * The files of hand-overs: for each account its pages and, in a folder of its own, the policy documents; for each policy of a bucket
 * or key a page and the statements to add.
 */
export function handoverFiles(
  handovers: readonly Handover[],
  policyHandovers: readonly PolicyHandover[] = [],
): Map<string, string> {
  return new Map([
    ...handovers.flatMap((handover): [string, string][] => [
      ...pagesOf(handover),
      ...handover.principals.flatMap(({ policies }) =>
        policies.map(({ file, document }): [string, string] => [file, json(document)]),
      ),
    ]),
    ...policyHandovers.flatMap((handover): [string, string][] => [
      [`${handoverName(handover)}.md`, policyHandoverMarkdown(handover)],
      [`${handoverName(handover)}.json`, json(handover.document)],
    ]),
  ]);
}

function json(document: object): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The administrators of IAM Identity Center are usually not those of the account. */
function pagesOf(handover: Handover): [string, string][] {
  const isPermissionSet = ({ kind }: HandedOver) => kind === "permission set";
  const { account, principals } = handover;
  const pages: [string, (handover: Handover) => string, readonly HandedOver[]][] = [
    [`${account}.md`, handoverMarkdown, principals.filter((each) => !isPermissionSet(each))],
    [`${account}-identity-center.md`, identityCenterMarkdown, principals.filter(isPermissionSet)],
  ];
  return pages
    .filter(([, , receivers]) => receivers.length > 0)
    .map(([file, write, receivers]) => [file, write({ ...handover, principals: receivers })]);
}
