/** What policies do not allow, so that two checks do not report the same twice. */
import { parseArn } from "../aws/arn";
import { matchingActions } from "./iam-data/iam-data";

/** An action that a principal lacks on a bucket, a key or a role. */
export interface Gap {
  readonly principalArn: string;
  readonly action: string;
  /** Its ARN. That of an object stands for its bucket. */
  readonly resource: string;
}

export class Gaps {
  private readonly actions = new Map<string, Set<string>>();

  constructor(private readonly all: readonly Gap[]) {
    for (const gap of all) {
      const actions = this.actions.get(placeOf(gap)) ?? new Set<string>();
      this.actions.set(placeOf(gap), actions.add(gap.action));
    }
  }

  and(others: readonly Gap[]): Gaps {
    return others.length === 0 ? this : new Gaps([...this.all, ...others]);
  }

  /** Whether they include an action, or one of those that a pattern matches. */
  include(gap: Gap): boolean {
    const actions = this.actions.get(placeOf(gap));
    return actions !== undefined && matchingActions(gap.action).some((action) => actions.has(action));
  }
}

export const NO_GAPS = new Gaps([]);

function placeOf({ principalArn, resource }: Gap): string {
  const isObject = parseArn(resource)?.type === "object";
  return `${principalArn} ${isObject ? resource.slice(0, resource.indexOf("/")) : resource}`;
}
