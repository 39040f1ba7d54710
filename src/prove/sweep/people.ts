import { accountOf, isAccountRoot, parseArn } from "../../aws/arn";
import type { Account, Estate } from "../../estate/estate";
import { distinct } from "../distinct";
import { isSamlProvider, issuerOf } from "../evaluator/caller";
import { FEDERATED_ACTIONS } from "../evaluator/services";
import type { Statement } from "../iam/statement";
import { isPattern } from "../iam/wildcard";
import {
  type Actor,
  actorOf,
  administrator,
  ANYBODY,
  everything,
  inOrganization,
  MEMBER_ACCOUNT,
  serviceActor,
  withTags,
  STRANGE_ACCOUNT,
  stranger,
} from "../proof/actor";
import { assertionHolder, STRANGE_SUBJECTS, tokenHolder } from "../proof/federated";
import type { LimitIntent } from "../proof/intents";
import { memberKeys } from "../proof/organizations";
import { isPermissionSet, representativeOf } from "../proof/permission-sets";
import { anyValues } from "../proof/prefix";
import { conditionValues } from "./inventory";
import { actionsPerKind } from "./statement-actions";
import { ELSEWHERE, instance } from "./pattern";

/** The callers that a statement of a resource's policy can match. */
export class People {
  private readonly accounts: readonly string[];
  private readonly principals: readonly string[];
  private readonly actors = new Map<string, Actor>();

  /** @param limits of buckets to organizations, in which a stranger must be to get anything */
  constructor(
    { accounts, principals }: Estate,
    private readonly limits: readonly LimitIntent[] = [],
  ) {
    this.accounts = [...new Set([...accounts.map(({ id }) => id), STRANGE_ACCOUNT])];
    this.principals = principals.map(({ arn }) => arn);
  }

  /**
   * Every caller that the statement can name, unless it only leaves the decision to the identity policies of its own
   * account, which are checked separately. Callers in other accounts can do everything there, those in its own account
   * nothing.
   */
  named(statement: Statement, owner: Account): readonly Actor[] {
    const { everyone, accounts, arns, services, federated } = statement.principals;
    const whole = [...(everyone ? this.accounts : []), ...accounts.filter((account) => account !== owner.id)];
    return distinct([
      ...(everyone ? [ANYBODY, ...this.members(statement, owner)] : []),
      ...whole.flatMap((account) => this.anybodyOf(account, statement, owner)),
      ...arns.map((arn) => this.actor(arn, owner)),
      ...services.map(serviceActor),
      ...federated.flatMap((provider) => this.federatedBy(provider, statement)),
      ...(everyone && takesTokens(statement) ? this.federatedBy(strangeProvider(owner), statement) : []),
    ]);
  }

  /**
   * Whoever can have a token or an assertion of a provider: with the claims that the conditions single out, with those of
   * strangers, and with combinations of both.
   */
  private federatedBy(provider: string, statement: Statement): Actor[] {
    const valuesOf = (key: string) =>
      conditionValues(statement, key).map((value) => instance(value, ELSEWHERE));
    if (isSamlProvider(provider))
      return distinct([...valuesOf("saml:aud"), `https://${ELSEWHERE}/saml`]).map((audience) =>
        assertionHolder(provider, audience),
      );
    const issuer = issuerOf(provider);
    if (issuer === undefined) return [];
    const subjects = distinct([...valuesOf(`${issuer}:sub`), ...STRANGE_SUBJECTS]);
    const audiences = distinct([...valuesOf(`${issuer}:aud`), ELSEWHERE]);
    return subjects.flatMap((sub) => audiences.map((aud) => tokenHolder(provider, issuer, sub, aud)));
  }

  /** In an account: the callers that the conditions single out, or anyone. */
  private anybodyOf(account: string, statement: Statement, owner: Account): readonly Actor[] {
    const singledOut = principalArns(statement);
    if (singledOut === undefined) return this.tagged(this.somebody(account, statement, owner), statement);
    const wide = singledOut.filter(isPattern);
    const isInAccount = (arn: string) => accountOf(arn) === account;
    const arns = [
      ...singledOut.filter((arn) => !isPattern(arn)),
      ...(wide.length > 0 ? this.principals : []),
    ];
    return [
      ...arns.filter(isInAccount).map((arn) => this.actor(arn, owner)),
      ...wide.flatMap((pattern) => {
        const one = isPermissionSet(pattern) ? representativeOf(pattern) : instance(pattern, ELSEWHERE);
        const arn = withAccount(one, account);
        const name = `someone in account ${account} like ${pattern}`;
        return ROLE_OR_USER.test(arn) ? [this.actor(arn, owner, name)] : [];
      }),
      ...(wide.length > 0 ? this.tagged(this.somebody(account, statement, owner), statement) : []),
    ];
  }

