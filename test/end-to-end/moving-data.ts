/** Roles that services of AWS assume to copy, in the accounts of an emulator that asks their policies about each action. */
import {
  GetBucketLocationCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from "@aws-sdk/client-s3";
import { readTopology } from "../support/topologies";
import type { Applied, AppliedStack } from "./applied-stack";

/** Calls without objects: the emulator applies the Deny of requests without TLS to those with them, over TLS too. */
const CALLS: Readonly<Record<string, (s3: S3Client, Bucket: string) => Promise<unknown>>> = {
  list: (s3, Bucket) => s3.send(new ListObjectsV2Command({ Bucket })),
  locate: (s3, Bucket) => s3.send(new GetBucketLocationCommand({ Bucket })),
  "list uploads": (s3, Bucket) => s3.send(new ListMultipartUploadsCommand({ Bucket })),
};

/** What a role can do with each bucket, of these calls. */
interface Expected {
  readonly account: string;
  readonly role: string;
  readonly can: Readonly<Record<string, readonly string[]>>;
}

export const BATCH_COPY: AppliedStack = {
  topology: readTopology("batch-copy"),
  describe: describeRole({
    account: "222222222222",
    role: "acme-batch-copy",
    can: { "acme-batch-source": ["list"], "acme-batch-destination": [], "acme-batch-jobs": [] },
  }),
};

export const BATCH_REPLICATION: AppliedStack = {
  topology: readTopology("batch-replication"),
  describe: describeRole({
    account: "111111111111",
    role: "acme-backfill",
    can: {
      "acme-backfill-source": [],
      "acme-backfill-destination": [],
      "acme-backfill-jobs": [],
    },
  }),
};

const OF_DATA_SYNC = ["list", "locate", "list uploads"];

export const DATA_SYNC: AppliedStack = {
  topology: readTopology("datasync"),
  describe: (applied) => {
    describeRole({
      account: "222222222222",
      role: "acme-datasync",
      can: { "acme-datasync-source": OF_DATA_SYNC, "acme-datasync-destination": OF_DATA_SYNC },
    })(applied);
    describeRole({
      account: "222222222222",
      role: "destination-admin",
      can: { "acme-datasync-source": ["list"], "acme-datasync-destination": [] },
    })(applied);
  },
};

/** The emulator knows no services, so it cannot ask the trust policy, and it has no jobs. */
function describeRole({ account, role, can }: Expected): (applied: () => Applied) => void {
  return (applied) => {
    it(`lets ${role} do what its policy says`, async () => {
      const { stacks } = applied();
      const { s3 } = await stacks.clients(account, "us-east-1", role);
      const found = await stacks.emulator.whileItAsksPolicies(async () => {
        const answers: Record<string, string[]> = {};
        for (const bucket of Object.keys(can)) {
          const done = [];
          for (const [name, call] of Object.entries(CALLS))
            if (await isAllowed(call(s3, bucket))) done.push(name);
          answers[bucket] = done;
        }
        return answers;
      });
      expect(found).toEqual(can);
    });
  };
}

/** @throws if it fails for another reason than the policy */
async function isAllowed(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if ((error as Error).name === "AccessDenied") return false;
    throw error;
  }
}
