import type { Account, Policy, Principal } from "./estate";
import type { Problems } from "./problem";

/** A role or user as Terraform names it. */
interface NameInAccount {
  readonly kind: Principal["kind"];
  readonly name: string;
  readonly account: Account;
}

type Found = Pick<Principal, "arn" | "path" | "arnFrom">;

/**
 * The ARNs of existing roles and users. Terraform names them without their paths, which are part of the ARN. The path
 * comes from the caller, or else from the policies that name them.
 *
 * A name is unique in its account regardless of the path:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class ExistingArns {
  private readonly given = new Map<string, string>();
  private policyArns?: ReadonlyMap<string, ReadonlySet<string>>;

  /**
   * @param given the ARNs that the caller knows
   * @param policies every policy that can name one
   */
  constructor(
    given: readonly string[],
    private readonly policies: readonly Policy[],
    private readonly problems: Problems,
  ) {
    for (const arn of given) {
      const key = keyOf(arn);
      if (key === undefined) {
        const message = `is given as an existing principal, but is not the ARN of a role or a user; give one such as "arn:aws:iam::111111111111:role/path/Name"`;
        problems.add({ address: "", path: [] }, message, arn);
      } else {
        this.given.set(key, arn);
      }
    }
  }

  /**
   * @param address the resource that names it, for messages
   * @returns undefined after a problem
   */
  find({ kind, name, account }: NameInAccount, address: string): Found | undefined {
    const key = `${account.partition} ${account.id} ${kind} ${name}`;
    const given = this.given.get(key);
    if (given !== undefined) return { arn: given, path: pathOf(given), arnFrom: "caller" };
    const [arn, ...others] = [...(this.inPolicies.get(key) ?? [])].sort();
    if (others.length > 0) {
      this.problems.add(
        { address, path: [kind] },
        `policies name the existing ${kind} ${name} as ${[arn, ...others].join(" and ")}, but only one can be right; correct the others, or give its ARN`,
      );
      return undefined;
    }
    if (arn !== undefined) return { arn, path: pathOf(arn), arnFrom: "policies" };
    return {
      arn: `arn:${account.partition}:iam::${account.id}:${kind}/${name}`,
      path: "/",
      arnFrom: "assumed",
    };
  }

  private get inPolicies(): ReadonlyMap<string, ReadonlySet<string>> {
    this.policyArns ??= arnsByKey(this.policies);
    return this.policyArns;
  }
}

function arnsByKey(policies: readonly Policy[]): Map<string, Set<string>> {
  const arns = new Map<string, Set<string>>();
  const look = (value: unknown): void => {
    if (typeof value === "string") {
      const key = keyOf(value);
      if (key !== undefined) arns.set(key, (arns.get(key) ?? new Set()).add(value));
    } else if (typeof value === "object" && value !== null) {
      Object.values(value).forEach(look);
    }
  };
  for (const { document } of policies) look(document.Statement);
  return arns;
}

const PRINCIPAL_ARN = /^arn:([\w-]+):iam::(\d{12}):(role|user)\/(?:[!-)+->@-~]+\/)?([\w+=,.@-]+)$/;

/** The pattern of the roles of a permission set, of which IAM Identity Center chooses the names. It stands for one role. */
const PERMISSION_SET_ARN =
  /^arn:([\w-]+):iam::(\d{12}):(role)\/aws-reserved\/sso\.amazonaws\.com[^:?]*\/(AWSReservedSSO_[\w+=,.@-]+_\?{16})$/;

/** The same for ARNs that differ only in the path; undefined for other text, such as other patterns. */
function keyOf(text: string): string | undefined {
  return (PRINCIPAL_ARN.exec(text) ?? PERMISSION_SET_ARN.exec(text))?.slice(1).join(" ");
}

/** The path of a role or user: it begins and ends with a slash. */
export function pathOf(arn: string): string {
  return arn.slice(arn.indexOf("/"), arn.lastIndexOf("/") + 1);
}
