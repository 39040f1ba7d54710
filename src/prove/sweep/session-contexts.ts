import { type Authorization, TLS } from "../catalogue/authorization";
import type { Statement } from "../iam/statement";
import { conditionValues } from "./inventory";
import { ELSEWHERE, instance } from "./pattern";

/** The contexts in which a session of a role can start: without tags, with each tag that a statement names, with another. */
export function sessionContexts(action: string, statement: Statement): Authorization["context"][] {
  if (action !== "sts:TagSession") return [TLS];
  const named = conditionValues(statement, "aws:TagKeys").map((key) => instance(key, ELSEWHERE));
  return [
    TLS,
    ...[...named, ELSEWHERE].map((key) => ({
      ...TLS,
      "aws:TagKeys": key,
      [`aws:RequestTag/${key}`]: ELSEWHERE,
    })),
  ];
}
