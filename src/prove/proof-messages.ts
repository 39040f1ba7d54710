import { messageIdOf } from "./flaw";

/** What it means that a part of the proof fails. */
export const PROOF_MESSAGES = [
  {
    id: messageIdOf({ part: "complete" }),
    title: "Something that the topology asks for is not allowed",
    why: "An operation that the topology asks for takes authorizations that a policy lacks or denies, or a setting that is missing. It fails with 403.",
    remedy: "Add what the named policy lacks, or remove the access from the topology.",
  },
  {
    id: messageIdOf({ part: "minimal" }),
    title: "A policy has something that nothing needs",
    why: "No operation of the topology fails without this statement, action or principal. Nobody asked for it, and it can become an access that nobody expects.",
    remedy: "Remove it, or add the access that needs it to the topology.",
  },
  {
    id: messageIdOf({ part: "nothing else" }),
    title: "More is allowed than the topology asks for",
    why: "A principal, which can be a stranger, can do something that the topology does not ask for. Or a resource that can allow more was not read.",
    remedy: "Remove the statement or the resource that allows it, or add the access to the topology.",
  },
  {
    id: messageIdOf({ part: "well-formed" }),
    title: "A policy or a setting is invalid or has no effect",
    why: "AWS refuses it, or accepts it and ignores it, or the proof cannot judge it.",
    remedy: "Correct what the flaw names.",
  },
] as const;
