import { costOf } from "../cost/cost";
import { PRICES } from "../cost/prices";
import { readPrices } from "../cost/read-prices";
import { checkWorkload } from "../cost/workload";
import { UsageError } from "../messages/user-error";
import { costJson } from "../report/cost-json";
import { costText } from "../report/cost-text";
import { EXIT_CODE, type Outcome } from "./exit-code";

/** The options of `s3porter cost`, as commander parses them. */
export interface CostFlags {
  readonly objects: string;
  readonly gigabytes: string;
  readonly perDay?: string;
  readonly crossRegion?: boolean;
  /** A file in YAML or JSON. */
  readonly prices?: string;
  readonly json?: boolean;
  readonly colour: boolean;
}

export function costCommand(flags: CostFlags): Outcome {
  const { perDay, crossRegion = false, json = false, colour } = flags;
  const workload = checkWorkload({
    objects: numberOf("--objects", flags.objects),
    gigabytes: numberOf("--gigabytes", flags.gigabytes),
    ...(perDay !== undefined && { perDay: numberOf("--per-day", perDay) }),
    isCrossRegion: crossRegion,
  });
  const cost = costOf(workload, flags.prices === undefined ? PRICES : readPrices(flags.prices));
  return {
    text: json ? JSON.stringify(costJson(cost), undefined, 2) : costText(cost, { colour }),
    exitCode: EXIT_CODE.yes,
  };
}

/** In digits only: whether a comma separates thousands or decimals depends on who reads it. */
function numberOf(option: string, text: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(text))
    throw new UsageError(
      `${option} ${JSON.stringify(text)} is not a number; write it in digits, such as 50000000 or 0.5`,
    );
  return Number(text);
}
