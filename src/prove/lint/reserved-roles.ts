import { reservedRole } from "../../aws/iam-name";
import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import { isPermissionSet } from "../proof/permission-sets";
import type { Check } from "./check";
import { wellFormed } from "./well-formed";

export const reservedRoles = {
  id: "reserved-roles",
  severity: "error",
  title: "A role belongs to an AWS service",
  why: "Only the service can create such a role or attach policies to it, so the apply fails.",
  remedy: "Create a role of your own, or configure the service.",
  page: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
  bad: {
    resources: {
      aws_iam_role_policy_attachment: {
        analyst: {
          provider: "aws.destination",
          role: "AWSServiceRoleForAutoScaling",
          policy_arn: "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess",
        },
      },
    },
  },
  good: {
    resources: {
      aws_iam_role_policy_attachment: {
        analyst: {
          provider: "aws.destination",
          role: "${aws_iam_role.porter.name}",
          policy_arn: "arn:aws:iam::aws:policy/AmazonEC2ReadOnlyAccess",
        },
      },
    },
  },
  find: rolesOfServices,
} as const satisfies Check;

/**
 * Roles of AWS services. Only the service can create them and attach policies to them. The policies of permission sets are handed
 * over.
 */
function rolesOfServices({ principals }: Estate): Flaw[] {
  return principals.flatMap(({ kind, name, path, arn, account, address, identityPolicies }) => {
    const reserved = kind === "role" ? reservedRole(name, path) : undefined;
    if (!reserved || isPermissionSet(arn)) return [];
    const policies = identityPolicies.map((policy) => policy.attachment ?? policy.address);
    return [
      wellFormed({
        problem: `IAM refuses to ${address === undefined ? "attach a policy to" : "create"} the role ${name} in account ${account.id}`,
        addresses: address === undefined ? policies : [address],
        because: [`${arn} ${reserved.reason}`],
        repair: reserved.instead,
        source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
      }),
    ];
  });
}
