/** Both sides of access: what the policies of principals allow, and what those of buckets, keys and roles do. */
import type { Account, Estate, Policy, Principal } from "../../estate/estate";
import { Multimap } from "../multimap";
import { arnOf, isPattern, mayMatch } from "./arns";
import { distinct, type Document, documentsOf, type Statement } from "./documents";

/** A bucket, a key or a role, with the Allow statements of its policy. */
export class Target {
  private statementsByNamed?: Multimap<string, Statement>;

  constructor(
    readonly kind: "bucket" | "key" | "role",
    /** `bucket policy of acme-source` */
    readonly title: string,
    readonly arn: string,
    /** Of its policy, where it has one. */
    readonly address: string,
    readonly account: Account,
    readonly allows: readonly Statement[],
  ) {}

  /** The statements that may allow something to somebody. */
  grantsTo({ arn, account }: Principal): Statement[] {
    return ["*", account.id, arn].flatMap((named) =>
      this.byNamed.get(named).filter((statement) => {
        const { required } = statement.named;
        return required === undefined || required.some((each) => mayMatch(each, arn));
      }),
    );
  }

  private get byNamed(): Multimap<string, Statement> {
    this.statementsByNamed ??= byNamed(this.allows);
    return this.statementsByNamed;
  }
}

/** By an ARN, the id of an account, or `*`: whom they require where that is certain, otherwise whom they name. */
function byNamed(statements: readonly Statement[]): Multimap<string, Statement> {
  const found = new Multimap<string, Statement>();
  for (const statement of statements) {
    const { everyone, accounts, arns, required } = statement.named;
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
  readonly byTarget: Multimap<Target, Statement>;
  /** Those about something that is not of the estate, or a pattern. */
  readonly wild: readonly Statement[];
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
    const buckets = estate.buckets.map(({ arn, name, address, account, policy }) => {
      const at = policy?.address ?? address;
      return new Target("bucket", `bucket policy of ${name}`, arn, at, account, this.allows(policy));
    });
    const keys = estate.keys.map(
      ({ arn, address, account, policy }) =>
        new Target("key", `key policy of ${address}`, arn, policy.address, account, this.allows(policy)),
    );
    const roles = estate.principals.flatMap(({ name, arn, account, trustPolicy }) => {
      if (!trustPolicy) return [];
      const { address } = trustPolicy;
      return new Target(
        "role",
        `trust policy of role ${name}`,
        arn,
        address,
        account,
        this.allows(trustPolicy),
      );
    });
    this.targets = [...buckets, ...keys];
    this.byBucketName = new Map(buckets.map((target) => [arnOf(target.arn)?.bucket ?? "", target]));
    this.byArn = new Map([...keys, ...roles].map((target) => [target.arn, target]));
  }

  principal(arn: string): Principal | undefined {
    return this.principals.get(arn);
  }

  /** What a resource of a policy is, or is in; undefined for patterns, and for what is not of the estate. */
  find(resource: string): Target | undefined {
    const bucket = arnOf(resource)?.bucket;
    return bucket === undefined ? this.byArn.get(resource) : this.byBucketName.get(bucket);
  }

  /** The statements that allow somebody anything. */
  statementsOf({ identityPolicies }: Principal): Statement[] {
    return identityPolicies.flatMap((policy) => this.allows(policy));
  }

  /** The statements that may allow somebody something with a target. */
  allowedOn(principal: Principal, target: Target): Statement[] {
    const { byTarget, wild } = this.allowedTo(principal);
    return [...byTarget.get(target), ...wild.filter((statement) => reaches(statement, target))];
  }

  private allowedTo(principal: Principal): Allowed {
    const before = this.allowed.get(principal);
    if (before) return before;
    const byTarget = new Multimap<Target, Statement>();
    const wild: Statement[] = [];
    for (const statement of this.statementsOf(principal)) {
      const targets = distinct(statement.resources.map((resource) => this.find(resource)));
      if (targets.length === 0 || targets.includes(undefined)) wild.push(statement);
      for (const target of targets) if (target) byTarget.add(target, statement);
    }
    const allowed = { byTarget, wild };
    this.allowed.set(principal, allowed);
    return allowed;
  }

  private allows(policy: Policy | undefined): readonly Statement[] {
    const document = policy && this.documents.get(policy.document);
    return document?.statements.filter(({ raw }) => raw.Effect === "Allow") ?? [];
  }
}

/** Whether a statement may be about a target that it does not name as such. */
function reaches({ resources, raw }: Statement, target: Target): boolean {
  if (raw.NotResource !== undefined) return true;
  return resources.some((resource) => {
    const bucket = target.kind === "bucket" ? arnOf(resource)?.bucket : undefined;
    return mayMatch(bucket === undefined ? resource : `arn:*:s3:::${bucket}`, target.arn);
  });
}
