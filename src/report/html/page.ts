/** What an HTML report shows, before it is HTML: plain text, with links between its parts. */

export interface Page {
  readonly title: string;
  /** The version of s3porter. */
  readonly version: string;
  /** A stack, a module, or other Terraform. */
  readonly sections: readonly Section[];
}

export interface Section {
  /** Begins the ids of everything in the section. */
  readonly id: string;
  readonly name: string;
  readonly verdict: string;
  readonly state: State;
  readonly facts: readonly Fact[];
  /** What is taken as given, as sentences. */
  readonly given: readonly string[];
  readonly flaws: readonly FlawView[];
  /** SVG. Absent if nothing could be read. */
  readonly diagram?: string;
  readonly access: readonly AccessView[];
  /** The same as a table of principals and buckets, if it is not too wide. */
  readonly matrix?: Matrix;
  readonly replications: readonly ReplicationView[];
  readonly dataSync: readonly DataSyncView[];
  readonly attempts: readonly AttemptView[];
  readonly policies: readonly PolicyView[];
  /** What was not read, as sentences. */
  readonly notRead: readonly string[];
}

/** Shown as a word, a sign and a colour. */
export type State = "yes" | "no" | "part" | "unknown";

export interface Fact {
  readonly label: string;
  /** Absent for a mere figure. */
  readonly state?: State;
  readonly text: string;
}

export interface FlawView {
  readonly id: string;
  readonly kind: string;
  readonly problem: string;
  readonly because: readonly string[];
  readonly places: readonly string[];
  readonly repair: string;
  readonly source?: string;
}

/** Somebody and a bucket. */
export interface AccessView {
  readonly id: string;
  readonly who: string;
  /** Such as its ARN. */
  readonly about: string;
  readonly on: string;
  /** `read, write` */
  readonly summary: string;
  readonly state: State;
  readonly answers: readonly AnswerView[];
}

/** Operations with the same answer for the same reasons. */
export interface AnswerView {
  readonly state: State;
  /** `aws s3 cp ×8` */
  readonly titles: readonly string[];
  readonly reasons: readonly ReasonView[];
  /** The AWS pages about what it needs. */
  readonly sources: readonly string[];
}

export interface ReasonView {
  readonly text: string;
  /** The id of the statement. Absent if it is not in a policy of the report. */
  readonly statement?: string;
}

export interface Matrix {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly who: string; readonly cells: readonly (AccessView | undefined)[] }[];
}

export interface ReplicationView {
  readonly from: string;
  readonly to: string;
  readonly state: State;
  readonly text: string;
}

/** A task of DataSync, or a bucket that it uses as a role. */
export interface DataSyncView {
  /** `acme-data to acme-copy as acme-datasync`, `reports to acme-data as acme-datasync` */
  readonly title: string;
  readonly state: State;
  readonly text: string;
}

/** What somebody tried, and what refused it. */
export interface AttemptView {
  readonly who: string;
  /** Titles of operations. */
  readonly what: readonly string[];
  readonly on: string;
  /** Whether it was refused. */
  readonly state: State;
  readonly reasons: readonly ReasonView[];
}

export interface PolicyView {
  readonly id: string;
  readonly name: string;
  /** Its account and Terraform address. */
  readonly about: string;
  readonly statements: readonly StatementView[];
}

export interface StatementView {
  readonly id: string;
  readonly name: string;
  readonly json: string;
  readonly uses: readonly UseView[];
}

/** An action, and what it is needed for. */
export interface UseView {
  readonly action: string;
  readonly purpose: string;
  readonly state: State;
  readonly source?: string;
}

/** More columns do not fit on a screen. */
const MOST_COLUMNS = 8;

export function matrixOf(access: readonly AccessView[]): Matrix | undefined {
  const columns = [...new Set(access.map(({ on }) => on))];
  const people = [...new Set(access.map(({ who }) => who))];
  if (columns.length < 2 || columns.length > MOST_COLUMNS || people.length < 2) return undefined;
  return {
    columns,
    rows: people.map((who) => ({
      who,
      cells: columns.map((column) => access.find((each) => each.who === who && each.on === column)),
    })),
  };
}
