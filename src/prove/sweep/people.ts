import type { Account, Estate } from "../../estate/estate";
import type { RawStatement } from "../../estate/policy-document";
import {
  type Actor,
  actorOf,
  administrator,
  ANYBODY,
  everything,
  serviceActor,
  STRANGE_ACCOUNT,
  stranger,
} from "../proof/actor";
import { ELSEWHERE, instance, isLiteral } from "./pattern";

/** Who may be meant by a statement of a resource's policy. */
export class People {
  private readonly accounts: readonly string[];
  private readonly principals: readonly string[];
  private readonly actors = new Map<string, Actor>();

  constructor({ accounts, principals }: Estate) {
    this.accounts = [...new Set([...accounts.map(({ id }) => id), STRANGE_ACCOUNT])];
    this.principals = principals.map(({ arn }) => arn);
  }

  /**
   * Everybody whom the statement may name, unless it only leaves the decision to the identity policies of its own
   * account, which are asked by themselves. Those of other accounts may do everything there; those of its own, nothing.
   */
  named(statement: RawStatement, owner: Account): Actor[] {
    const { Principal } = statement;
    const named = typeof Principal === "object" ? Principal : { AWS: Principal ?? [] };
    const actors = [named.AWS ?? []].flat().flatMap((text) => {
      if (text === "*")
        return [ANYBODY, ...this.accounts.flatMap((account) => this.anybodyOf(account, statement, owner))];
      const account = accountOf(text);
      if (account === undefined) return [this.actor(text, owner)];
      return account === owner.id ? [] : this.anybodyOf(account, statement, owner);
    });
    return [...new Set([...actors, ...[named.Service ?? []].flat().map(serviceActor)])];
  }

  /** Of an account: those whom the conditions single out, or somebody. */
  private anybodyOf(account: string, statement: RawStatement, owner: Account): Actor[] {
    const singledOut = principalArns(statement);
    if (singledOut === undefined) return [this.somebody(account, owner)];
    const wide = singledOut.filter((arn) => !isLiteral(arn));
    const arns = [
      ...singledOut.filter(isLiteral),
      ...(wide.length > 0 ? this.principals : []),
      ...wide.map((arn) => withAccount(instance(arn, ELSEWHERE), account)),
    ];
    return [
      ...arns.filter((arn) => arn.split(":")[4] === account).map((arn) => this.actor(arn, owner)),
      ...(wide.length > 0 ? [this.somebody(account, owner)] : []),
    ];
  }

  private somebody(id: string, { id: owner, partition }: Account): Actor {
    return this.known(`${id} ${owner}`, () => (id === owner ? stranger : administrator)({ id, partition }));
  }

  private actor(arn: string, { id: owner }: Account): Actor {
    const account = arn.split(":")[4] ?? "";
    return this.known(`${arn} ${owner}`, () =>
      actorOf(arn, account === owner || arn.endsWith(":root") ? [] : [everything(account)]),
    );
  }

  private known(id: string, make: () => Actor): Actor {
    const before = this.actors.get(id);
    if (before) return before;
    const actor = make();
    this.actors.set(id, actor);
    return actor;
  }
}

const POSITIVE = /^(ForAnyValue:)?(ArnEquals|ArnLike|StringEquals|StringLike)$/;

/** Whom the conditions require the caller to be; undefined where they do not say. */
function principalArns({ Condition = {} }: RawStatement): string[] | undefined {
  for (const [operator, keys] of Object.entries(Condition)) {
    if (!POSITIVE.test(operator)) continue;
    for (const [key, value] of Object.entries(keys))
      if (key.toLowerCase() === "aws:principalarn") return [value].flat();
  }
  return undefined;
}

/** `arn:aws:iam::222222222222:root` and `222222222222` are the same. */
function accountOf(principal: string): string | undefined {
  if (/^\d{12}$/.test(principal)) return principal;
  return principal.endsWith(":root") ? principal.split(":")[4] : undefined;
}

function withAccount(arn: string, account: string): string {
  const parts = arn.split(":");
  return [...parts.slice(0, 4), account, ...parts.slice(5)].join(":");
}
