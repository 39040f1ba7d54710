/** Both sides of access: what the policies of principals allow, and what those of buckets, keys and roles do. */
import { parseArn } from "../../aws/arn";
import type { Account, Estate, Policy, Principal } from "../../estate/estate";
import { Multimap } from "../multimap";
import {
  type Document,
  documentsOf,
  type DocumentStatement,
  resourcePoliciesOf,
  type ResourcePolicy,
  type ResourcePolicyKind,
} from "../iam/documents";
import { isPattern, mayMatch } from "../iam/wildcard";
import { distinct } from "../distinct";

/** A bucket, a key or a role, with the Allow statements of its policy. */
export class Target {
  readonly kind: ResourcePolicyKind;
  /** `bucket policy of acme-source` */
  readonly title: string;
  readonly arn: string;
  /** Of its policy, where it has one. */
  readonly address: string;
  readonly account: Account;
  readonly allows: readonly DocumentStatement[];
  private statementsByNamed?: Multimap<string, DocumentStatement>;

  constructor({ kind, title, arn, address = "", account, document }: ResourcePolicy) {
    this.kind = kind;
    this.title = title;
    this.arn = arn;
    this.address = address;
    this.account = account;
    this.allows = allowsOf(document);
  }

  /** The statements that may allow something to somebody. */
  grantsTo({ arn, account }: Principal): DocumentStatement[] {
    return ["*", account.id, arn].flatMap((named) =>
      this.byNamed.get(named).filter((statement) => {
        const { requiredPrincipals: required } = statement;
        return required === undefined || required.some((each) => mayMatch(each, arn));
      }),
    );
  }

  private get byNamed(): Multimap<string, DocumentStatement> {
    this.statementsByNamed ??= byNamed(this.allows);
    return this.statementsByNamed;
  }
}

/** By an ARN, the id of an account, or `*`: whom they require where that is certain, otherwise whom they name. */
function byNamed(statements: readonly DocumentStatement[]): Multimap<string, DocumentStatement> {
  const found = new Multimap<string, DocumentStatement>();
  for (const statement of statements) {
    const { requiredPrincipals: required, principals } = statement;
    const { everyone, accounts, arns } = principals;
    // Whom a NotPrincipal names is not worked out here.
    const isOpen = everyone || statement.raw.NotPrincipal !== undefined;
    const isCertain = required !== undefined && !required.some(isPattern);
    const names = isCertain ? required : isOpen ? ["*"] : [...accounts, ...arns];
    for (const name of distinct(names)) found.add(name, statement);
  }
  return found;
}

/** The Allow statements of somebody's policies. */
interface Allowed {
  readonly byTarget: Multimap<Target, DocumentStatement>;
  /** Those about something that is not of the estate, or a pattern. */
  readonly wild: readonly DocumentStatement[];
}

export class Sides {
  /** Buckets and keys. */
  readonly targets: readonly Target[];
  private readonly byBucketName: ReadonlyMap<string, Target>;
  private readonly byArn: ReadonlyMap<string, Target>;
  private readonly principals: ReadonlyMap<string, Principal>;
  private readonly documents: ReadonlyMap<Policy["document"], Document>;
  private readonly allowed = new Map<Principal, Allowed>();

  constructor(estate: Estate) {
    this.documents = new Map(documentsOf(estate).map((document) => [document.raw, document]));
    this.principals = new Map(estate.principals.map((principal) => [principal.arn, principal]));
    // Of a role that exists already the trust policy is not known.
    const targets = resourcePoliciesOf(estate)
      .filter(({ kind, document }) => kind !== "trust" || document)
      .map((policy) => new Target(policy));
    const buckets = targets.filter(({ kind }) => kind === "bucket");
    const others = targets.filter(({ kind }) => kind !== "bucket");
    this.targets = targets.filter(({ kind }) => kind !== "trust");
    this.byBucketName = new Map(buckets.map((target) => [parseArn(target.arn)?.bucket ?? "", target]));
    this.byArn = new Map(others.map((target) => [target.arn, target]));
  }

  principal(arn: string): Principal | undefined {
    return this.principals.get(arn);
  }

  /** What a resource of a policy is, or is in; undefined for patterns, and for what is not of the estate. */
  find(resource: string): Target | undefined {
    const bucket = parseArn(resource)?.bucket;
    return bucket === undefined ? this.byArn.get(resource) : this.byBucketName.get(bucket);
  }

  /** The statements that allow somebody anything. */
  statementsOf({ identityPolicies }: Principal): DocumentStatement[] {
    return identityPolicies.flatMap(({ document }) => allowsOf(this.documents.get(document)));
  }

  /** The statements that may allow somebody something with a target. */
  allowedOn(principal: Principal, target: Target): DocumentStatement[] {
    const { byTarget, wild } = this.allowedTo(principal);
    return [...byTarget.get(target), ...wild.filter((statement) => reaches(statement, target))];
  }

  private allowedTo(principal: Principal): Allowed {
    const before = this.allowed.get(principal);
    if (before) return before;
    const byTarget = new Multimap<Target, DocumentStatement>();
    const wild: DocumentStatement[] = [];
    for (const statement of this.statementsOf(principal)) {
      const targets = distinct(statement.resources.map((resource) => this.find(resource)));
      if (targets.length === 0 || targets.includes(undefined)) wild.push(statement);
      for (const target of targets) if (target) byTarget.add(target, statement);
    }
    const allowed = { byTarget, wild };
    this.allowed.set(principal, allowed);
    return allowed;
  }
}

function allowsOf(document: Document | undefined): readonly DocumentStatement[] {
  return document?.statements.filter(({ effect }) => effect === "Allow") ?? [];
}

/** Whether a statement may be about a target that it does not name as such. */
function reaches({ resources, raw }: DocumentStatement, target: Target): boolean {
  if (raw.NotResource !== undefined) return true;
  return resources.some((resource) => {
    const bucket = target.kind === "bucket" ? parseArn(resource)?.bucket : undefined;
    return mayMatch(bucket === undefined ? resource : `arn:*:s3:::${bucket}`, target.arn);
  });
}
