import { isKeyArn } from "../aws/arn";
import type { AwsResources } from "./aws-resources";
import type { ResourceBlock } from "./terraform/configuration";

/** `{ [name]: key }` if the key is an ARN, and nothing if it is an id or an alias. */
export function keyArnOnly<Name extends string>(
  name: Name,
  key: string | undefined,
): Partial<Readonly<Record<Name, string>>> {
  if (key === undefined || !isKeyArn(key)) return {};
  return { [name]: key } as Readonly<Record<Name, string>>;
}

/** The ARN of a key that an argument names by id or by ARN. */
export function namedKeyArn(
  aws: AwsResources,
  resource: ResourceBlock,
  argument: string,
): string | undefined {
  const account = aws.account(resource);
  const region = aws.region(resource);
  const key = aws.arguments(resource).requiredText(argument, "set the id or the ARN of the key");
  if (account === undefined || key === undefined || key.startsWith("arn:")) return key;
  return `arn:${account.partition}:kms:${region}:${account.id}:key/${key}`;
}
