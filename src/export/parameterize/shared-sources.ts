import type { AwsService, Delivery, Model } from "../../topology/model";

/**
 * What principals of the same service have in common. The policies leave out a statement that another one covers, so what
 * two principals share must be one variable in a module too, and what covers the other must stay.
 */
export class SharedSources {
  /** Those that deliver. */
  private readonly services: readonly AwsService[];
  private readonly deliveries: readonly Delivery[];

  constructor({ services, deliveries }: Pick<Model, "services" | "deliveries">) {
    this.deliveries = deliveries;
    this.services = services.filter(({ name }) => deliveries.some(({ service }) => service.name === name));
  }

  delivers({ name }: AwsService): boolean {
    return this.services.some((each) => each.name === name);
  }

  /** The principals of a service that are for an account, an organization or a list of ARNs, in the order of the topology. */
  namesFor(service: AwsService["service"], value: string | readonly string[]): string[] {
    return this.services
      .filter((each) => each.service === service)
      .filter(({ sources }) =>
        sources.some(
          ({ accountId, organizationId, arns }) =>
            accountId === value || organizationId === value || isSame(arns, value),
        ),
      )
      .map(({ name }) => name);
  }

  /** Whether another principal of the service is for other ARNs or for all. */
  staysLiteral({ name, service }: AwsService, arns: readonly string[]): boolean {
    return this.services.some(
      (each) =>
        each.name !== name &&
        each.service === service &&
        each.sources.some((source) => !isSame(source.arns, arns)),
    );
  }

  /** The principals of the same service that have the same prefix in the same bucket. */
  namesAt(edge: Delivery): string[] {
    return this.besides(edge)
      .filter(({ prefix }) => prefix === edge.prefix)
      .map(({ service }) => service.name);
  }

  /** Whether a prefix of the same service covers another one. */
  prefixStaysLiteral(edge: Delivery): boolean {
    return this.besides(edge)
      .map(({ prefix }) => prefix)
      .filter((prefix) => prefix !== edge.prefix)
      .some((prefix) => prefix.startsWith(edge.prefix) || edge.prefix.startsWith(prefix));
  }

  /** What the same service does in the same bucket, including the edge. */
  private besides({ service, bucket }: Delivery): readonly Delivery[] {
    return this.deliveries.filter(
      (each) => each.service.service === service.service && each.bucket.name === bucket.name,
    );
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
