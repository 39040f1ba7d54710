import type { Rule } from "./draft";

/** A topology has one backend. */
export const backendIsOne: Rule = ({ value }) => {
  const backend = (value as { backend?: unknown } | null)?.backend;
  if (typeof backend !== "object" || backend === null || Array.isArray(backend)) return [];
  const kinds = ["local", "s3", "cloud"].filter((kind) => Object.hasOwn(backend, kind));
  if (kinds.length === 1) return [];
  const found = kinds.length === 0 ? "none" : kinds.join(" and ");
  return [{ path: ["backend"], message: `must have one of local, s3 and cloud, found ${found}` }];
};
