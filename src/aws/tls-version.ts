/** S3 accepts no older versions. https://docs.aws.amazon.com/AmazonS3/latest/userguide/network-isolation.html */
const VERSIONS: readonly string[] = ["1.2", "1.3"];

/** Why a text is not a version of TLS that S3 accepts. Undefined if it is. */
export function tlsVersionProblem(version: string): string | undefined {
  return VERSIONS.includes(version) ? undefined : 'must be "1.2" or "1.3"';
}
