/** The smallest change of policies that would allow what they refuse. */
import { isAccountRoot, parseArn } from "../../aws/arn";
import type { RawStatement } from "../../estate/policy-document";
import type { Authorization } from "../catalogue/authorization";
import type { Attached, Decision, DocumentName, Documents, Finding } from "../evaluator/decision";
import { sentence } from "../evaluator/explain";
import { RULES } from "../evaluator/rules";
import { groupBy } from "../multimap";
import type { Actor } from "../proof/actor";
import { isWhole, membersOf } from "../proof/organizations";
import { requiredTags } from "../proof/principal-tags";
import type { Judgement } from "../evaluator/judge";
import { holderOf } from "./wording";

export interface Repair {
  /** Together, they allow everything that was asked: the evaluator has tried it. Empty if nothing can. */
  readonly changes: readonly Change[];
  /** Why changing these policies is not enough or does not help, one sentence each. */
  readonly obstacles: readonly string[];
}

/** A statement to write into a policy. */
export interface Change {
  /** The policy: `bucket policy of acme-source`. */
  readonly document: DocumentName;
  /** The Sid or the number of the statement that it replaces. Absent for a statement to add. */
  readonly replaces?: string;
  readonly statement: RawStatement;
}

/** A refused authorization. */
export interface Refused {
  readonly authorization: Authorization;
  readonly decision: Decision;
}

/** Decides a question; with another policy of the resource, if there is one. */
type Judge = (actor: Actor, authorization: Authorization, policy?: Documents["resource"]) => Judgement;

/** Finds what to change so that the policies allow what an actor is refused. */
export function repairOf(actor: Actor, refused: readonly Refused[], judge: Judge): Repair {
  const obstacles = [...new Set(refused.flatMap(obstaclesOf))];
  if (obstacles.length > 0) return { changes: [], obstacles };
  const gaps = refused.flatMap(({ authorization, decision }) =>
    silentIn(decision).map((finding): Gap => ({ authorization, finding })),
  );
  const added = groupBy(gaps, placeOf).flatMap((ofPlace) => statementsFor(actor, ofPlace));
  const works = (drafts: readonly Draft[]) => {
    const { identity, policies } = applied(actor, drafts);
    return refused.every(({ authorization, decision }) => {
      const policy = policies.get(resourceName(decision));
      return judge({ ...actor, identity }, authorization, policy).decision?.allowed === true;
    });
  };
  if (!works(added)) return { changes: [], obstacles: [NOT_ENOUGH] };
  return { changes: shortened(actor, added, works).map(changeOf), obstacles: [] };
}

const NOT_ENOUGH = "adding statements is not enough; the reasons above say what else decides it";

/** What a layer does not allow. */
interface Gap {
  readonly authorization: Authorization;
  readonly finding: Finding;
}

/** A change, with the policy that it changes. */
interface Draft {
  readonly finding: Finding;
  readonly statement: RawStatement;
  /** The document and the statement to replace. */
  readonly instead?: { readonly of: Attached; readonly index: number };
}

function obstaclesOf({ decision }: Refused): string[] {
  const { explicit, because, rule } = decision;
  if (explicit) return because.map((finding) => `${sentence(finding)}, and a Deny overrides every Allow`);
  if (because.length === 0) return [rule.text];
  const ofAws = because.filter(({ layer, documents }) => layer === "resource" && documents.some(isOfAws));
  if (ofAws.length > 0)
    return ofAws.map(
      (finding) =>
        `${sentence(finding)}; nobody can change that policy: encrypt the bucket with a customer managed key`,
    );
  return because
    .filter(({ layer }) => layer !== "identity" && layer !== "resource")
    .map((finding) => `${sentence(finding)}; a policy that limits the caller must allow it too`);
}

/** The layers that must allow it. Within an account, either side is enough; the caller's is the usual one. */
function silentIn({ because, rule }: Decision): readonly Finding[] {
  if (rule !== RULES.sameAccount) return because;
  const ofCaller = because.filter(({ layer }) => layer !== "resource");
  return ofCaller.length > 0 ? ofCaller : because;
}

function placeOf({ finding: { layer, documents } }: Gap): string {
  return layer === "identity" ? layer : nameIn(documents[0]);
}

function nameIn(document: DocumentName | undefined): string {
  return `${document?.account} ${document?.name}`;
}

function resourceName({ chain }: Decision): string {
  return nameIn(chain.find(({ layer }) => layer === "resource")?.documents[0]);
}

