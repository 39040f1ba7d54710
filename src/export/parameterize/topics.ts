import type { Reference } from "../../topology/text";
import * as is from "./validations";
import type { Variables } from "./variables";

/**
 * The variable for an SNS topic. Several buckets often have one.
 *
 * @param place what the variable is named after
 */
export function declareTopic(topicArn: string, place: string, variables: Variables): Reference {
  return variables.share(topicArn, () =>
    variables.declare(
      `${place}_topic_arn`,
      topicArn,
      "ARN of the SNS topic that is told when replication fails. Its policy must have the statements of the output for it.",
      is.topicArn,
    ),
  );
}
