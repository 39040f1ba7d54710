import { AccessAccount } from "../constructs/access-account";
import { AccessRole } from "../constructs/access-role";
import { EncryptedBucket } from "../constructs/encrypted-bucket";
import { type Stack, synthesized } from "../constructs/synthesized";
import { plainText } from "../constructs/terraform-text";
import { readEstate } from "../estate/read-estate";
import { grantedPrincipals, type Intents } from "../prove/proof/intents";
import { type Proof, prove } from "../prove/prove";

/**
 * Proves that the Terraform of a stack allows exactly what its constructs were told to grant, to replicate and to let
 * assume roles. Call it after the last grant; `proof.flaws` says what is wrong, and is empty where nothing is.
 *
 * @throws EstateError if the Terraform has something about buckets, keys, roles or users that cannot be resolved
 */
export function proveStack(stack: Stack): Proof {
  const terraform = synthesized(stack) as TerraformJson;
  const intents = intentsOfStack(stack, terraform);
  return prove(intents, readEstate(terraform, { existing: grantedPrincipals(intents) }));
}

interface TerraformJson {
  readonly output?: Readonly<Record<string, unknown>>;
}

/** @param terraform of the stack, which has the policy that an account is offered only if it has such an output */
export function intentsOfStack(stack: Stack, { output = {} }: TerraformJson): Intents {
  const constructs = stack.node.findAll();
  const buckets = constructs.filter((construct) => construct instanceof EncryptedBucket);
  const replications = buckets.flatMap(({ replicatesTo }) => [...replicatesTo.values()]);
  const replicationRoles = new Set(replications.map(({ role }) => role));
  return {
    access: buckets
      .flatMap(({ intents }) => intents.access)
      .map(({ principal, bucket, permissions, prefix }) => ({
        principalArn: principal.principalArn,
        bucketArn: bucket.bucketArn,
        permissions,
        prefix: plainText(prefix),
      })),
    replications: replications.map(({ from, to, prefix, deleteMarkers, minimalKms }) => ({
      fromArn: from.bucketArn,
      toArn: to.bucketArn,
      prefix: plainText(prefix),
      deleteMarkers,
      minimalKms,
    })),
    otherKeys: buckets.flatMap(({ bucketArn, otherKeys }) =>
      otherKeys.map(({ name }) => ({ bucketArn, keyAddress: `aws_kms_key.${name}` })),
    ),
    requiredKeys: buckets.filter(({ requireKey }) => requireKey).map(({ bucketArn }) => bucketArn),
    offers: constructs
      .filter((construct) => construct instanceof AccessAccount)
      .filter(({ name }) => Object.hasOwn(output, `${name}_policy`))
      .map(({ principalArn, name }) => ({ principalArn, address: `output.${name}_policy` })),
    trusts: constructs
      .filter((construct) => construct instanceof AccessRole)
      .filter((role) => !replicationRoles.has(role))
      .map(({ principalArn, assumedBy, externalId }) => ({
        roleArn: principalArn,
        trusted: assumedBy,
        externalId,
      })),
  };
}
