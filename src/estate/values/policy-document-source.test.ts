import fixtures from "../../../test/fixtures/terraform-values/policy-documents.json";
import { parsePolicyDocument, type RawPolicyDocument } from "../policy-document";
import { Problems } from "../problem";
import { isObject } from "../terraform/configuration";
import type { Json } from "./json";
import { type PartialDocument, renderPolicyDocument } from "./policy-document-source";
import { UNKNOWN } from "./terraform-values";

function documentsIn(values: Json, argument: string): (PartialDocument | undefined)[] {
  return [values[argument] ?? []].flat().map((json) => {
    if (typeof json !== "string") return undefined;
    const document = parsePolicyDocument(json, { address: "", path: [] }, new Problems());
    return document && { document };
  });
}

const render = (values: Json) => renderPolicyDocument(values, (argument) => documentsIn(values, argument));

/** The order in lists does not matter, and a list of one is the same as its item. */
function normal(value: unknown): unknown {
  if (Array.isArray(value) && value.every((each) => typeof each === "string"))
    return value.length === 1 ? value[0] : [...value].sort();
  if (Array.isArray(value)) return value.map(normal);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, normal(each)]));
  return value;
}

test.each(
  fixtures.map((each): [string, Json, Partial<RawPolicyDocument>] => [
    each.name,
    each.values,
    each.json as never,
  ]),
)("%s: the same document as the provider", (_, values, json) => {
  expect(normal(render(values))).toEqual(normal({ document: { ...json, Statement: json.Statement ?? [] } }));
});

const known = { sid: "Known", actions: ["s3:GetObject"], resources: ["*"] };
const [Known] = render({ statement: [known] }).document.Statement;

test("a statement with an unknown element is left out", () => {
  const later = { sid: "Later", actions: ["s3:PutObject"], resources: [UNKNOWN] };
  expect(render({ statement: [known, later, { ...later, sid: null }] })).toEqual({
    document: { Version: "2012-10-17", Statement: [Known] },
    missing:
      'the resources of its statement "Later" are known only after apply, and the resources of its statement 3 are known only after apply',
  });
});

test("unknown elements can be deep in a block", () => {
  const principals = [{ type: "AWS", identifiers: ["a", UNKNOWN] }];
  expect(render({ statement: [{ ...known, principals }] })).toMatchObject({
    document: { Statement: [] },
    missing: expect.stringMatching("principals") as string,
  });
});

test("an unknown statement replaces an earlier one with its sid", () => {
  const source = JSON.stringify({ Statement: [Known] });
  const statement = [{ ...known, resources: [UNKNOWN] }];
  expect(render({ source_policy_documents: [source], statement }).document.Statement).toEqual([]);
});

test("an unknown override can replace every statement with a sid", () => {
  const statement = [known, { ...known, sid: null }];
  const { document, missing } = render({ statement, override_policy_documents: [UNKNOWN] });
  expect(document.Statement.map(({ Sid }) => Sid)).toEqual([undefined]);
  expect(missing).toBe("a document that it contains is known only after apply");
});

test("an unknown source adds to what is known", () => {
  const { document, missing } = render({ statement: [known], source_policy_documents: [UNKNOWN] });
  expect(document.Statement).toEqual([Known]);
  expect(missing).toMatch(/a document/);
});
