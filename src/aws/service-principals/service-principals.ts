import { isOneEditApart } from "../one-edit-apart";
import { regionProblem } from "../region";
import data from "./service-principals.json";

const SUFFIX = /\.amazonaws\.com(?:\.cn)?$/;
const KNOWN: ReadonlySet<string> = new Set(data.services);

/**
 * Whether a service is known, such as `ec2.amazonaws.com`. IAM rejects policies with services that do not exist. An unknown
 * service can still exist, because AWS publishes no list and adds services every month.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
export function isKnownService(name: string): boolean {
  return KNOWN.has(withoutRegion(name.replace(SUFFIX, "")));
}

/** The service without the suffix of China, if the name has it in another partition. */
export function globalService(name: string, partition: string): string | undefined {
  return partition !== "aws-cn" && name.endsWith(".amazonaws.com.cn") ? name.replace(/\.cn$/, "") : undefined;
}

/**
 * Why a name is probably not the one of the service in China. Most services have the same name everywhere. AWS documents
 * `ec2.amazonaws.com.cn`, and its CDK knows some others with this suffix.
 * https://docs.amazonaws.cn/en_us/aws/latest/userguide/iam.html
 * https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/region-info/lib/default.ts
 */
export function doubtInChina(name: string): string | undefined {
  if (name === "ec2.amazonaws.com")
    return 'in China, AWS documents EC2 as "ec2.amazonaws.com.cn"; write this name';
  const service = withoutRegion(name.replace(SUFFIX, ""));
  if (!name.endsWith(".cn") || WITH_SUFFIX_OF_CHINA.has(service)) return undefined;
  return `most services have the same name in China as elsewhere, and this one is not known as an exception; check whether it is ${JSON.stringify(name.replace(/\.cn$/, ""))}, because IAM rejects a name that does not exist`;
}

const WITH_SUFFIX_OF_CHINA: ReadonlySet<string> = new Set([
  "codedeploy",
  "ec2",
  "elasticmapreduce",
  "logs",
  "s3",
]);

/**
 * The known service that people mean who write a name like `Lambda.amazonaws.com`, `ec2.amazon.com` or `lambda.amazonaws`.
 * Undefined if there is none.
 */
export function serviceMeant(text: string): string | undefined {
  const [, stem] =
    /^(?:https?:\/\/)?([a-z0-9.-]+?)\.(?:am[az]{1,3}on[aws]{0,4}|aws)(?:\.[a-z.]+)?\/?$/.exec(
      text.trim().toLowerCase(),
    ) ?? [];
  if (stem === undefined) return undefined;
  const name = `${stem}.amazonaws.com`;
  return isKnownService(name) ? name : misspeltService(name);
}

/**
 * The known service that differs from a name in one letter (missing, wrong, extra or swapped with the next one), or that
 * people know by this name. Undefined for known services, and for names that can be a new version of one, such as
 * `inspector3`.
 */
export function misspeltService(name: string): string | undefined {
  if (isKnownService(name)) return undefined;
  const suffix = SUFFIX.exec(name)?.[0] ?? "";
  const stem = name.slice(0, name.length - suffix.length);
  const service = withoutRegion(stem);
  const meant =
    OTHER_NAMES[service] ??
    data.services.find((known) => isOneEditApart(service, known) && !differInVersion(service, known));
  return meant === undefined ? undefined : `${meant}${stem.slice(service.length)}${suffix}`;
}

/** Some services have one name for each region: `logs.eu-west-1.amazonaws.com`. */
function withoutRegion(stem: string): string {
  const dot = stem.lastIndexOf(".");
  return dot > 0 && regionProblem(stem.slice(dot + 1)) === undefined ? stem.slice(0, dot) : stem;
}

/** What people call a service whose principal has another name. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  emr: "elasticmapreduce",
  eventbridge: "events",
  fargate: "ecs-tasks",
  "pod-identity": "pods.eks",
  "roles-anywhere": "rolesanywhere",
  "step-functions": "states",
  stepfunctions: "states",
};

/** `inspector2` is a version of `inspector`, not a misspelling. */
function differInVersion(one: string, other: string): boolean {
  return one.replace(/v?\d+$/, "") === other.replace(/v?\d+$/, "");
}
