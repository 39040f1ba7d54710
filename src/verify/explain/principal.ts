/** The principal that `--as` names. */
import { accountOf } from "../../aws/arn";
import { untaggedArn } from "../../aws/tagged-arn";
import { deliveringService } from "../../aws/delivering-services";
import { defaultAudience, issuerKind } from "../../aws/oidc-issuer";
import { distinct } from "../../prove/distinct";
import { mayMatch } from "../../prove/iam/wildcard";
import { statementsOf } from "../../prove/iam/documents";
import {
  type Actor,
  actorOf,
  ANYBODY,
  inSession,
  MADE_UP,
  memberOf,
  serviceActor,
  somebodyOf,
} from "../../prove/proof/actor";
import { assertionHolder, tokenHolder } from "../../prove/proof/federated";
import { membersOf } from "../../prove/proof/organizations";
import { isPermissionSet } from "../../prove/proof/permission-sets";
import type { Scene } from "../../prove/proof/scene";
import { isSamlProvider, issuerOf, SERVICE_NAME } from "../../prove/evaluator/caller";
import { arnWithTags } from "../../topology/intents";
import type { Names } from "./names";
import { noSuchPrincipal } from "../errors";

/** The principal of a question, and what is assumed about it. */
export interface Asker {
  readonly actor: Actor;
  readonly assumed: readonly string[];
  /** Whether the principal can have policies outside the stack. */
  readonly isStranger: boolean;
}

/**
 * @param text the name of a principal in the topology or in AWS, an ARN, or the name of a service
 * @throws UsageError if it is unknown
 */
export function findPrincipal(text: string, names: Names, scene: Scene): Asker {
  if (text === ANYBODY.arn) return { actor: ANYBODY, assumed: [], isStranger: false };
  const service = serviceOf(text, names);
  if (service !== undefined) return { actor: serviceActor(service), assumed: [], isStranger: false };
  const federated = byProvider(text, scene);
  if (federated) return federated;
  if (text.startsWith("arn:")) return byArn(text, scene);
  const { principals } = scene.estate;
  const named = names.principals.find(({ name }) => name === text);
  const arn = named ? arnWithTags(named) : principals.find(({ name }) => name === text)?.arn;
  if (arn !== undefined) return byArn(arn, scene);
  const known = [...names.principals, ...(names.services ?? []), ...principals].map(({ name }) => name);
  throw noSuchPrincipal(text, [...new Set(known)].sort());
}

/** The principal of a service, by its name in the topology or in AWS. */
export function serviceOf(text: string, names: Names): string | undefined {
  const service = names.services?.find(({ name }) => name === text)?.service;
  if (service) return deliveringService(service).principal;
  return SERVICE_NAME.test(text) ? text : undefined;
}

/**
 * Someone with a token or an assertion: by the ARN or the issuer of the provider, or by the subject of the token, if the roles
 * trust one OIDC provider.
 */
function byProvider(text: string, { estate, asked }: Scene): Asker | undefined {
  const trusted = distinct(statementsOf(estate).flatMap(({ principals }) => principals.federated));
  const named = trusted.filter((provider) => provider === text || issuerOf(provider) === text);
  const isArn = issuerOf(text) !== undefined || isSamlProvider(text);
  const [provider] = named.length > 0 ? named : isArn ? [text] : bySubject(text, trusted);
  if (provider === undefined) return undefined;
  const context = asked.context ?? {};
  const claim = (key: string) =>
    Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  const issuer = issuerOf(provider);
  if (issuer === undefined) {
    const audience = claim("saml:aud") ?? `https://signin.aws.amazon.com/saml`;
    return {
      actor: assertionHolder(provider, audience),
      assumed: [`the assertion was sent to ${audience}`],
      isStranger: false,
    };
  }
  const subject = claim(`${issuer}:sub`) ?? (named.length > 0 || isArn ? MADE_UP : text);
  const audience = claim(`${issuer}:aud`) ?? defaultAudience(issuer, [subject]);
  return {
    actor: tokenHolder(provider, issuer, subject, audience),
    assumed: [`the token has the subject ${subject} and the audience ${audience}`],
    isStranger: false,
  };
}

/** The forms of GitHub, GitLab, HCP Terraform and EKS. */
function bySubject(text: string, trusted: readonly string[]): readonly string[] {
  if (!/^(repo|project_path|organization|system:serviceaccount):/.test(text)) return [];
  const kind = issuerKind("", [text]);
  return trusted.filter((provider) => {
    const issuer = issuerOf(provider);
    return issuer !== undefined && (issuerKind(issuer) === kind || issuerKind(issuer) === "other");
  });
}

function byArn(arn: string, scene: Scene): Asker {
  const { principals } = scene.estate;
  const known =
    principals.find((principal) => principal.arn === arn) ??
    principals.find((principal) => isPermissionSet(principal.arn) && mayMatch(principal.arn, arn)) ??
    principals.find(isSessionOf(arn));
  if (known && known.arn !== arn && !isPermissionSet(known.arn)) {
    const actor = inSession(scene.actor({ principalArn: known.arn }), arn);
    return { actor, assumed: [], isStranger: false };
  }
  if (known) return { actor: scene.actor({ principalArn: known.arn }), assumed: [], isStranger: false };
  if (scene.intents.access.some(({ principalArn: granted }) => granted === arn)) {
    const actor = scene.actor({ principalArn: arn });
    return {
      actor,
      assumed: [`the answer is for a user of ${actor.name} who has the policy from the outputs`],
      isStranger: false,
    };
  }
  const members = membersOf(arn);
  if (members || arn !== untaggedArn(arn)) {
    const actor = members ? memberOf(arn, members) : somebodyOf(arn);
    return {
      actor,
      assumed: [`the answer is for a user of ${actor.name} whose own policies allow everything`],
      isStranger: false,
    };
  }
  return { actor: actorOf(arn), assumed: [], isStranger: !arn.endsWith(":root") };
}

/** Error messages of AWS contain the ARN of a role session, which does not contain the path of the role. */
function isSessionOf(
  arn: string,
): (principal: { readonly arn: string; readonly kind: string; readonly name: string }) => boolean {
  const [, account, role] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\/[^/]+$/.exec(arn) ?? [];
  return ({ kind, name, arn: own }) =>
    kind === "role" &&
    role !== undefined &&
    accountOf(own) === account &&
    (name === role || (isPermissionSet(own) && mayMatch(name, role)));
}