/** One statement for what has the same kind of resource and the same conditions. */
function statementsFor(actor: Actor, gaps: readonly Gap[]): Draft[] {
  const alike = groupBy(gaps, ({ authorization, finding }) =>
    JSON.stringify([resourceOf(authorization, finding), conditionOf(actor, authorization, finding)]),
  );
  return alike.map((some): Draft => {
    const [{ authorization, finding }] = some as readonly [Gap, ...Gap[]];
    const resource = resourceOf(authorization, finding);
    const condition = conditionOf(actor, authorization, finding);
    return {
      finding,
      statement: {
        Effect: "Allow",
        ...(finding.layer === "resource" && { Principal: principalOf(actor) }),
        Action: oneOrMore(some.map((each) => each.authorization.action)),
        ...(resource !== undefined && { Resource: resource }),
        ...(Object.keys(condition).length > 0 && { Condition: condition }),
      },
    };
  });
}

function oneOrMore(texts: readonly string[]): string | readonly string[] {
  const sorted = [...new Set(texts)].sort();
  return sorted.length === 1 ? (sorted[0] as string) : sorted;
}

/** The resource of a statement: for an object, its folder. A key policy is about its key, a trust policy about its role. */
function resourceOf({ resource }: Authorization, { layer }: Finding): string | undefined {
  const type = parseArn(resource)?.type;
  if (layer === "resource" && type === "key") return "*";
  if (layer === "resource" && type === "role") return undefined;
  return type === "object" ? folderOf(resource) : resource;
}

/** `arn:aws:s3:::acme/in/*` for `arn:aws:s3:::acme/in/a.csv` */
function folderOf(objectArn: string): string {
  return `${objectArn.slice(0, objectArn.lastIndexOf("/"))}/*`;
}

/** The account, so that the policy survives when a role is created again. The condition names the role. */
function principalOf({ caller, arn }: Actor): RawStatement["Principal"] {
  if (caller.kind === "service") return { Service: caller.name };
  if (caller.kind === "anonymous") return "*";
  if (caller.kind === "federated") return { Federated: caller.provider };
  if (membersOf(arn)) return "*";
  const { partition = "aws" } = parseArn(arn) ?? {};
  return { AWS: `arn:${partition}:iam::${caller.account}:root` };
}

type Condition = NonNullable<RawStatement["Condition"]>;

function conditionOf(actor: Actor, { context }: Authorization, { layer }: Finding): Condition {
  const via = context["kms:ViaService"];
  const encrypted = context["kms:EncryptionContext:aws:s3:arn"];
  const externalId = context["sts:ExternalId"];
  const [bucketArn] = encrypted?.split("/") ?? [];
  const claims = actor.caller.kind === "federated" ? actor.caller.claims : {};
  const members = membersOf(actor.arn);
  const equals = {
    ...claims,
    ...(layer === "resource" && {
      ...(members && { "aws:PrincipalOrgID": members.organizationId }),
      ...requiredTags(actor.arn),
    }),
    ...(via !== undefined && { "kms:ViaService": via }),
    ...(externalId !== undefined && layer === "resource" && { "sts:ExternalId": externalId }),
  };
  const isOnePrincipal = "account" in actor.caller && !isWhole(actor.arn);
  return {
    ...(layer === "resource" && isOnePrincipal && { ArnEquals: { "aws:PrincipalArn": principalArn(actor) } }),
    ...(Object.keys(equals).length > 0 && { StringEquals: equals }),
    ...(layer === "resource" &&
      members &&
      members.paths.length > 0 && {
        "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": members.paths },
      }),
    ...(bucketArn !== undefined && {
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn, `${bucketArn}/*`] },
    }),
  };
}

function principalArn({ caller, arn }: Actor): string {
  return caller.kind === "session" ? caller.role : arn;
}

/** Adds actions to statements that exist, where that is enough. */
function shortened(
  actor: Actor,
  drafts: readonly Draft[],
  works: (drafts: readonly Draft[]) => boolean,
): readonly Draft[] {
  return drafts.reduce<readonly Draft[]>((before, draft) => {
    const found = extensionsOf(actor, draft).find((extension) =>
      works(before.map((each) => (each === draft ? extension : each))),
    );
    return found ? before.map((each) => (each === draft ? found : each)) : before;
  }, drafts);
}

