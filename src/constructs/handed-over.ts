import { policyCommands } from "../handover/commands";
import type { AccessPrincipal } from "./access-principal";
import type { HandedOver } from "./handover";
import type { PolicyLocal } from "./policy-local";
import { optionalText } from "./terraform-text";

/** A policy that the stack writes and does not attach. */
export interface UnattachedPolicy {
  readonly type: "inline" | "managed";
  readonly name: string;
  readonly document: PolicyLocal;
}

interface Place {
  /** Where managed policies are created. */
  readonly accountId: string;
  /** The folder of the files. */
  readonly folder: string;
}

/**
 * What others attach to a principal.
 *
 * @param iamName the name of the role or user, without its path, or of the permission set; the id of an entire account
 */
export function handedOver(
  { name, kind, account, principalArn, principalTags, intents: { access, assumes } }: AccessPrincipal,
  iamName: string,
  policies: readonly UnattachedPolicy[],
  { accountId, folder }: Place = { accountId: account.accountId, folder: account.node.id },
): HandedOver {
  return {
    name,
    kind,
    iamName,
    principalArn,
    ...(principalTags && { principalTags }),
    access: access.map(({ bucket, permissions, prefix }) => ({
      permissions,
      bucketName: bucket.bucketName,
      prefix,
      ownerId: bucket.account.accountId,
      region: bucket.account.region,
    })),
    assumes: assumes.map((role) => {
      const externalId = optionalText(role.model.externalId);
      return { roleArn: role.principalArn, ...(externalId !== undefined && { externalId }) };
    }),
    policies: policies.map(({ type, name: policyName, document }, index) => {
      const file = `${folder}/${name}${index === 0 ? "" : `-${index + 1}`}.json`;
      const policyArn = `arn:${account.partition}:iam::${accountId}:policy/${policyName}`;
      return {
        type,
        name: policyName,
        file,
        document: document.document,
        json: document.json,
        reasons: document.reasons,
        commands: policyCommands(
          { kind, iamName, principalTags },
          { type, name: policyName, file },
          { accountId, policyArn },
        ),
      };
    }),
  };
}
