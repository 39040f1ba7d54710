/** What jobs of S3 Batch Operations do, as arrows. Only a topology says it: no Terraform resource creates a job. */
import { nameOf } from "../aws/arn";
import type { Description } from "../prove/check/description";
import { summaryOf } from "../prove/check/summary";
import type { Intents } from "../prove/proof/intents";
import { batchJobs } from "../topology/batch-jobs";
import type { Edge } from "./picture";

export function batchArrows({ access, trusts, replications }: Intents, description: Description): Edge[] {
  const roles = trusts.filter(({ trusted }) => trusted.some((each) => JOBS.test(each)));
  return roles.flatMap(({ roleArn }) => {
    const ofRole = access.filter(({ principalArn }) => principalArn === roleArn);
    const { copies, replicated } = batchJobs(ofRole, (one, other) => one.bucketArn === other.bucketArn);
    const can = (bucketArn: string, ...permissions: string[]) =>
      description.connections
        .filter(({ principal, bucket }) => principal.arn === roleArn && bucket.arn === bucketArn)
        .some((connection) =>
          summaryOf(connection).can.some(({ permission }) => permissions.includes(permission)),
        );
    const arrow = (from: string, to: string, label: string, works: boolean): Edge => ({
      from,
      to,
      kind: "replication",
      label: [label, `as ${nameOf(roleArn)}`],
      state: works ? "works" : "fails",
    });
    return [
      ...copies.map(({ from: { bucketArn: from }, to: { bucketArn: to } }) =>
        arrow(from, to, "Batch Operations copies to", can(from, "get", "get_version") && can(to, "put")),
      ),
      ...replications
        .filter(({ fromArn }) => replicated.some(({ bucketArn }) => bucketArn === fromArn))
        .map(({ fromArn, toArn }) =>
          arrow(fromArn, toArn, "Batch Replication copies to", can(fromArn, "initiate_replication")),
        ),
    ];
  });
}

const JOBS = /^batchoperations\.s3\.amazonaws\.com(\.cn)?$/;