/** The Allow statements of the same policies that are about the same, with the actions of the draft too. */
function extensionsOf(actor: Actor, { finding, statement: added }: Draft): Draft[] {
  const documents = finding.layer === "identity" ? actor.identity : finding.documents.filter(isAttached);
  return documents
    .filter(({ awsManaged }) => awsManaged === undefined)
    .flatMap((of) =>
      statementsIn(of).flatMap((statement, index) =>
        isAbout(statement, added)
          ? {
              finding,
              statement: {
                ...statement,
                Action: oneOrMore([statement.Action ?? [], added.Action ?? []].flat()),
              },
              instead: { of, index },
            }
          : [],
      ),
    );
}

/** Whether a statement allows actions of the same service to the same principal on the same bucket or key, and to nobody else. */
function isAbout(statement: RawStatement, added: RawStatement): boolean {
  const { Effect, Action, Resource = [] } = statement;
  if (Effect !== "Allow" || Action === undefined || statement.NotResource !== undefined) return false;
  const service = ([added.Action].flat()[0] ?? "").split(":")[0];
  const about = bucketOrKey([added.Resource].flat()[0] ?? "");
  return (
    [Action].flat().every((each) => each.startsWith(`${service}:`)) &&
    [Resource].flat().every((each) => bucketOrKey(each) === about) &&
    namesOne(statement)
  );
}

/** The bucket of an object, or the text itself. */
function bucketOrKey(arn: string): string {
  return parseArn(arn)?.bucket ?? arn;
}

/** Whether a statement names one principal, or its policy names none. */
function namesOne({ Principal, Condition = {} }: RawStatement): boolean {
  if (Principal === undefined) return true;
  const named = typeof Principal === "string" ? [Principal] : Object.values(Principal).flat();
  const [only = ""] = named;
  if (named.length !== 1) return false;
  if (only !== "*" && !isAccountRoot(only)) return true;
  const arns = Object.values(Condition).flatMap((keys) => keys["aws:PrincipalArn"] ?? []);
  return arns.length === 1;
}

function isAttached(document: Finding["documents"][number]): document is Attached {
  return document.document !== undefined;
}

function statementsIn({ document }: Attached): readonly RawStatement[] {
  return (document as { readonly Statement: readonly RawStatement[] }).Statement;
}

/** The document to add a statement to. Nobody can change what AWS manages. */
function ownOf({ documents }: Finding): Finding["documents"][number] {
  const [first] = documents as readonly [Attached, ...Attached[]];
  const own = documents.find((document) => !isOfAws(document));
  return own ?? { name: `policies of ${holderOf(first)}`, account: first.account };
}

function isOfAws({ awsManaged }: DocumentName): boolean {
  return awsManaged !== undefined;
}

/** The policies with the changes. */
interface Applied {
  readonly identity: readonly Attached[];
  /** By account and name. */
  readonly policies: ReadonlyMap<string, Attached>;
}

function applied(actor: Actor, drafts: readonly Draft[]): Applied {
  let { identity } = actor;
  const policies = new Map<string, Attached>();
  for (const { finding, statement, instead } of drafts) {
    if (finding.layer === "identity") {
      identity = instead
        ? identity.map((each) => (isSame(each, instead.of) ? changed(each, statement, instead.index) : each))
        : [...identity, changed(emptyPolicy(actor), statement)];
      continue;
    }
    const [document] = finding.documents;
    if (document === undefined) continue;
    const before = policies.get(nameIn(document)) ?? { ...document, document: document.document ?? EMPTY };
    policies.set(nameIn(document), changed(before, statement, instead?.index));
  }
  return { identity, policies };
}

const EMPTY = { Version: "2012-10-17", Statement: [] };

function emptyPolicy({ name, account = "" }: Actor): Attached {
  return { name: `policy of ${name}`, account, document: EMPTY };
}

function isSame(one: DocumentName, other: DocumentName): boolean {
  return nameIn(one) === nameIn(other) && one.address === other.address;
}

/** With a statement added, or another in the place of one. */
function changed(attached: Attached, statement: RawStatement, index?: number): Attached {
  const statements = statementsIn(attached);
  const Statement =
    index === undefined
      ? [...statements, statement]
      : statements.map((each, at) => (at === index ? statement : each));
  return { ...attached, document: { ...attached.document, Statement } };
}

function changeOf({ finding, statement, instead }: Draft): Change {
  const { document: _, ...named } = instead?.of ?? ownOf(finding);
  if (!instead) return { document: named, statement };
  const before = statementsIn(instead.of)[instead.index];
  return { document: named, replaces: before?.Sid ?? `number ${instead.index + 1}`, statement };
}
