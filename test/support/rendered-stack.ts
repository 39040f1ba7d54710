import type { ResourceBlock, TerraformJson } from "./synthesize";

const LOCAL_DOCUMENT = /^\$\{jsonencode\(local\.([\w-]+)\)\}$/;
const REFERENCE_OR_ESCAPE = /\$\{(\w+)\.([\w-]+)\.(\w+)\}|\$\$\{|%%\{/g;

/** A resource with its account looked up and its references resolved. */
export interface RenderedResource {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the attributes are the provider's
  readonly attributes: Readonly<Record<string, any>>;
}

/** What DataSync makes of the bucket and the subdirectory of a location. */
export function locationUri({ s3_bucket_arn, subdirectory }: RenderedResource["attributes"]): string {
  return `s3://${s3_bucket_arn.split(":").at(-1)}${subdirectory}`;
}

/** Synthesized Terraform, read as Terraform will evaluate it. */
export class RenderedStack {
  /** @param arnOf the ARN that AWS gave to the key behind an alias, or to a task of DataSync */
  constructor(
    private readonly json: TerraformJson,
    readonly arnOf: (aliasOrTask: string) => string,
  ) {}

  resources(type: string): RenderedResource[] {
    return Object.keys(this.json.resource[type] ?? {}).map((name) => {
      const block = this.block(type, name);
      return { name, ...this.account(block), attributes: this.render(block) as Record<string, unknown> };
    });
  }

  outputs(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.json.output).map(([name, { value }]) => [name, this.render(value)]),
    );
  }

  /** A whole document where the text is one; otherwise the text with its references resolved. */
  private render(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.render(item));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [this.text(key), this.render(item)]),
      );
    }
    if (typeof value !== "string") return value;
    const local = LOCAL_DOCUMENT.exec(value)?.[1];
    return local === undefined ? this.text(value) : this.render(this.json.locals[local]);
  }

  private text(text: string): string {
    return text.replaceAll(REFERENCE_OR_ESCAPE, (match, type?: string, name?: string, attribute?: string) =>
      type && name && attribute ? this.attribute(type, name, attribute) : match.slice(1),
    );
  }

  private attribute(type: string, name: string, attribute: string): string {
    const block = this.block(type, name);
    const { accountId } = this.account(block);
    switch (`${type}.${attribute}`) {
      case "aws_s3_bucket.id":
        return block.bucket;
      case "aws_s3_bucket.arn":
        return `arn:aws:s3:::${block.bucket}`;
      case "aws_kms_key.arn":
        return this.arnOf(this.aliasOf(name));
      case "aws_kms_key.key_id":
        return this.arnOf(this.aliasOf(name)).split("/")[1] ?? "";
      case "aws_datasync_location_s3.arn":
        return locationUri({ ...block, s3_bucket_arn: this.text(block.s3_bucket_arn) });
      case "aws_datasync_task.arn":
        return this.arnOf(
          `${block.name}: ${this.text(block.source_location_arn)} to ${this.text(block.destination_location_arn)}`,
        );
      case "aws_iam_policy.arn":
        return `arn:aws:iam::${accountId}:policy${block.path ?? "/"}${block.name}`;
      case "aws_iam_role.arn":
        return `arn:aws:iam::${accountId}:role${block.path ?? "/"}${block.name}`;
      case "aws_iam_user.arn":
        return `arn:aws:iam::${accountId}:user${block.path ?? "/"}${block.name}`;
      case "aws_iam_instance_profile.name":
      case "aws_iam_role.name":
      case "aws_iam_user.name":
        return block.name;
      default:
        throw new Error(`nothing here knows \${${type}.${name}.${attribute}}`);
    }
  }

  private aliasOf(keyName: string): string {
    const aliases = Object.values(this.json.resource.aws_kms_alias ?? {});
    const alias = aliases.find(({ target_key_id }) => target_key_id === `\${aws_kms_key.${keyName}.key_id}`);
    return alias?.name;
  }

  private account({ provider }: ResourceBlock): { accountId: string; region: string } {
    const block = this.json.provider.aws.find(({ alias }) => provider === `aws.${alias}`);
    const [accountId] = block?.allowed_account_ids ?? [];
    if (!block || !accountId) throw new Error(`no provider ${provider} with one account`);
    return { accountId, region: block.region };
  }

  private block(type: string, name: string): ResourceBlock {
    const block = this.json.resource[type]?.[name];
    if (!block) throw new Error(`no ${type}.${name}`);
    return block;
  }
}
