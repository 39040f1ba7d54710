import type { Conflict } from "../../estate/problem";
import type { Estate } from "../../estate/estate";
import type { Flaw } from "../flaw";
import type { Check } from "./check";
import { s3Page, wellFormed } from "./well-formed";

const EXCLUSIVE_POLICY = {
  audit: {
    provider: "aws.destination",
    name: "audit",
    policy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "s3:DeleteObject", Resource: "arn:aws:s3:::acme-destination/*" }],
    },
  },
} as const;

export const otherAccount = {
  id: "other-account",
  severity: "error",
  title: "A setting is sent from another account than that of its bucket or role",
  why: "Only the account of a bucket, key, role or user can change it. The apply fails with 403, or finds nothing by that name.",
  remedy: "Use the provider of the account that has the bucket, key, role or user.",
  page: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html",
  bad: {
    resources: { aws_s3_bucket_versioning: { destination: { provider: "aws.source" } } },
  },
  good: {
    resources: { aws_s3_bucket_versioning: { destination: { provider: "aws.destination" } } },
  },
  find: (estate) => flawsOf(estate, "other-account"),
} as const satisfies Check;

export const definedTwice = {
  id: "defined-twice",
  severity: "error",
  title: "Two resources define the same thing",
  why: "AWS keeps one of them. Each apply replaces one by the other, so access works now and then.",
  remedy: "Merge the two into one resource.",
  page: s3Page("add-bucket-policy.html"),
  bad: {
    resources: {
      aws_s3_bucket_policy: {
        another: {
          provider: "aws.source",
          bucket: "acme-source",
          policy: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Deny",
                Principal: "*",
                Action: "s3:DeleteObject",
                Resource: "arn:aws:s3:::acme-source/*",
              },
            ],
          },
        },
      },
    },
  },
  good: {
    bucketPolicy: [
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:DeleteObject",
        Resource: "arn:aws:s3:::acme-source/*",
      },
    ],
  },
  find: (estate) => flawsOf(estate, "defined-twice"),
} as const satisfies Check;

export const exclusiveAttachments = {
  id: "exclusive-attachments",
  severity: "error",
  title: "A resource removes what another one attaches",
  why: "aws_iam_policy_attachment and the resources that end in _exclusive remove whatever they do not list. Each apply takes away what the other resource gives.",
  remedy:
    "Attach each policy with aws_iam_role_policy_attachment alone, or list everything in the exclusive resource.",
  page: "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment",
  bad: {
    resources: {
      aws_iam_policy: EXCLUSIVE_POLICY,
      aws_iam_role_policy_attachments_exclusive: {
        porter: { provider: "aws.destination", role_name: "Porter", policy_arns: [] },
      },
      aws_iam_role_policy_attachment: {
        porter: { provider: "aws.destination", role: "Porter", policy_arn: "${aws_iam_policy.audit.arn}" },
      },
    },
  },
  good: {
    resources: {
      aws_iam_policy: EXCLUSIVE_POLICY,
      aws_iam_role_policy_attachment: {
        porter: { provider: "aws.destination", role: "Porter", policy_arn: "${aws_iam_policy.audit.arn}" },
      },
    },
  },
  find: (estate) => flawsOf(estate, "exclusive-attachments"),
} as const satisfies Check;

export const refused = {
  id: "refused",
  severity: "error",
  title: "AWS refuses a resource, or its setting has no effect",
  why: "The apply fails, or what the resource sets is gone after the next.",
  remedy: "Change the resource as its message says.",
  page: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html",
  bad: { resources: { aws_s3_bucket_versioning: { source: { region: "eu-west-1" } } } },
  good: { resources: { aws_s3_bucket_versioning: { source: { region: "us-east-1" } } } },
  find: (estate) => flawsOf(estate, "refused"),
} as const satisfies Check;

function flawsOf({ conflicts }: Estate, id: Conflict["id"]): Flaw[] {
  return conflicts.filter((conflict) => conflict.id === id).map(flawOf);
}

function flawOf(conflict: Conflict): Flaw {
  const { address, path, expression } = conflict;
  const { problem, remedy } = conflict.id === "refused" ? parted(conflict.message) : conflict;
  const place = [address, path === "provider" ? "" : path, expression ?? ""].filter((part) => part !== "");
  return wellFormed({
    problem: `${place.join(": ")} ${problem}`,
    addresses: address === "" ? [] : [address],
    because: [place.join(": ")],
    repair: remedy,
  });
}

/** Most messages end with what to do. A semicolon can also be in what was found, which is in quotes. */
function parted(message: string): { problem: string; remedy: string } {
  const at = message.lastIndexOf("; ");
  const remedy = message.slice(at + 2);
  const isQuoted = remedy.split('"').length % 2 === 0;
  if (at < 0 || isQuoted) return { problem: message, remedy: "correct it, or remove the resource" };
  return { problem: message.slice(0, at), remedy };
}
