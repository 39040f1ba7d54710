/** What to write instead of one word, or a list of words, where a mapping is expected. */
import type { Path } from "./yaml-file";

interface Meant {
  readonly word: RegExp;
  readonly answer: (words: string) => string;
}

const EXCEPT = "except: [<ARN of who deploys>]";

/** In `restrict_to` of a bucket. The last one is for anything else. */
const RESTRICTIONS: readonly Meant[] = [
  { word: /^o-[a-z0-9]+$/, answer: (id) => `write restrict_to: { organization: ${id} }` },
  { word: /^vpce-/, answer: (ids) => `write restrict_to: { vpc_endpoints: [${ids}], ${EXCEPT} }` },
  {
    word: /^vpc-/,
    answer: () =>
      `a bucket is limited to VPC endpoints, each of which is in one VPC; write restrict_to: { vpc_endpoints: [<id>], ${EXCEPT} }`,
  },
  {
    word: /^(\d+\.){3}\d+(\/\d+)?$|:.*\/\d+$|^[0-9a-f]*::?[0-9a-f:]*$/i,
    answer: (ranges) => `write restrict_to: { source_ips: [${quoted(ranges)}], ${EXCEPT} }`,
  },
  {
    word: /./,
    answer: () =>
      `write, for example, restrict_to: { organization: <id> } or { vpc_endpoints: [<id>], source_ips: [<range>], ${EXCEPT} }`,
  },
];

/** As an entry of `principals`. */
const PRINCIPALS: readonly Meant[] = [
  {
    word: /^arn:[^:]+:iam::\d{12}:(role|user)\//,
    answer: (arn) => {
      const [, kind = "", path = "/", name = ""] = /:(role|user)(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
      const where = path === "/" ? "" : `, path: ${path}`;
      return `write { account: <account>, ${kind}: ${name}${where}, existing: true }`;
    },
  },
  {
    word: /^arn:[^:]+:iam::\d{12}:root$|^\d{12}$/,
    answer: () => "write { account: <account>, entire_account: true }",
  },
  { word: /^o-[a-z0-9]+$/, answer: (id) => `write { organization: ${id} }` },
  {
    word: /\.amazonaws\.com(\.cn)?$/,
    answer: (service) =>
      `for a service that writes or reads by itself, write { service: ${service}, for_accounts: [<account>] }; for one that assumes a role, write the role with assumed_by: [${service}]`,
  },
];

/** Tags, as other tools write them. */
const TAGS: readonly Meant[] = [
  {
    word: /^[^=]+=[^=]*$/,
    answer: (tags) => {
      const pairs = tags.split(", ").map((tag) => tag.split("=").map((text) => JSON.stringify(text.trim())));
      return `write { ${pairs.map(([key, value]) => `${key}: ${value}`).join(", ")} }`;
    },
  },
];

/** Undefined where nothing is known of such a mapping. */
export function mappingFor(path: Path, found: unknown): string | undefined {
  const words = [found].flat().map(String);
  const table =
    path[0] === "buckets" && path[2] === "restrict_to"
      ? RESTRICTIONS
      : path[0] === "principals" && path.length === 2
        ? PRINCIPALS
        : path[0] === "principals" && (path[2] === "principal_tags" || path[2] === "tags")
          ? TAGS
          : [];
  const meant = table.find(({ word }) => words.length > 0 && words.every((each) => word.test(each)));
  return meant?.answer(words.join(", "));
}

/** Where an entry of `principals` has to be named instead. */
export function principalFor(word: string): string | undefined {
  const answer = mappingFor(["principals", ""], word);
  return answer === undefined
    ? undefined
    : `add it to principals under a name of your own, and name that here: ${answer}`;
}

function quoted(words: string): string {
  return words
    .split(", ")
    .map((word) => JSON.stringify(word))
    .join(", ");
}
