import { anonymousPrincipal, runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { contextKeys } from "../../src/prove/evaluator/request";
import type { Attached, Decision } from "../../src/prove/evaluator/decision";
import { forSimulator, resourceForSimulator } from "./defects";
import type { RandomCase } from "./random-case";

export type Verdict = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

export function verdictOf({ allowed, explicit }: Decision): Verdict {
  if (allowed) return "Allowed";
  return explicit ? "ExplicitlyDenied" : "ImplicitlyDenied";
}

/** What the other engine says, with the ways around its defects. */
export async function simulate(asked: RandomCase): Promise<Verdict> {
  const verdict = await ask(asked);
  const { documents, request } = asked;
  if (verdict !== "ImplicitlyDenied" || !documents.session || request.caller.kind !== "session")
    return verdict;
  if (request.caller.account !== documents.resource.account) return verdict;
  // Nothing denies it, so a grant to the session itself is what is left when the identity side allows nothing.
  const { account } = request.caller;
  const nothing = { Effect: "Allow", Action: "ec2:DescribeRegions", Resource: "*" };
  const boundary = { name: "nothing", account, document: { Version: "2012-10-17", Statement: nothing } };
  return ask({ request, documents: { ...documents, identity: [], session: undefined, boundary } });
}

async function ask(asked: RandomCase): Promise<Verdict> {
  const { verdict, ignored } = await askPrepared(asked, true);
  if (ignored.length > 0) throw new Error(`iam-simulate ignored ${ignored.join(", ")}`);
  return verdict;
}

/** What it says when nothing is done about its defects. */
export async function simulateAsIs(asked: RandomCase): Promise<Verdict> {
  return (await askPrepared(asked, false)).verdict;
}

interface Answer {
  readonly verdict: Verdict;
  /** Context keys that it left out of the evaluation. */
  readonly ignored: readonly string[];
}

async function askPrepared({ request, documents }: RandomCase, isPrepared: boolean): Promise<Answer> {
  const { action, resource, caller, context } = request;
  const owner = documents.resource.account;
  const contextVariables = {
    ...given(context),
    ...(caller.kind === "federated" && isPrepared && caller.claims),
    ...Object.fromEntries(contextKeys(request, owner)),
  };
  const prepared = (document: object) =>
    isPrepared ? withKnownKeys(forSimulator(document, contextVariables)) : document;
  const named = ({ name, document }: Attached) => ({ name, policy: prepared(document) });
  const organization = (account: string) => documents.organizations?.[account];
  const levels = (lists: readonly (readonly Attached[])[] | undefined) =>
    (lists ?? []).map((level, index) => ({ orgIdentifier: `o-${index}`, policies: level.map(named) }));
  const root = {
    name: "root",
    policy: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
  };
  const simulation: Simulation = {
    request: {
      principal:
        caller.kind === "anonymous"
          ? anonymousPrincipal
          : caller.kind === "service"
            ? caller.name
            : caller.kind === "federated"
              ? caller.provider
              : caller.arn,
      action,
      resource: { resource: isPrepared ? resourceForSimulator(resource) : resource, accountId: owner },
      contextVariables: isPrepared ? withKnownKeys(contextVariables) : contextVariables,
    },
    identityPolicies: caller.kind === "root" && isPrepared ? [root] : (documents.identity ?? []).map(named),
    serviceControlPolicies: "account" in caller ? levels(organization(caller.account)?.serviceControl) : [],
    resourceControlPolicies: levels(organization(owner)?.resourceControl),
    resourcePolicy: documents.resource.document && prepared(documents.resource.document),
    permissionBoundaryPolicies: documents.boundary && [named(documents.boundary)],
    sessionPolicy: documents.session?.[0] && named(documents.session[0]).policy,
  };
  const result = await runSimulation(simulation, {});
  if (result.resultType === "error")
    throw new Error(`iam-simulate refuses: ${JSON.stringify(result.errors)}`);
  const results = result.resultType === "single" ? [result.result] : result.results;
  const ignored = results.flatMap(({ ignoredContextKeys = [] }) => ignoredContextKeys);
  return { verdict: result.overallResult, ignored };
}

/** Puts other keys in the place of those that the engine drops from every request. */
function withKnownKeys<T extends object>(documentOrContext: T): T {
  const text = JSON.stringify(documentOrContext)
    .replaceAll(/kms:EncryptionContext:aws:(\w+):arn/gi, "aws:PrincipalTag/context-$1")
    .replaceAll(/(["{])(?:[\w-]+\.)+[\w./-]+:(sub|aud)(?=["}])/gi, "$1aws:PrincipalTag/claim-$2")
    .replaceAll(/"saml:(\w+)"/gi, '"aws:PrincipalTag/assertion-$1"')
    // Its data has this key for most actions of S3, and not for all.
    .replaceAll(/"s3:TlsVersion"/gi, '"aws:PrincipalTag/tls-version"');
  return JSON.parse(text) as T;
}

function given(context: RandomCase["request"]["context"]): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === "string" ? value : [...value]]),
  );
}
