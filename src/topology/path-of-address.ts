import type { Topology } from "./topology";
import type { Path } from "./yaml-file";

/**
 * The entry of a topology that a Terraform address comes from: `buckets.source` for `aws_s3_bucket_policy.source`. The name
 * of a resource is, or begins with, the name of its entry.
 */
export function pathOfAddress(address: string, topology: Topology): Path | undefined {
  const { accounts, keys = {}, buckets, principals = {}, replication = [] } = topology;
  const [type, name] = typeAndName(address);
  if (name === undefined) return undefined;
  const longest = (section: string, entries: object): Path | undefined => {
    const own = Object.keys(entries)
      .filter((entry) => name === entry || name.startsWith(`${entry}_`))
      .sort((a, b) => b.length - a.length)[0];
    return own === undefined ? undefined : [section, own];
  };
  const replicated = (): Path | undefined => {
    const index = replication.findIndex(({ from }) => name.startsWith(`${from}_replication`));
    return index === -1 ? undefined : ["replication", index];
  };
  if (type === "output" && name.startsWith("handover_")) {
    const account = name.slice("handover_".length);
    if (Object.hasOwn(accounts, account)) return ["accounts", account];
  }
  if (type === "provider.aws") return longest("accounts", accounts);
  if (type === "aws_s3_bucket_replication_configuration") {
    const index = replication.findIndex(({ from }) => from === name);
    return index === -1 ? undefined : ["replication", index];
  }
  if (type.startsWith("aws_s3_")) return longest("buckets", buckets);
  if (type.startsWith("aws_kms_")) return longest("keys", keys) ?? longest("buckets", buckets);
  if (type.startsWith("aws_iam_")) return longest("principals", principals) ?? replicated();
  return type === "output" ? longest("principals", principals) : undefined;
}

function typeAndName(address: string): [string, string | undefined] {
  const parts = address.split(".");
  return [parts.slice(0, -1).join("."), parts.at(-1)];
}
