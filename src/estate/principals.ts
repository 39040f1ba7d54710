import { awsManagedPolicy, changesPolicies, whyUnknown } from "./aws-managed-policies/aws-managed-policies";
import type { AwsResources } from "./aws-resources";
import { Claims } from "./claims";
import type { Account, IdentityPolicy, ManagedPolicy, Policy, Principal, Unmodelled } from "./estate";
import { ExistingArns } from "./existing-arns";
import type { ResourceBlock } from "./terraform/configuration";

type Kind = Principal["kind"];

const KINDS: readonly Kind[] = ["role", "user"];

/** Other places with policies that can name an existing role or user. */
export interface PrincipalSources {
  readonly managedPolicies: readonly ManagedPolicy[];
  /** The policies of buckets and keys. */
  readonly resourcePolicies: readonly Policy[];
  /** ARNs of existing roles and users, which Terraform does not contain. */
  readonly existing: readonly string[];
}

/** @param unmodelled collects attached policies that are not known */
export function readPrincipals(
  aws: AwsResources,
  sources: PrincipalSources,
  unmodelled: Unmodelled[],
): Principal[] {
  const drafts = KINDS.flatMap((kind) => {
    const created = createdPrincipals(aws, kind);
    noteBoundaries(created.values(), sources.managedPolicies, unmodelled);
    const policies = new IdentityPolicies(created, kind, aws, unmodelled);
    policies.addInline();
    policies.addManaged(sources.managedPolicies);
    return [...created.values()];
  });
  const named = [...sources.resourcePolicies, ...drafts.flatMap(({ trustPolicy }) => trustPolicy ?? [])];
  const all = [
    ...named,
    ...sources.managedPolicies,
    ...drafts.flatMap(({ identityPolicies }) => identityPolicies),
  ];
  const arns = new ExistingArns(sources.existing, all, aws.problems);
  return drafts
    .flatMap((draft): Principal[] => {
      const { arn, namedBy, ...rest } = draft;
      if (arn !== undefined) return [{ ...rest, arn, arnFrom: "terraform" }];
      const found = arns.find(draft, namedBy);
      return found === undefined ? [] : [{ ...rest, ...found }];
    })
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** A boundary that is not known can only limit. */
function noteBoundaries(
  principals: Iterable<Draft>,
  managedPolicies: readonly ManagedPolicy[],
  unmodelled: Unmodelled[],
): void {
  const known = new Set(managedPolicies.map(({ arn }) => arn));
  for (const { namedBy: address, permissionsBoundary: arn, account } of principals) {
    const { partition } = account;
    if (arn === undefined || known.has(arn) || awsManagedPolicy(arn, partition)) continue;
    const reason = `has the permissions boundary ${arn}, ${whyUnknown(arn, partition)}`;
    unmodelled.push({ address, argument: "permissions_boundary", reason, canAllow: false });
  }
}

/** What is known about a role or user before the ARNs of existing ones are known. */
interface Draft extends Omit<Principal, "arn" | "arnFrom" | "identityPolicies"> {
  /** For one that is created. */
  readonly arn?: string;
  /** The address of the first resource that names it. */
  readonly namedBy: string;
  readonly identityPolicies: IdentityPolicy[];
}

/** A managed policy that a role or a user has. */
interface Attachment {
  readonly owner: Draft;
  readonly arn: string;
  readonly resource: ResourceBlock;
}

/** By account and name. */
function createdPrincipals(aws: AwsResources, kind: Kind): Map<string, Draft> {
  const claims = new Claims(aws.problems);
  const created = new Map<string, Draft>();
  for (const resource of aws.resources(`aws_iam_${kind}`)) {
    const account = aws.account(resource);
    const name = aws.name(resource);
    const arn = aws.computed(resource, "arn");
    const trustPolicy = kind === "role" ? aws.policy(resource, "assume_role_policy") : undefined;
    const permissionsBoundary = aws.arguments(resource).text("permissions_boundary");
    const tags = aws.tags(resource);
    if (account === undefined || name === undefined || arn === undefined) continue;
    const what = `the ${kind} ${name} of account ${account.id}`;
    if (!claims.claim(what, resource, `a ${kind}'s name is unique in its account, so rename one`)) continue;
    created.set(key(account, name), {
      kind,
      address: resource.address,
      name,
      path: aws.path(resource),
      arn,
      namedBy: resource.address,
      account,
      ...(trustPolicy && { trustPolicy }),
      identityPolicies: [],
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      ...(Object.keys(tags).length > 0 && { tags }),
    });
  }
  return created;
}

/** Gives the roles, or the users, their policies. A role or user that is not created here already exists. */
class IdentityPolicies {
  private readonly claims: Claims;

  constructor(
    private readonly principals: Map<string, Draft>,
    private readonly kind: Kind,
    private readonly aws: AwsResources,
    private readonly unmodelled: Unmodelled[],
  ) {
    this.claims = new Claims(aws.problems);
  }

  addInline(): void {
    for (const resource of this.aws.resources(`aws_iam_${this.kind}_policy`)) {
      const owner = this.owner(resource);
      const name = this.aws.name(resource);
      const policy = this.aws.policy(resource);
      if (owner === undefined || name === undefined || policy === undefined) continue;
      const what = `the inline policy ${name} of the ${this.kind} ${owner.name} of account ${owner.account.id}`;
      if (!this.claims.claim(what, resource, "they would overwrite each other, so rename one")) continue;
      owner.identityPolicies.push({ ...policy, kind: "inline", name });
    }
  }

  addManaged(managedPolicies: readonly ManagedPolicy[]): void {
    const byArn = new Map(managedPolicies.map((policy) => [policy.arn, policy]));
    for (const { owner, arn, resource } of this.attachments()) {
      const { address: attachment } = resource;
      const policy = byArn.get(arn);
      const ofAws = awsManagedPolicy(arn, owner.account.partition);
      if (policy !== undefined) {
        const { address, document, name } = policy;
        owner.identityPolicies.push({ address, document, kind: "managed", name, attachment });
      } else if (ofAws === undefined || changesPolicies(arn)) {
        const why = ofAws ? "which allows changing every policy" : whyUnknown(arn, owner.account.partition);
        this.unmodelled.push({ address: attachment, reason: `attaches ${arn}, ${why}`, canAllow: true });
      } else if (ofAws.document.Statement.length > 0) {
        owner.identityPolicies.push({ ...ofAws, address: attachment, kind: "AWS-managed", attachment });
      }
    }
  }

  /** By resources or by an argument of the role. Several of the same policy are one. */
  private attachments(): Attachment[] {
    const byResource = this.aws
      .resources(`aws_iam_${this.kind}_policy_attachment`)
      .flatMap((resource): Attachment[] => {
        const owner = this.owner(resource);
        const arn = this.aws.arguments(resource).requiredText("policy_arn", "set the ARN of the policy");
        return owner === undefined || arn === undefined ? [] : [{ owner, arn, resource }];
      });
    const byArgument = this.aws.resources(`aws_iam_${this.kind}`).flatMap((resource): Attachment[] => {
      const [account, name] = [this.aws.account(resource), this.aws.name(resource)];
      const owner = account && name && this.principals.get(key(account, name));
      const arns = this.aws.arguments(resource).texts("managed_policy_arns");
      return owner ? arns.map((arn) => ({ owner, arn, resource })) : [];
    });
    const attached = new Map(
      [...byArgument, ...byResource].map((each) => {
        const { account, name } = each.owner;
        return [`${key(account, name)} ${each.arn}`, each];
      }),
    );
    return [...attached.values()];
  }

  private owner(resource: ResourceBlock): Draft | undefined {
    const account = this.aws.account(resource);
    const name = this.aws.arguments(resource).requiredText(this.kind, `set the name of the ${this.kind}`);
    if (account === undefined || name === undefined) return undefined;
    const id = key(account, name);
    const owner = this.principals.get(id) ?? {
      kind: this.kind,
      name,
      path: "/",
      namedBy: resource.address,
      account,
      identityPolicies: [],
    };
    this.principals.set(id, owner);
    return owner;
  }
}

/** An account with two regions has the same roles and users in both. */
function key({ id }: Account, name: string): string {
  return `${id} ${name}`;
}

function sortKey({ address, arn }: Principal): string {
  return address ?? arn;
}
