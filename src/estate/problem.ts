import { UserError } from "../messages/user-error";
import { truncate } from "../messages/wording";
import type { Clash, Refusal } from "./conflict";

/** Something in the Terraform that makes the estate unknown. */
export interface EstateProblem {
  /** The Terraform address, such as `aws_s3_bucket_policy.source`; empty for the whole Terraform. */
  readonly address: string;
  /** The place in the block, such as `rule[0].destination`; empty for the whole block. */
  readonly path: string;
  /** The expression that could not be resolved. */
  readonly expression?: string;
  /** What was found, and what to do. */
  readonly message: string;
}

/** What AWS would refuse or overwrite. */
export type Conflict = Omit<EstateProblem, "message"> & (Clash | Refusal);

/** All problems that make the estate unknown. */
export class EstateError extends UserError {
  override readonly name = "EstateError";

  /** @param hint another way to the same, as the last line of the message */
  constructor(
    readonly problems: readonly EstateProblem[],
    hint?: string,
  ) {
    super([summary(problems), ...(hint === undefined ? [] : [hint])].join("\n"));
  }
}

/** Compares the name, because a program can contain two copies of the class. */
export function isEstateError(error: unknown): error is EstateError {
  return error instanceof Error && error.name === "EstateError";
}

const MOST_PRINTED = 50;

function summary(problems: readonly EstateProblem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const rest = problems.length - MOST_PRINTED;
  return [
    `${count} in the Terraform; nothing can be proved`,
    ...problems.slice(0, MOST_PRINTED).map((problem) => `  ${formatEstateProblem(problem)}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ].join("\n");
}

/** `local.a: Statement[0].Resource: ${aws_kms_key.b.arn}: there is no aws_kms_key.b …` */
export function formatEstateProblem({ address, path, expression, message }: EstateProblem): string {
  return [address, path, expression ?? "", message].filter((part) => part !== "").join(": ");
}

/** The place of a value: a Terraform block, and the path to the value in it. */
export interface Place {
  readonly address: string;
  readonly path: readonly (string | number)[];
}

interface Found {
  readonly problem: EstateProblem;
  readonly clash?: Clash;
}

/** Collects problems, to report all of them together. */
export class Problems {
  /** By their lines, so that a place that is read twice is reported once. */
  private readonly found = new Map<string, Found>();

  add({ address, path }: Place, message: string, expression?: string): void {
    this.note({
      address,
      path: formatPath(path),
      ...(expression !== undefined && { expression: truncate(expression.replaceAll(/\s+/g, " ")) }),
      message,
    });
  }

  addClash({ address, path }: Place, clash: Clash): void {
    const message = `${clash.problem}; ${clash.remedy}`;
    this.note({ address, path: formatPath(path), message }, clash);
  }

  private note(problem: EstateProblem, clash?: Clash): void {
    this.found.set(formatEstateProblem(problem), { problem, clash });
  }

  get areNone(): boolean {
    return this.found.size === 0;
  }

  /** Sorted by place. */
  get all(): readonly EstateProblem[] {
    return this.sorted.map(({ problem }) => problem);
  }

  /** The same, where all values are known: what AWS would say. */
  get conflicts(): readonly Conflict[] {
    return this.sorted.map(({ problem: { message, ...place }, clash }) =>
      clash === undefined ? { ...place, id: "refused", message } : { ...place, ...clash },
    );
  }

  private get sorted(): Found[] {
    return [...this.found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
  }

  /** @throws EstateError if there is any problem */
  throwIfAny(): void {
    if (!this.areNone) throw new EstateError(this.all);
  }
}

/** `["rule", 0, "aws:x"]` → `rule[0]["aws:x"]` */
function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}
