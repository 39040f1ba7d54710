import type { HandedOver, Handover } from "./handover";
import { identityCenterMarkdown } from "./identity-center-markdown";
import { handoverMarkdown } from "./markdown";

/** The files of hand-overs: for each account its pages and, in a folder of its own, the policy documents. */
export function handoverFiles(handovers: readonly Handover[]): Map<string, string> {
  return new Map(
    handovers.flatMap((handover): [string, string][] => [
      ...pagesOf(handover),
      ...handover.principals.flatMap(({ policies }) =>
        policies.map(({ file, document }): [string, string] => [
          file,
          `${JSON.stringify(document, undefined, 2)}\n`,
        ]),
      ),
    ]),
  );
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
