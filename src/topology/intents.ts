import { trustedText } from "./defaults";
import type { Model, NewRole, Principal } from "./model";

/** What a model asks for, with ARNs instead of Terraform references. The proof compares the policies with it. */
export function intentsOf({ buckets, principals, access, replications }: Model) {
  return {
    access: access.map(({ principal, bucket, permissions, prefix }) => ({
      principalArn: principal.principalArn,
      bucketArn: bucket.bucketArn,
      permissions,
      prefix,
    })),
    replications: replications.map(({ from, to, prefix, deleteMarkers, minimalKms }) => ({
      fromArn: from.bucketArn,
      toArn: to.bucketArn,
      prefix,
      deleteMarkers,
      minimalKms,
    })),
    otherKeys: buckets.flatMap(({ bucketArn, otherKeys }) =>
      otherKeys.map(({ name }) => ({ bucketArn, keyAddress: `aws_kms_key.${name}` })),
    ),
    requiredKeys: buckets
      .filter(({ encryption }) => encryption.kind !== "no key" && encryption.requireKey)
      .map(({ bucketArn }) => bucketArn),
    offers: principals
      .filter(
        ({ name, kind }) => kind === "account" && access.some(({ principal }) => principal.name === name),
      )
      .map(({ principalArn, name, account }) => ({
        principalArn,
        address: account.managed ? `output.${name}_policy` : `output.handover_${account.name}`,
      })),
    trusts: principals.filter(isNewRole).map(({ principalArn, assumedBy, externalId, sessionTags }) => ({
      roleArn: principalArn,
      trusted: assumedBy.map(trustedText),
      externalId,
      ...(sessionTags.length > 0 && { sessionTags }),
    })),
  };
}

function isNewRole(principal: Principal): principal is NewRole {
  return principal.kind === "role" && !principal.existing;
}
