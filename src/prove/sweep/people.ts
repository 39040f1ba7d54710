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
import { contextFor } from "../proof/prefix";
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
    if (singledOut === undefined) return [this.somebody(account, statement, owner)];
    const wide = singledOut.filter((arn) => !isLiteral(arn));
    const isInAccount = (arn: string) => arn.split(":")[4] === account;
    const arns = [...singledOut.filter(isLiteral), ...(wide.length > 0 ? this.principals : [])];
    return [
      ...arns.filter(isInAccount).map((arn) => this.actor(arn, owner)),
      ...wide.flatMap((pattern) => {
        const arn = withAccount(instance(pattern, ELSEWHERE), account);
        const name = `somebody of account ${account} like ${pattern}`;
        return ROLE_OR_USER.test(arn) ? [this.actor(arn, owner, name)] : [];
      }),
      ...(wide.length > 0 ? [this.somebody(account, statement, owner)] : []),
    ];
  }

  /** With whatever tags and the like the statement compares something with. */
  private somebody(id: string, statement: RawStatement, { id: owner, partition }: Account): Actor {
    const context = contextFor(JSON.stringify(statement));
    const isPlain = Object.keys(context).length === 0;
    const make = () => (id === owner ? stranger : administrator)({ id, partition });
    return isPlain ? this.known(`${id} ${owner}`, make) : { ...make(), context };
  }

  private actor(arn: string, { id: owner }: Account, name?: string): Actor {
    const account = arn.split(":")[4] ?? "";
    return this.known(`${arn} ${owner}`, () =>
      actorOf(arn, account === owner || arn.endsWith(":root") ? [] : [everything(account)], name),
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

const ROLE_OR_USER = /^arn:[\w-]+:iam::\d{12}:(role|user)\/[^*?]*[^*?/]$/;

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
