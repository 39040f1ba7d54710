import { deliveringService } from "../../aws/delivering-services";
import { list } from "../../messages/wording";
import type { Account, AwsService, Delivery, Model, ServiceName } from "../../topology/model";
import { reference, text, type Reference, type Text } from "../../topology/text";
import { ownAccountId } from "./accounts";
import type { ByName } from "./by-name";
import { SharedSources } from "./shared-sources";
import * as is from "./validations";
import type { Variables } from "./variables";

/**
 * Services that deliver, for their accounts, organizations and ARNs, and the prefixes of what they deliver. What principals of
 * one service have in common is one variable.
 */
export class Services {
  private readonly shared: SharedSources;

  constructor(
    private readonly original: Model,
    private readonly accounts: ByName<Account<Text>>,
    private readonly variables: Variables,
  ) {
    this.shared = new SharedSources(original);
  }

  /** An account of the topology is that of its provider. Other accounts, organizations and ARNs are the caller's. */
  parameterize(original: AwsService): AwsService<Text> {
    const { name, service, sources } = original;
    if (!this.shared.delivers(original)) return original;
    return {
      name,
      service,
      sources: sources.map(({ accountId, organizationId, arns }) => ({
        accountId: accountId === undefined ? undefined : this.account(service, accountId),
        organizationId: organizationId === undefined ? undefined : this.organization(service, organizationId),
        arns: this.arns(original, arns),
      })),
    };
  }

  prefix(delivery: Delivery): Text {
    const { service, bucket, prefix } = delivery;
    if (prefix === "" || this.shared.prefixStaysLiteral(delivery)) return prefix;
    return this.variables.share(JSON.stringify([service.service, bucket.name, prefix]), () => {
      const { expression } = this.variables.declare(
        `${service.name}_${bucket.name}_prefix`,
        prefix,
        `Object key prefix for ${list(this.shared.namesAt(delivery), "and")} in ${bucket.name}.`,
        deliveringService(service.service).hasFolders ? is.folderPrefix : is.prefix,
        prefix,
      );
      return reference(expression, { isWord: false });
    });
  }

  /** An account that no service of this kind is for stays as it is. */
  private account(service: ServiceName, accountId: string): Text {
    const own = ownAccountId(this.original, this.accounts, accountId);
    if (own !== undefined || this.shared.namesFor(service, accountId).length === 0) return own ?? accountId;
    return this.source(service, accountId, (of, what) =>
      this.variables.declare(`${of}_account_id`, accountId, `ID of an account ${what}.`, is.accountId),
    );
  }

  private organization(service: ServiceName, organizationId: string): Text {
    return this.source(service, organizationId, (of, what) =>
      this.variables.declare(
        `${of}_organization_id`,
        organizationId,
        `ID of the organization ${what}.`,
        is.organizationId,
      ),
    );
  }

  /** ARNs that can cover those of another principal stay, with the accounts of the module in them. */
  private arns(original: AwsService, arns: readonly string[]): readonly Text[] {
    const { service } = original;
    if (arns.length === 0) return arns;
    if (this.shared.staysLiteral(original, arns)) return arns.map((arn) => this.literalArn(service, arn));
    return [
      this.source(service, arns, (of, what) =>
        this.variables.declare(
          `${of}_source_arns`,
          [...arns],
          `ARNs, or patterns of ARNs, ${what}.`,
          is.sourceArns,
        ),
      ),
    ];
  }

  private literalArn(service: ServiceName, arn: string): Text {
    const [, partition = "", of = "", region = "", account = "", ...rest] = arn.split(":");
    const isOwn = this.original.accounts.some((each) => each.partition === partition);
    const start = isOwn ? reference("local.partition") : partition;
    return text<Text>`arn:${start}:${of}:${region}:${this.account(service, account)}:${rest.join(":")}`;
  }

  /** The variable for what a service acts for, named after the first of its principals. */
  private source(
    service: ServiceName,
    value: string | readonly string[],
    declare: (name: string, what: string) => Reference,
  ): Reference {
    return this.variables.share(JSON.stringify([service, value]), () => {
      const names = this.shared.namesFor(service, value);
      const { principal } = deliveringService(service);
      return declare(names[0] ?? service, `for which ${principal} acts as ${list(names, "and")}`);
    });
  }
}
