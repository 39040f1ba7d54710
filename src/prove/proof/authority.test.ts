import { readEstate } from "../../estate/read-estate";
import type { Authorization } from "../catalogue/authorization";
import { actorOf, principalActor, serviceActor, somebodyOf } from "./actor";
import { Authority } from "./authority";

const BUCKET = "arn:aws:s3:::acme";
const ROLE = "arn:aws:iam::111111111111:role/Porter";

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: string, more: object = {}) => ({ Effect: "Allow", Action, Resource: "*", ...more });

const estate = readEstate({
  provider: { aws: [{ alias: "a", region: "us-east-1", allowed_account_ids: ["111111111111"] }] },
  resource: {
    aws_s3_bucket: { acme: { provider: "aws.a", bucket: "acme" } },
    aws_iam_policy: {
      cap: { provider: "aws.a", name: "Cap", policy: document(allow("s3:GetObject")) },
    },
    aws_iam_role: {
      porter: {
        provider: "aws.a",
        name: "Porter",
        permissions_boundary: "${aws_iam_policy.cap.arn}",
        assume_role_policy: document({
          Effect: "Allow",
          Principal: { Service: "ec2.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
      },
    },
    aws_iam_role_policy: {
      porter: {
        provider: "aws.a",
        name: "Policy",
        role: "Porter",
        policy: document(allow("s3:GetObject"), allow("s3:Get*"), allow("s3:PutObject")),
      },
    },
  },
});
const [role] = estate.principals;
const authority = new Authority(estate);
const porter = principalActor(role as NonNullable<typeof role>, estate);

function on(action: string, resource: string, owner = "111111111111"): Authorization {
  return { action, resource, owner, context: { "aws:SecureTransport": "true" }, source: "" };
}

test("a boundary of the estate caps what a role can do", () => {
  expect(authority.decide(porter, on("s3:GetObject", `${BUCKET}/a`)).allowed).toBe(true);
  expect(authority.decide(porter, on("s3:PutObject", `${BUCKET}/a`)).allowed).toBe(false);
});

test("a statement can be passed over", () => {
  const found = role?.identityPolicies[0]?.document as object;
  const without = (index: number) => ({ ignoredStatement: { document: found, index } });
  const question = on("s3:GetObject", `${BUCKET}/a`);
  expect(authority.decide(porter, question, without(0)).because[0]?.statement?.index).toBe(1);
  expect(authority.decide(porter, question, without(1)).because[0]?.statement?.index).toBe(0);
});

test("a bucket that now belongs to another account has none of the policies here", () => {
  const [resource] = authority.decide(porter, on("s3:GetObject", `${BUCKET}/a`, "999999999999")).chain;
  expect(resource).toMatchObject({
    outcome: "absent",
    documents: [{ name: "policy of arn:aws:s3:::acme", account: "999999999999" }],
  });
});

test("a bucket without a policy is named with its address", () => {
  const [resource] = authority.decide(porter, on("s3:GetObject", `${BUCKET}/a`)).chain;
  expect(resource?.documents[0]).toMatchObject({
    name: "bucket policy of acme",
    address: "aws_s3_bucket.acme",
  });
});

test("a role's trust policy decides who can assume it", () => {
  const assume = on("sts:AssumeRole", ROLE);
  expect(authority.decide(serviceActor("ec2.amazonaws.com"), assume).allowed).toBe(true);
  expect(authority.decide(serviceActor("s3.amazonaws.com"), assume).allowed).toBe(false);
});

test("the closest statement is returned", () => {
  const ann = actorOf("arn:aws:iam::111111111111:user/Ann");
  const assume = on("sts:AssumeRole", ROLE);
  const nearest = authority.nearest(ann, assume, authority.decide(ann, assume));
  expect(nearest.map(({ unmet }) => unmet)).toEqual([["it names ec2.amazonaws.com"]]);
});

test("an action about nothing in particular is asked of the identity policies", () => {
  expect(authority.decide(porter, on("s3:ListAllMyBuckets", "*")).allowed).toBe(false);
  const partner = somebodyOf("arn:aws:iam::111111111111:root");
  expect(authority.decide(partner, on("s3:ListAllMyBuckets", "*")).allowed).toBe(true);
});
