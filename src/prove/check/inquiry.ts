import type { Authorization } from "../catalogue/authorization";
import { distinct } from "../distinct";
import { textsOf } from "../evaluator/unknown";
import type { Caller } from "./callers";
import type { Failure, MissingAuthorization } from "./description";
import type { EstateJudge } from "./estate-judge";
import { missingOf } from "./operations";
import { lacking } from "./wording";

/** Who is asked about: a role, or a service. */
export type Asked = Pick<Caller, "actor" | "tagsAreKnown">;

/** What is missing for something that several authorizations make work. */
export class Inquiry {
  readonly failures: Failure[] = [];
  readonly unknown: string[] = [];
  private readonly reported = new Set<string>();

  constructor(private readonly judge: EstateJudge) {}

  /**
   * Reports each authorization that is missing once.
   *
   * @returns whether it works, or may work
   */
  ask(
    what: string,
    caller: Asked,
    authorizations: readonly Authorization[],
    isWanted: (missing: MissingAuthorization) => boolean = () => true,
  ): boolean {
    const { missing, unknown } = this.judged(caller, authorizations);
    this.unknown.push(...unknown);
    const idOf = ({ authorization: { action, resource } }: MissingAuthorization) => `${action} ${resource}`;
    const wanted = missing.filter((each) => isWanted(each) && !this.reported.has(idOf(each)));
    for (const each of wanted) this.reported.add(idOf(each));
    if (wanted.length === 0) return missing.length === 0;
    this.failures.push({
      what,
      problem: lacking(wanted),
      missing: wanted,
      addresses: distinct(
        wanted.flatMap(({ documents }) => documents.flatMap(({ address }) => address ?? [])),
      ),
    });
    return false;
  }

  /**
   * Asks for something that is requested in one of several forms, and it is not known which.
   *
   * @param forms the likeliest first
   * @param otherwise why the answer is not known if the first is missing and another one is not
   * @returns whether all of the forms are allowed, or the first and not all
   */
  askOneOf(
    what: string,
    caller: Asked,
    [first, ...others]: readonly [Authorization, ...Authorization[]],
    otherwise: string,
  ): "all" | "first" | undefined {
    const isMissing = (form: Authorization) => this.judged(caller, [form]).missing.length > 0;
    const missing = others.filter(isMissing);
    if (isMissing(first) && missing.length < others.length) {
      this.unknown.push(otherwise);
      return undefined;
    }
    if (!this.ask(what, caller, [first])) return undefined;
    return missing.length === 0 ? "all" : "first";
  }

  judged(
    caller: Asked,
    authorizations: readonly Authorization[],
  ): { readonly missing: readonly MissingAuthorization[]; readonly unknown: readonly string[] } {
    const { judge } = this;
    const judged = authorizations.map((authorization) => ({
      authorization,
      ...judge.judge(caller, authorization),
    }));
    const missing = judged.flatMap(({ authorization, decision }) =>
      !decision || decision.allowed ? [] : [missingOf(authorization, decision, { judge, caller })],
    );
    return { missing, unknown: judged.flatMap(({ unknown }) => textsOf(unknown)) };
  }
}

/** Whether a policy grants it, so that somebody wanted it, and another one does not. */
export function isGrantedInPart({ decision }: MissingAuthorization): boolean {
  return decision.chain.some(({ outcome, layer }) => layer !== "boundary" && outcome === "allows");
}
