import type { Bucket, Estate } from "../../estate/estate";
import type { Authorization } from "../../prove/catalogue/authorization";
import { addedByOthers, asGiven, type Assumption } from "../../prove/existing";
import { givenBy, givenByLimit } from "../../prove/given";
import { type Actor, everything } from "../../prove/proof/actor";
import { withKeys, withoutKeys } from "../../prove/evaluator/context";
import { isManagedKey, withKeyArns } from "../../prove/check/bucket-keys";
import { organizationsOfAccounts } from "../../prove/check/organizations";
import type { DescribeOptions } from "../../prove/check/options";
import type { Intents } from "../../prove/proof/intents";
import { Scene } from "../../prove/proof/scene";
import type { Model } from "../../topology/model";
import { type Judge, judgeOfEstate, judgeOfStack } from "./judge";
import { type Names, wholeOf } from "./names";
import { type Repair, repairOf } from "../../prove/check/repair";
import type { TerraformInput } from "../terraform-input";
import type { Case } from "../topology";
import { throughPoint, withoutGuess } from "./access-point";
import { type Answer, type Ask, type Explanation, verdictOf } from "./explanation";
import { toKnow } from "./to-know";
import { askAction, looksLikeAction } from "./action";
import { actionsOfOperation, withoutService } from "./api-operation";
import { readCommandLine } from "./command-line";
import { findOperation } from "./operation";
import { keysNamed, namedKeys } from "./named-keys";
import { findPrincipal, serviceOf } from "./principal";
import { forEachSource, type ForSources } from "./for-each-source";
import { hasKey, readContext, withContext, withoutNetwork } from "./request-context";
import { findResource, findRole, type Resource } from "./resource";

/** Answers whether principals can do something with the same policies, and why. */
export interface Explainer {
  readonly estate: Estate;
  /** What stands for those to whom a topology grants access. Empty without one. */
  readonly granted: readonly string[];
  /**
   * One answer for each for whom a service can act.
   *
   * @throws UsageError if the principal, action, operation, resource or condition key is unknown
   */
  readonly explain: (ask: Ask) => ForSources;
}

/** For the stack of a topology. */
export function explainerOfStack(model: Model, { intents, estate: found }: Case): Explainer {
  const { estate, assumptions, checked } = asGiven(intents, found);
  const judge = judgeOfStack(estate);
  const asked = { names: model, intents, estate, judge, assumptions, checked };
  const explainOne = (ask: Ask): Explanation => {
    const { explanation, isGranted } = answerTo(ask, asked);
    if (isGranted) return explanation;
    return { ...explanation, assumed: ["the topology does not ask for it", ...explanation.assumed] };
  };
  return {
    estate,
    granted: intents.access.map(({ principalArn }) => principalArn),
    explain: (ask) => forEachSource(ask, serviceOf(ask.as, model), estate, explainOne),
  };
}

type EstateInput = Pick<TerraformInput, "name" | "estate" | "keysAreMadeUp">;

/** For Terraform that has no topology, with what to change if the answer is no. */
export function explainerOf(
  { name, estate: found, keysAreMadeUp }: EstateInput,
  options: DescribeOptions = {},
): Explainer {
  const estate = withKeyArns(found);
  const judge = judgeOfEstate(estate, options);
  const names = { buckets: [], principals: [], whole: name, keysAreKnown: !keysAreMadeUp };
  const asked = {
    names,
    intents: replicationsOf(estate),
    estate,
    judge,
    assumptions: addedByOthers(estate),
    checked: [],
  };
  const explainOne = (ask: Ask): Explanation => {
    const { explanation: answered, actor } = answerTo(ask, asked);
    const explanation = { ...answered, assumed: [...answered.assumed, ...givenOfAccount(actor, estate)] };
    const { answers } = explanation;
    const isUnknown = verdictOf(explanation) === "unknown";
    const refused = answers.flatMap(({ authorization, ...answer }) => {
      const decision = answer.decision ?? judge.worst(actor, authorization);
      return decision && !decision.allowed ? [{ authorization, decision }] : [];
    });
    if (refused.length === 0 && !isUnknown) return explanation;
    const repair = repairOf(actor, refused, (...question) => judge.judge(...question));
    return {
      ...explanation,
      ...(isUnknown && { toKnow: toKnow(answers) }),
      ...((!isUnknown || repair.changes.length > 0) && {
        repair: keysAreMadeUp ? withReferences(repair, estate) : repair,
      }),
    };
  };
  return {
    estate,
    granted: [],
    explain: (ask) => forEachSource(ask, serviceOf(ask.as, names), estate, explainOne),
  };
}

