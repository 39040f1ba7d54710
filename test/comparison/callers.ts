/**
 * What callers of other modules write for the work of two of our stacks: a folder of Terraform for each, in `<work>/<modules>/`.
 * `with-option` replicates by an option of the module. `with-resource` writes the replication configurations as resources,
 * where the option is not enough.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const WORKS = ["replication-two-way", "replication-fan-out"] as const;
export type Work = (typeof WORKS)[number];

export const PUBLISHERS = ["terraform-aws-modules", "cloudposse"] as const;
export type Publisher = (typeof PUBLISHERS)[number];

export const STYLES = ["with-option", "with-resource"] as const;
export type Style = (typeof STYLES)[number];

export interface Caller {
  /** `replication-two-way/cloudposse/with-option` */
  readonly name: string;
  readonly work: Work;
  readonly publisher: Publisher;
  readonly style: Style;
  readonly folder: string;
}

export const CALLERS: readonly Caller[] = WORKS.flatMap((work) =>
  PUBLISHERS.flatMap((publisher) =>
    STYLES.map((style) => {
      const name = `${work}/${publisher}/${style}`;
      return { name, work, publisher, style, folder: join(__dirname, name) };
    }),
  ),
).filter(({ folder }) => existsSync(folder));

/** The Terraform of a caller, without `providers.tf`, which every caller of any module needs. */
export function mainOf({ folder }: Caller): string {
  return readFileSync(join(folder, "main.tf"), "utf8");
}

export function providersOf({ folder }: Caller): string {
  return readFileSync(join(folder, "providers.tf"), "utf8");
}

/** Lines that are neither empty nor comments. */
export function linesOfCode(text: string): number {
  return text.split("\n").filter((line) => !/^\s*(#|$)/.test(line)).length;
}

/** The policy documents that a caller writes. One with `for_each` counts once, because it is written once. */
export function documentsIn(text: string): number {
  return [...text.matchAll(/^data "aws_iam_policy_document" /gm)].length;
}
