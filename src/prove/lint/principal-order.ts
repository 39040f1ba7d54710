import type { Estate } from "../../estate/estate";
import { moduleOf } from "../../estate/values/addresses";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { createdBefore, dependency } from "./creation-order";
import { type Document, documentsOf, isIdentity } from "../iam/documents";
import { iamPage, statementFlaw } from "./well-formed";

export const principalOrder = {
  id: "principal-order",
  severity: "error",
  title: "A policy names a role that may not exist yet",
  why: "AWS looks up every role and user in a Principal, and rejects the policy if one does not exist. Without a dependency, Terraform may create the policy first.",
  remedy:
    "Refer to the role by its attribute, add depends_on, or name the account and require aws:PrincipalArn in a condition.",
  page: iamPage("reference_policies_elements_principal.html#principal-roles"),
  bad: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::222222222222:role/team/Porter" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
      },
    ],
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Allow",
        Principal: { AWS: "${aws_iam_role.porter.arn}" },
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::acme-source/*",
      },
    ],
  },
  find: namedTooEarly,
} as const satisfies Check;

/**
 * AWS looks up a role or user that a policy names as a principal, so it must exist before the policy. AWS does not look
 * up a condition on `aws:PrincipalArn`.
 */
function namedTooEarly(estate: Estate): Flaw[] {
  if (estate.isDeployed) return [];
  const { principals, oidcProviders = [] } = estate;
  const created = new Map(
    [...principals, ...oidcProviders].flatMap(({ arn, address }) =>
      address === undefined ? [] : [[arn, address] as const],
    ),
  );
  return documentsOf(estate).flatMap((document) => {
    if (isIdentity(document) || isHandedOver(document)) return [];
    const named = document.statements.flatMap((statement) =>
      [...statement.principals.arns, ...statement.principals.federated].flatMap((arn) => {
        const address = created.get(arn);
        return address === undefined ? [] : [{ statement, arn, address }];
      }),
    );
    if (named.length === 0) return [];
    const before = createdBefore(document.address, estate);
    return named
      .filter(({ address }) => !before.has(address))
      .map(({ statement, arn, address }) =>
        statementFlaw(
          statement,
          address === document.address
            ? beforeItself(arn)
            : {
                problem: `${arn} may not exist yet when the policy is created, and AWS then rejects the policy: ${document.address} does not depend on ${address}`,
                repair: `${waiting(address, document.address)}, or name the account and require aws:PrincipalArn in a condition`,
                source: iamPage("reference_policies_elements_principal.html#principal-roles"),
                addresses: [address],
              },
        ),
      );
  });
}

/** Terraform does not create it, and its administrators choose when to add the statements. */
function isHandedOver({ bucket, key }: Document): boolean {
  return (bucket ?? key)?.policy?.handover !== undefined;
}

function waiting(address: string, document: string): string {
  const { reference, block } = dependency(address, document);
  const module = moduleOf(address);
  const own = module === "" ? address : address.slice(module.length + 1);
  return `add depends_on = [${reference}] to ${block}${module === moduleOf(document) ? `, refer to ${own}.arn` : ""}`;
}

/** A trust policy is created with its role. */
function beforeItself(arn: string) {
  return {
    problem: `${arn} does not exist yet when its own trust policy is created, and AWS then rejects the policy`,
    repair: "name the account and require aws:PrincipalArn in a condition",
    source: iamPage("reference_policies_elements_principal.html#principal-roles"),
  };
}
