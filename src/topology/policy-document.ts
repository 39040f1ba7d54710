/**
 * The shape of policy documents that people bring along: the policy that a bucket or key has today, from a JSON file or in the
 * topology itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { z } from "zod";

function element<Shape extends z.ZodRawShape>(shape: Shape) {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, { error: ({ code }) => (code === "unrecognized_keys" ? keys : undefined) });
}

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]);
const who = z.union([z.literal("*"), z.record(z.string(), oneOrMore)]);
const value = z.union([z.string(), z.boolean(), z.number()]);

const statementElements = {
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

const statement = element(statementElements).check(({ value: found, issues }) => {
  for (const [one, other] of ALTERNATIVES) {
    const count = [one, other].filter((name) => found[name] !== undefined).length;
    if (count === 1) continue;
    const problem =
      count === 0 ? `has no ${one}; write ${one} or ${other}` : `has ${one} and ${other}; write one of them`;
    issues.push({ code: "custom", input: found, message: `the statement ${problem}` });
  }
});

/** Each statement of a bucket or key policy has one of each. */
const ALTERNATIVES = [
  ["Principal", "NotPrincipal"],
  ["Action", "NotAction"],
  ["Resource", "NotResource"],
] as const;

/** A bucket or key policy. */
export const policyDocument = element({
  Version: z.enum(["2008-10-17", "2012-10-17"]).optional(),
  Id: z.string().optional(),
  Statement: z.union([z.array(statement), statement]),
});

export const statementList = z.array(statement).min(1);

/** Statements to add to a policy: a policy, or a list of statements. */
export const addedStatements = z.union([policyDocument, statementList]);

/** As it is written. */
export type WrittenPolicy = z.infer<typeof policyDocument>;
