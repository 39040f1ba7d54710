/** Requests that name an access point instead of its bucket. */
import type { AccessPoint, Bucket } from "../../estate/estate";
import type { Authorization } from "../../prove/catalogue/authorization";
import { type Actor, everything } from "../../prove/proof/actor";
import type { Answer } from "./explanation";
import type { Judge } from "./judge";

/**
 * What S3 asks of a request through an access point: its policy and that of the bucket must both allow it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export function throughPoint(
  authorization: Authorization,
  { arn, account, vpcId }: AccessPoint,
  bucket: Bucket,
): readonly Authorization[] {
  const { resource, context } = authorization;
  const isObject = resource.startsWith(`${bucket.arn}/`);
  if (resource !== bucket.arn && !isObject) return [authorization];
  const own = isObject ? `${arn}/object/${resource.slice(bucket.arn.length + 1)}` : arn;
  const asked = {
    ...authorization,
    source: PAGE,
    context: {
      ...context,
      "s3:DataAccessPointArn": arn,
      "s3:DataAccessPointAccount": account.id,
      "s3:AccessPointNetworkOrigin": vpcId === undefined ? "Internet" : "VPC",
    },
  };
  return [{ ...asked, resource: own, owner: account.id }, asked];
}

const PAGE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html";

/**
 * AWS does not document whether a policy of the caller must name the access point, the bucket or both. What depends on
 * that is unknown.
 */
export function withoutGuess(
  answers: readonly Answer[],
  { vpcId, name }: AccessPoint,
  actor: Actor,
  judge: Judge,
): readonly Answer[] {
  const isNamed = answers.some(({ decision }) =>
    decision?.chain.some(({ layer, outcome }) => layer === "identity" && outcome === "allows"),
  );
  const more = { ...actor, identity: [...actor.identity, everything(actor.account ?? "")] };
  return answers.map((answer): Answer => {
    const { decision, authorization } = answer;
    if (decision?.allowed && vpcId !== undefined)
      return unknown(answer, `the access point ${name} accepts only requests from the VPC ${vpcId}`);
    const isOfPoint = "s3:DataAccessPointArn" in authorization.context;
    if (!decision || decision.allowed || decision.explicit || !isNamed || !isOfPoint) return answer;
    if (judge.judge(more, authorization).decision?.allowed !== true) return answer;
    return unknown(
      answer,
      `the policies of ${actor.name} name only one of the access point and its bucket, and AWS does not document which of them they must name; name both`,
    );
  });
}

function unknown(answer: Answer, text: string): Answer {
  const { decision: _, ...rest } = answer;
  return { ...rest, unknown: [{ kind: "other", text }], nearest: [] };
}
