/** The time of requests, which conditions on dates compare: that of the check. */
import type { Estate } from "../../estate/estate";
import { conditionsOf } from "../iam/documents";

export class RequestTime {
  constructor(private readonly now = new Date()) {}

  /** @param key in lower case */
  valueOf(key: string): string | undefined {
    if (key === "aws:currenttime") return this.now.toISOString();
    if (key === "aws:epochtime") return String(Math.floor(this.now.getTime() / 1000));
    return undefined;
  }

  /** What an answer takes as given, if a policy compares the time. */
  assumptions(estate: Estate): readonly string[] {
    const conditions = conditionsOf(estate);
    const isCompared = ["aws:currenttime", "aws:epochtime"].some((key) => conditions.get(key).length > 0);
    return isCompared ? [`requests are made on ${this.now.toISOString().slice(0, 10)}, today`] : [];
  }
}
