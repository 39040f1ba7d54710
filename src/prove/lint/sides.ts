/** Both sides of access: what the policies of principals allow, and what those of buckets, keys and roles allow. */
import { nameOf, parseArn } from "../../aws/arn";
import type { Account, Estate, Policy, Principal } from "../../estate/estate";
import { Multimap } from "../multimap";
import {
  type Document,
  documentsOf,
  type DocumentStatement,
  identityPoliciesOf,
  resourcePoliciesOf,
  type ResourcePolicy,
  type ResourcePolicyKind,
} from "../iam/documents";
import { isPattern, mayMatch } from "../iam/wildcard";
import { distinct } from "../distinct";

type Grantee = Pick<Principal, "arn"> & { readonly account: Pick<Account, "id"> };

/** A bucket, a key or a role, with the Allow statements of its policy. */
export class Target {
  readonly kind: ResourcePolicyKind;
  /** `bucket policy of acme-source` */
  readonly title: string;
  readonly arn: string;
  /** The address of its policy, if it has one. */
  readonly address: string;
  readonly account: Account;
  readonly allows: readonly DocumentStatement[];
  /** Its policy is not wholly known or understood, or a grant of KMS allows something without a policy. */
  readonly mayAllowMore: boolean;
  private statementsByNamed?: Multimap<string, DocumentStatement>;

  constructor({ kind, title, arn, address = "", account, document }: ResourcePolicy) {
    this.kind = kind;
    this.title = title;
    this.arn = arn;
    this.address = address;
    this.account = account;
    this.allows = allowsOf(document);
    this.mayAllowMore =
      document?.unknown !== undefined ||
      (document?.unreadable ?? []).length > 0 ||
      (document?.key?.grants ?? []).length > 0 ||
      this.allows.some(namesCanonicalUser);
  }

  /** Finds the statements that may allow a principal something. */
  grantsTo({ arn, account }: Grantee): DocumentStatement[] {
    return ["*", account.id, arn, ...sessionsOf(arn)].flatMap((named) =>
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

/** `arn:aws:sts::222222222222:assumed-role/reader` for the ARN of a session of the role. */
function withoutSession(arn: string): string {
  return arn.replace(/^(arn:[^:]+:sts::\d+:assumed-role\/[^/]+)\/.*$/, "$1");
}

/** The same for the ARN of the role. */
function sessionsOf(arn: string): string[] {
  const { partition, account, type } = parseArn(arn) ?? {};
  return type === "role" ? [`arn:${partition}:sts::${account}:assumed-role/${nameOf(arn)}`] : [];
}

/** Whether it names an account by its canonical user id, which the estate does not have. */
function namesCanonicalUser({ raw: { Principal } }: DocumentStatement): boolean {
  return typeof Principal === "object" && Object.hasOwn(Principal, "CanonicalUser");
}

/**
 * By an ARN, an account id or `*`: the principals that their conditions require, or else those in their `Principal`.
 */
function byNamed(statements: readonly DocumentStatement[]): Multimap<string, DocumentStatement> {
  const found = new Multimap<string, DocumentStatement>();
  for (const statement of statements) {
    const { requiredPrincipals: required, principals } = statement;
    const { everyone, accounts, arns } = principals;
    // NotPrincipal is not evaluated here.
    const isOpen = everyone || statement.raw.NotPrincipal !== undefined;
    const isCertain = required !== undefined && !required.some(isPattern);
    const names = isCertain ? required : isOpen ? ["*"] : [...accounts, ...arns.map(withoutSession)];
    for (const name of distinct(names)) found.add(name, statement);
  }
  return found;
}

/** The Allow statements of a principal's policies. */
interface Allowed {
  readonly byTarget: Multimap<Target, DocumentStatement>;
  /** Those about resources outside the estate, or about patterns. */
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
    const attached = estate.principals.flatMap(identityPoliciesOf);
    this.documents = new Map(
      [...attached, ...documentsOf(estate)].map((document) => [document.raw, document]),
    );
    this.principals = new Map(estate.principals.map((principal) => [principal.arn, principal]));
    // The trust policy of an existing role is not known.
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

  /**
   * The target that a resource of a policy is, or is in; undefined for patterns and for resources outside the estate.
   */
  find(resource: string): Target | undefined {
    const bucket = parseArn(resource)?.bucket;
    return bucket === undefined ? this.byArn.get(resource) : this.byBucketName.get(bucket);
  }

  /** The statements that allow a principal anything. */
  statementsOf({ identityPolicies }: Principal): DocumentStatement[] {
    return identityPolicies.flatMap(({ document }) => allowsOf(this.documents.get(document)));
  }

  /** The statements that may allow a principal something on a target. */
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

/** Whether a statement may apply to a target that it does not name. */
function reaches({ resources, raw }: DocumentStatement, target: Target): boolean {
  if (raw.NotResource !== undefined) return true;
  return resources.some((resource) => {
    const bucket = target.kind === "bucket" ? parseArn(resource)?.bucket : undefined;
    return mayMatch(bucket === undefined ? resource : `arn:*:s3:::${bucket}`, target.arn);
  });
}
