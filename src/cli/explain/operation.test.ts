import { stackCase } from "../../../test/fixtures/stack-case";
import { Authority } from "../../prove/proof/authority";
import { findOperation } from "./operation";
import { findPrincipal } from "./principal";

function find(text: string, { stack = "copy-with-role", as = "porter", on = "acme-source" } = {}) {
  const { topology, estate, scene } = stackCase(stack);
  return findOperation(text, findPrincipal(as, topology, scene).actor, on, scene, new Authority(estate));
}

const UNASKED = ["the topology does not ask for it"];
const BOTH = "acme-source to acme-destination";

test.each<[string, string, string, string[]]>([
  ["aws s3 ls", "aws s3 ls", "acme-source", []],
  ["AWS S3  LS", "aws s3 ls", "acme-source", []],
  ["aws s3 cp", "aws s3 cp", BOTH, []],
  ["aws s3 cp s3://acme-source/ s3://acme-destination/ --recursive", "aws s3 cp --recursive", BOTH, []],
  ["recursive", "aws s3 cp --recursive", BOTH, []],
  ["download", "aws s3 cp, downloading", "acme-source", []],
  ["aws s3 sync", "aws s3 sync", BOTH, UNASKED],
  ["rm", "aws s3 rm", "acme-source", UNASKED],
])("%s is %s on %s", (text, title, on, assumed) => {
  expect(find(text)).toMatchObject({ title, on, assumed });
});

test("of two directions, the one is meant that is nearer to being allowed", () => {
  expect(find("aws s3 sync", { on: "acme-destination" }).on).toBe(BOTH);
});

test("each authorization is asked once, of all variants", () => {
  const { authorizations } = find("aws s3 cp");
  expect(new Set(authorizations).size).toBe(authorizations.length);
  const actions = authorizations.map(({ action }) => action);
  expect(actions).toEqual(
    expect.arrayContaining(["s3:GetObjectTagging", "s3:PutObjectTagging", "kms:Decrypt"]),
  );
});

test("what nobody was given, somebody outside of the stack may be asked about", () => {
  const { title, assumed } = find("ls", { as: "arn:aws:iam::333333333333:user/Eve" });
  expect([title, assumed]).toEqual(["aws s3 ls", UNASKED]);
});

test("a role is assumed by those who may", () => {
  const as = "arn:aws:iam::222222222222:user/destination-admin";
  expect(find("assuming the role", { as, on: "S3Porter" })).toMatchObject({ on: "S3Porter", assumed: [] });
  expect(
    find("assuming", { stack: "replication", as: "s3.amazonaws.com", on: "acme-replication" }).title,
  ).toBe("assuming the role");
});

test("a prefix is that of the access", () => {
  const { topology, estate, intents } = stackCase("copy-with-role");
  const { scene } = stackCase("copy-with-role");
  const access = intents.access.map((edge) => ({ ...edge, prefix: "in/" }));
  const { actor } = findPrincipal("porter", topology, scene);
  const narrow = Object.assign(Object.create(scene), { intents: { ...intents, access } });
  const { authorizations } = findOperation("aws s3 rm", actor, "acme-source", narrow, new Authority(estate));
  expect(authorizations.map(({ resource }) => resource)).toEqual(["arn:aws:s3:::acme-source/in/a/b"]);
});

test.each<[string, Parameters<typeof find>[1], RegExp]>([
  ["fly", {}, /^--do "fly" is nothing that is known of S3Porter on acme-source; [^]*\n {2}aws s3 ls\n/],
  ["cp", {}, /^--do "cp" may be several; name one of\n[^]* {2}aws s3 cp\n/],
  [
    "aws s3 ls",
    { as: "ec2.amazonaws.com" },
    /is nothing that is known of ec2\.amazonaws\.com on acme-source; name an action such as s3:GetObject$/,
  ],
])("%s is nothing to ask", (text, of, message) => {
  expect(() => find(text, of)).toThrow(message);
});
