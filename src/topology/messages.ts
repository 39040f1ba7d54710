/** The ids of what `validate` says, which stay when the words change. */

/** What is not about one of the `rules/`, which are messages too. */
export const TOPOLOGY_MESSAGES = {
  file: {
    title: "A file or a folder cannot be used as a topology",
    why: "It cannot be read, is empty or too large, or its name cannot be that of a stack.",
    remedy: "Check the path, or name another folder with S3PORTER_STACKS.",
  },
  syntax: {
    title: "A file is not valid YAML or JSON",
    why: "The rest of the file was not read.",
    remedy: "Correct the line. An editor with the JSON Schema of topologies shows it while you write.",
  },
  rows: {
    title: "for_each, split_by or a ${each.…} is wrong",
    why: "The rows of a CSV file or of a list cannot be put into the topology.",
    remedy: "Correct the row, or the name of the column.",
  },
  "unknown-key": {
    title: "A key does not exist",
    why: "It is misspelt, in the wrong place, or a setting that s3porter does not offer. The message has the keys that exist here.",
    remedy: "Correct or remove it.",
  },
  "missing-key": {
    title: "A key is missing",
    why: "The topology says nothing without it.",
    remedy: "Add it, as in the example of the message.",
  },
  "wrong-type": {
    title: "A value has another type",
    why: "It is text where a list is expected, for example, or a number without quotes where AWS expects text.",
    remedy: "Write the type that the message names. Account ids are text: put them in quotes.",
  },
  "unknown-value": {
    title: "A value is none of those that are possible",
    why: "It is misspelt, or something that s3porter does not offer.",
    remedy: "Write one of the values that the message lists.",
  },
  "invalid-value": {
    title: "A value is not what AWS accepts",
    why: "A name, an ARN or a number breaks a rule of AWS, which the message names.",
    remedy: "Correct it as the message says.",
  },
  "policy-files": {
    title: "A file with a policy cannot be used",
    why: "A topology names it as the policy that exists already.",
    remedy: "Write the file again with the AWS CLI: the message has the command.",
  },
  "policy-conflicts": {
    title: "A policy of yours does not go together with the statements of s3porter",
    why: "A statement has the Sid of one that s3porter writes into the same policy, or the policy would have no statement at all. AWS rejects both.",
    remedy: "Give your statement another Sid, or do what the message says.",
  },
  "claimed-twice": {
    title: "Several stacks create the same thing",
    why: "The second deployment fails, or changes what the first one created.",
    remedy: "Let one stack create it, and set existing: true in the others, or choose another name.",
  },
} as const;

export type TopologyMessage = keyof typeof TOPOLOGY_MESSAGES;

/** `topology/unknown-key` */
export function messageId(id: string): string {
  return `topology/${id}`;
}

/** `namesAreKnown` → `names-are-known` */
export function idOfRule(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