/** Unless the question itself says which organization it is. */
function givenOfAccount({ account = "", context = {} }: Actor, estate: Estate): string[] {
  const id = organizationsOfAccounts(estate).get(account);
  return id === undefined || context["aws:PrincipalOrgID"] !== id
    ? []
    : [`given that account ${account} is in organization ${id}, which the policies name together with it`];
}

/** With references to keys whose ids only AWS knows: `${aws_kms_key.data.arn}`. */
function withReferences(repair: Repair, { keys }: Estate): Repair {
  const changes = repair.changes.map((change) => {
    const json = keys.reduce(
      (text, { arn, address }) => text.replaceAll(arn, () => `\${${address}.arn}`),
      JSON.stringify(change.statement),
    );
    return { ...change, statement: JSON.parse(json) as typeof change.statement };
  });
  return { ...repair, changes };
}

/** What a question is about. */
interface Asked extends Case {
  readonly names: Names;
  readonly judge: Judge;
  /** What is taken as given about buckets and keys. */
  readonly assumptions: readonly Assumption[];
  /** What each plan checks about buckets. */
  readonly checked: readonly Assumption[];
}

function answerTo(ask: Ask, { names, intents, estate, judge, assumptions, checked }: Asked) {
  const given = readContext(ask.context ?? []);
  const text = withoutService(ask.do);
  const command = readCommandLine(text);
  // A role can have the name of a bucket.
  const role = ABOUT_ROLES.test(command.words.join(" ")) ? findRole(ask.on, names, estate) : undefined;
  const resource = role ?? findResource(ask.on, names, estate);
  const scene = new Scene(intents, estate, { context: given });
  const asker = findPrincipal(ask.as, names, scene);
  const known = judge.prepared(asker.actor);
  const actor = { ...known, context: withKeys(known.context ?? {}, given) };
  // `withContext` adds the condition keys of the question to the requests. They replace made-up values, such as tags.
  const judged = { ...actor, context: withoutKeys(actor.context, given) };
  const keys = keysNamed(resource, command.uris, estate, wholeOf(names));
  const found: Found = looksLikeAction(text)
    ? askAction(text, actor, resource, scene, ask.on)
    : (theActions() ?? theOperation());
  const { point, bucket } = "point" in resource ? resource : { point: undefined, bucket: undefined };
  const authorizations = found.authorizations
    .flatMap((each) => (point && bucket ? throughPoint(each, point, bucket) : [each]))
    .map((each) => scene.reached(judged, each, withoutNetwork(given)))
    .map((each) => withContext(each, given));
  const judgedOnes = authorizations.map((authorization): Answer => {
    const { decision, unknown } = judge.judge(judged, authorization);
    const nearest = decision && !decision.allowed ? judge.nearest(judged, authorization, decision) : [];
    return {
      authorization,
      resource: resourceName(authorization, estate),
      ...(decision && { decision }),
      unknown,
      nearest,
    };
  });
  const answers = point ? withoutGuess(judgedOnes, point, judged, judge) : judgedOnes;
  const stranger = asker.isStranger ? effectOfOwnPolicies(judged, authorizations, judge) : undefined;
  const explanation: Explanation = {
    who: actor.name,
    what: found.title ?? answers[0]?.authorization.action ?? ask.do,
    on: point ? ask.on : (found.on ?? answers[0]?.resource ?? nameOf(resource)),
    assumed: [
      ...asker.assumed,
      ...(estate.handovers ?? [])
        .filter(({ account }) => account.id === judged.account)
        .map((handover) => `given that ${givenBy(handover)}`),
      ...givenOfExisting(),
      ...givenByLimits(),
      ...givenByPayment(),
      ...found.assumed,
      ...(stranger === undefined ? [] : [STRANGER_NOTES[stranger](judged.name, wholeOf(names))]),
    ],
    answers,
    ...(stranger !== undefined && { ownPolicies: stranger }),
  };
  return { explanation, actor: judged, isGranted: found.isGranted ?? true };

  /** Of the buckets and keys that the requests are about. */
  function givenOfExisting(): string[] {
    const isAsked = (arn: string) =>
      authorizations.some(({ resource: asked }) => asked === arn || asked.startsWith(`${arn}/`));
    return [
      ...assumptions.filter(({ arn }) => isAsked(arn)).map(({ given: said }) => `given that ${said}`),
      ...checked.filter(({ arn }) => isAsked(arn)).map(({ given: said }) => `each plan checks that ${said}`),
    ];
  }

  /** Unless the question itself says where the request comes from. */
  function givenByLimits(): string[] {
    const limits = new Set(authorizations.flatMap((each) => scene.limitOf(each) ?? []));
    return [...limits]
      .flatMap((limit) => givenByLimit(limit, judged, scene.bucket(limit.bucketArn).account.id))
      .filter(({ kind }) => !(kind === "network" && withoutNetwork(given)))
      .filter(({ kind }) => !(kind === "organization" && hasKey(given, /^aws:principalorgid$/i)))
      .map(({ text: said }) => `given that ${said}`);
  }

  /** Of the buckets of other accounts. */
  function givenByPayment(): string[] {
    const isAsked = ({ arn, account }: Bucket) =>
      account.id !== judged.account &&
      authorizations.some(({ resource: asked }) => asked === arn || asked.startsWith(`${arn}/`));
    return estate.buckets
      .filter((each) => each.requesterPays && judged.account !== undefined && isAsked(each))
      .map(
        ({ name }) =>
          `given that the request to ${name} says that the requester pays (--request-payer requester)`,
      );
  }

  /** The actions of an operation that the catalogue does not have. */
  function theActions(): Found | undefined {
    const [name = "", ...others] = command.words;
    const actions = others.length === 0 ? actionsOfOperation(name) : undefined;
    if (actions === undefined) return undefined;
    const named = command.uris[0]?.text;
    const on = named === undefined ? resource : findResource(named, names, estate);
    const asked = actions.map((action) => askAction(action, actor, on, scene, named ?? ask.on));
    return {
      ...(actions.length > 1 && { title: text }),
      authorizations: asked.flatMap(({ authorizations }) => authorizations),
      assumed: [...new Set(asked.flatMap(({ assumed }) => assumed))],
    };
  }

  function theOperation(): Found {
    const ofKeys = new Scene(intents, estate, {
      context: given,
      keys: namedKeys(keys, actor, intents.access),
    });
    const isAllowed = (each: Authorization) =>
      judge.judge(judged, withContext(each, given)).decision?.allowed === true;
    return findOperation({ text: ask.do, command, on: nameOf(resource), keys }, actor, ofKeys, isAllowed);
  }
}