  /** In an account that is in the organizations and OUs that the statement compares, and in others of these organizations. */
  private members(statement: Statement, owner: Account): Actor[] {
    const valuesOf = (key: string) =>
      conditionValues(statement, key).map((value) => instance(value, ELSEWHERE));
    const paths = valuesOf("aws:PrincipalOrgPaths");
    const ids = distinct([
      ...valuesOf("aws:PrincipalOrgID"),
      ...paths.map((path) => path.split("/")[0] ?? ""),
    ]);
    if (ids.length === 0) return [];
    const people = this.tagged(this.somebody(MEMBER_ACCOUNT, statement, owner), statement);
    return ids.flatMap((organizationId) =>
      [...paths, `${organizationId}/r-${ELSEWHERE}/`].flatMap((path) =>
        people.map((somebody) =>
          inOrganization(somebody, memberKeys({ organizationId, paths: [path] }, ELSEWHERE)),
        ),
      ),
    );
  }

  /** As they are, with the tags that the conditions of the statement single out, and with all of these but one. */
  private tagged(somebody: Actor, { conditions }: Statement): readonly Actor[] {
    const tags = conditions.filter(({ lowerKey }) => lowerKey.startsWith("aws:principaltag/"));
    const most = Math.max(0, ...tags.map(({ values }) => values.length));
    return [
      somebody,
      ...Array.from({ length: most }, (_, index) =>
        tags.map(({ key, values }): [string, string] => [
          key,
          instance(values[index % values.length] ?? "", ELSEWHERE),
        ]),
      )
        .flatMap((all) => [
          all,
          ...(all.length > 1 ? all.map((one) => all.filter((each) => each !== one)) : []),
        ])
        .map((some) => withTags(somebody, Object.fromEntries(some))),
    ];
  }

  /** With the tags and similar keys that the statement compares. */
  private somebody(id: string, statement: Statement, { id: owner, partition }: Account): Actor {
    const text = JSON.stringify(statement.raw);
    const values = this.inOrganizationOf(text, anyValues(text));
    const isPlain = Object.keys(values).length === 0;
    const make = () => (id === owner ? stranger : administrator)({ id, partition });
    if (isPlain) return this.known(`${id} ${owner}`, make);
    const actor = make();
    return { ...actor, context: { ...values, ...actor.context } };
  }

  /** The values of variables, with the organization that the bucket of a statement is limited to. */
  private inOrganizationOf(text: string, values: Readonly<Record<string, string>>): typeof values {
    const key = Object.keys(values).find((name) => name.toLowerCase() === "aws:principalorgid");
    if (key === undefined) return values;
    const limit = this.limits.find(
      ({ bucketArn }) => text.includes(`${bucketArn}/`) || text.includes(`${bucketArn}"`),
    );
    return limit?.organization === undefined ? values : { ...values, [key]: limit.organization };
  }

  private actor(arn: string, { id: owner }: Account, name?: string): Actor {
    const account = accountOf(arn) ?? "";
    return this.known(`${arn} ${owner}`, () =>
      actorOf(arn, account === owner || isAccountRoot(arn) ? [] : [everything(account)], name),
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

/** Whether a statement can let someone exchange a token. Those of trust policies have no resource. */
function takesTokens(statement: Statement): boolean {
  const { actions, notActions, raw } = statement;
  if ((raw.Resource ?? raw.NotResource) !== undefined) return false;
  const isAboutActions = actions.length > 0 || notActions.length > 0;
  return isAboutActions && actionsPerKind(statement).role.includes(FEDERATED_ACTIONS.OIDC);
}

/** One of the providers that everyone includes. */
function strangeProvider({ id, partition }: Account): string {
  return `arn:${partition}:iam::${id}:oidc-provider/token.actions.githubusercontent.com`;
}

const ROLE_OR_USER = /^arn:[\w-]+:iam::\d{12}:(role|user)\/[^*?]*[^*?/]$/;

const POSITIVE = /^(ForAnyValue:)?(ArnEquals|ArnLike|StringEquals|StringLike)$/;

/** The callers that the conditions require; undefined if they do not determine them. */
function principalArns({ conditions }: Statement): readonly string[] | undefined {
  return conditions.find(
    ({ lowerKey, operator }) => lowerKey === "aws:principalarn" && POSITIVE.test(operator),
  )?.values;
}

function withAccount(text: string, account: string): string {
  const { partition, service, region, resource } = parseArn(text) ?? {};
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
