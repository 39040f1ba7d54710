/**
 * The shape of policy documents that people bring along: the policy that a bucket or key has today, from a JSON file or in the
 * topology itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import * as z from "zod";

function element<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, { error: ({ code }) => (code === "unrecognized_keys" ? keys : undefined) });
}

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]);
const who = z.union([z.literal("*"), z.record(z.string(), oneOrMore)]);
const value = z.union([z.string(), z.boolean(), z.number()]);

const elements = {
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: who.optional(),
  NotPrincipal: who.optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.union([value, z.array(value).min(1)]))).optional(),
};

/** What a statement can say either way. */
const ALTERNATIVES = {
  Principal: "NotPrincipal",
  Action: "NotAction",
  Resource: "NotResource",
} as const;

type Alternative = keyof typeof ALTERNATIVES;

/**
 * @param kind of the policy, in words
 * @param without what its statements do not say, because the policy is attached to it, and why
 */
function policy(kind: string, without?: readonly [Alternative, because: string]) {
  const [absent, because] = without ?? [];
  const statement = element(elements).check(({ value: found, issues }) => {
    for (const [one, other] of Object.entries(ALTERNATIVES) as [Alternative, keyof typeof elements][]) {
      const [name, another] = [one, other].filter((each) => found[each] !== undefined);
      const problem =
        one === absent
          ? name && `of ${kind} has no ${name}: ${because}; leave it out`
          : another
            ? `has ${one} and ${other}; write one of them`
            : name
              ? undefined
              : `has no ${one}; write ${one} or ${other}`;
      if (problem) issues.push({ code: "custom", input: found, message: `the statement ${problem}` });
    }
  });
  const document = element({
    Version: z.enum(["2008-10-17", "2012-10-17"]).optional(),
    Id: z.string().optional(),
    Statement: z.union([z.array(statement), statement]),
  });
  return { document, list: z.array(statement).min(1) };
}

const resourcePolicy = policy("a bucket or key policy");
const identityPolicy = policy("an identity policy", [
  "Principal",
  "it is for the role or user that has the policy",
]);
const trustPolicy = policy("a trust policy", ["Resource", "it is for the role that has the policy"]);

/** A bucket or key policy. */
export const policyDocument = resourcePolicy.document;

/** A policy that statements are added to. */
export const POLICY_SHAPES = {
  resource: resourcePolicy,
  identity: identityPolicy,
  trust: trustPolicy,
} as const;

export type PolicyShape = keyof typeof POLICY_SHAPES;

/** Statements to add to a policy: a policy, or a list of statements. */
export function addedStatements(shape: PolicyShape) {
  const { document, list } = POLICY_SHAPES[shape];
  return z.union([document, list]);
}

/** As it is written. */
export type WrittenPolicy = z.infer<typeof policyDocument>;