const ABOUT_ROLES = /^(sts|assum|tagsession|setsourceidentity)/;

/** The action or operation of `--do`. */
interface Found {
  readonly title?: string;
  readonly on?: string;
  readonly authorizations: readonly Authorization[];
  readonly assumed: readonly string[];
  /** Whether the intents grant the operation. @default - an action, which is not granted as such */
  readonly isGranted?: boolean;
}

/** What the replication rules of an estate ask for. */
function replicationsOf({ buckets, replicationRules }: Estate): Intents {
  const bucketOf = new Map(buckets.map((bucket) => [bucket.arn, bucket]));
  const usesBucketKey = (arn: string) => bucketOf.get(arn)?.encryption.bucketKeyEnabled === true;
  const replications = replicationRules
    .filter(
      ({ source, destination }) => bucketOf.has(source.bucketArn) && bucketOf.has(destination.bucketArn),
    )
    .map(({ source, destination, prefix, deleteMarkers, replicaKeyArn }) => ({
      fromArn: source.bucketArn,
      toArn: destination.bucketArn,
      prefix,
      deleteMarkers,
      ...(replicaKeyArn !== undefined && { replicaKeyArn }),
      minimalKms: !usesBucketKey(source.bucketArn) && !usesBucketKey(destination.bucketArn),
    }));
  return { access: [], replications, otherKeys: [], requiredKeys: [], offers: [], trusts: [] };
}

/** For a principal outside the Terraform: what its own policies, which are not known, can change. */
function effectOfOwnPolicies(
  actor: Actor,
  asked: readonly Authorization[],
  judge: Judge,
): NonNullable<Explanation["ownPolicies"]> {
  const isAllowed = (identity: typeof actor.identity) =>
    asked.every(
      (authorization) => judge.judge({ ...actor, identity }, authorization).decision?.allowed === true,
    );
  if (isAllowed([])) return "can deny";
  return isAllowed([everything(actor.account ?? "")]) ? "can allow" : "change nothing";
}

const STRANGER_NOTES = {
  "can deny": (name, whole) => `policies of ${name} that are not in ${whole} could only deny it`,
  "can allow": (name, whole) =>
    `policies of ${name} that are not in ${whole} could allow it; nothing else prevents it`,
  "change nothing": (name, whole) => `no policies of ${name} that are not in ${whole} could allow it`,
} satisfies Record<NonNullable<Explanation["ownPolicies"]>, (name: string, whole: string) => string>;

function nameOf(resource: Resource): string {
  switch (resource.kind) {
    case "key":
      return resource.key.address;
    case "role":
      return resource.role.name;
    default:
      return resource.bucket.name;
  }
}

/** A key is named by its address, because its ARN is made up. */
function resourceName({ resource }: Authorization, { keys }: Estate): string {
  if (resource === "*") return "any resource";
  if (isManagedKey(resource)) return "aws/s3";
  return keys.find(({ arn }) => arn === resource)?.address ?? resource;
}
