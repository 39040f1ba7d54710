import { refuse, shown } from "../iam/errors";

/**
 * A date in a policy, in seconds since 1970: one of the W3C profiles of ISO 8601, or epoch time.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 * https://www.w3.org/TR/NOTE-datetime
 */
export function policyDate(text: string): number {
  if (/^\d{4}$/.test(text)) refuse(`${shown(text)} could be a year or epoch time: write the full date`);
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const found = DATE.exec(text);
  const valid = found && daysOf(Number(found[1]), Number(found[2])) >= Number(found[3] ?? 1);
  if (!valid) return refuse(`${shown(text)} is neither an ISO 8601 date nor epoch time`);
  const [, year, month, day = "01", hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] =
    found;
  const whole = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  if (Number.isNaN(whole)) refuse(`${shown(text)} is neither an ISO 8601 date nor epoch time`);
  return whole / 1000 + Number(`0${fraction}`);
}

const DATE = /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?$/;

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
