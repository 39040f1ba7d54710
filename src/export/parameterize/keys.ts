import * as defaults from "../../topology/defaults";
import type { Account, ExistingKey, Key, Model, NewKey } from "../../topology/model";
import type { Reference, Text } from "../../topology/text";
import { type ByName, byName, get } from "./by-name";
import { policyWithArn } from "./own-policies";
import { PREVENT_DESTROY, tagsInHcl } from "./resource-settings";
import * as is from "./validations";
import { stem, type Variables } from "./variables";

/** The keys of the section `keys`. */
export function parameterizeKeys(
  { keys }: Model,
  accounts: ByName<Account<Text>>,
  variables: Variables,
): ByName<Key<Text>> {
  return byName(
    keys.map((key) => {
      const { name } = key;
      const account = get(accounts, key.account);
      if (key.existing) return existingKey(key, account, variables);
      const alias = declareAlias(key, variables);
      const unsaid = defaults.key({ name, account: key.account });
      return newKey(key, unsaid, defaults.key<Text>({ name, account, alias }), variables);
    }),
  );
}

function existingKey(key: ExistingKey, account: Account<Text>, variables: Variables): ExistingKey<Text> {
  const { name } = key;
  const description = `ARN of the existing ${name} KMS key, not of an alias.`;
  const keyArn = variables.declare(`${stem(name, "key")}_key_arn`, key.keyArn, description, is.keyArn);
  const policy = key.policy && policyWithArn(key.policy, key.keyArn, keyArn);
  return defaults.existingKey<Text>({ name, account, keyArn, preventDestroy: PREVENT_DESTROY, policy });
}

/**
 * The own key of a bucket, whose alias and description follow from the name of the bucket.
 *
 * @param bucket in the module, with the bucket's name as a variable
 */
export function ownKey(
  key: NewKey,
  originalBucket: NamedBucket,
  bucket: NamedBucket<Text>,
  variables: Variables,
): NewKey<Text> {
  const unsaid = defaults.ownKey(originalBucket);
  const alias = key.alias === unsaid.alias ? undefined : declareAlias(key, variables);
  return newKey(key, unsaid, defaults.ownKey<Text>(bucket, { alias }), variables);
}

type NamedBucket<T extends Text = string> = Parameters<typeof defaults.ownKey<T>>[0];

/** Has no default: a second call of the module in the same account needs another alias. */
function declareAlias({ name, alias }: NewKey, variables: Variables): Reference {
  return variables.declare(
    `${stem(name, "key")}_key_alias`,
    alias,
    `Alias of the ${name} KMS key, beginning with alias/. Aliases are unique in an account and region.`,
    is.keyAlias,
  );
}

/**
 * @param unsaid the key with the defaults of a topology
 * @param unsaidOfModule the key with the defaults of the module, and with its alias
 */
function newKey(
  { name, description, deletionWindowInDays, isMultiRegion, replicaOf, tags, statements }: NewKey,
  unsaid: NewKey,
  unsaidOfModule: NewKey<Text>,
  variables: Variables,
): NewKey<Text> {
  return {
    ...unsaidOfModule,
    description:
      description === unsaid.description
        ? unsaidOfModule.description
        : variables.declare(
            `${stem(name, "key")}_key_description`,
            description,
            `Description of the ${name} KMS key.`,
            is.keyDescription,
            description,
          ),
    deletionWindowInDays:
      deletionWindowInDays === unsaid.deletionWindowInDays
        ? variables.ofModule("deletionWindow")
        : deletionWindowInDays,
    preventDestroy: PREVENT_DESTROY,
    isMultiRegion,
    replicaOf,
    statements,
    tags: tagsInHcl(tags),
  };
}
