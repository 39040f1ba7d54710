/** The question that a person asks is the one that is answered: of any key, whoever was given whatever part of a bucket. */
import fc from "fast-check";
import { explain } from "../support/explained";
import { caseOf } from "../../src/verify/topology";
import { topologyTerraform } from "../../src/constructs/topology-terraform";
import type { Permission } from "../../src/prove/catalogue/permissions";
import { isAllowed } from "../../src/verify/explain/explanation";
import { permissionsOf } from "../../src/topology/levels";
import type { Topology } from "../../src/topology/topology";
import { arbitraryTopology, PREFIXES } from "../fixtures/arbitrary-topology";
import { runs } from "../support/runs";
import { resolve } from "../../src/topology/resolve";

const RUNS = runs(150, 40);

/** What every question says of its principal. */
const CONTEXT = {
  "aws:PrincipalTag/team": "blue",
  "aws:PrincipalOrgID": "o-abcde12345",
  "aws:SourceIdentity": "ann",
  "aws:userid": "AROAEXAMPLE:ann",
  "cognito-identity.amazonaws.com:sub": "eu-west-1:ann",
  "ec2:SourceInstanceARN": "arn:aws:ec2:eu-west-1:111111111111:instance/i-1",
  "lambda:SourceFunctionArn": "arn:aws:lambda:eu-west-1:111111111111:function:f",
};

/** What each takes, all of it under one key. */
const ASKS: readonly { readonly do: string; readonly takes: Permission; readonly listed?: true }[] = [
  { do: "s3:GetObject", takes: "get" },
  { do: "GET", takes: "get" },
  { do: "HeadObject", takes: "get" },
  { do: "HEAD", takes: "get" },
  { do: "reading tags", takes: "get" },
  { do: "aws s3 cp, downloading", takes: "get" },
  { do: "s3:PutObject", takes: "put" },
  { do: "PUT", takes: "put" },
  { do: "UploadPart", takes: "put" },
  { do: "AbortMultipartUpload", takes: "put" },
  { do: "PUT with tags", takes: "put" },
  { do: "aborting an upload", takes: "put" },
  { do: "aws s3 cp, uploading", takes: "put" },
  { do: "s3:DeleteObject", takes: "delete" },
  { do: "aws s3 rm", takes: "delete" },
  { do: "s3:ListBucket", takes: "list", listed: true },
  { do: "aws s3 ls", takes: "list", listed: true },
  { do: "ListObjectsV2", takes: "list", listed: true },
];

const arbitraryKey = fc.record({
  prefix: fc.constantFrom("", ...PREFIXES),
  rest: fc.constantFrom("", "z", "a/b", "2024/x", "/", "*", "?"),
  before: fc.constantFrom("", "", "", "y/"),
});

test("of any key, a principal can do what it was granted there, and nothing else", () => {
  let answers = 0;
  let allowed = 0;
  fc.assert(
    fc.property(
      arbitraryTopology,
      fc.array(fc.tuple(fc.nat(), fc.boolean(), fc.constantFrom(...ASKS), arbitraryKey), { maxLength: 20 }),
      (topology, questions) => {
        const { access = [], principals = {} } = topology;
        const people = Object.keys(principals).filter(
          (name) =>
            !principals[name]?.entire_account &&
            (principals[name]?.service ?? principals[name]?.organization) === undefined,
        );
        if (people.length === 0) return;
        const { terraform } = topologyTerraform("stack", resolve(topology));
        const stack = caseOf(resolve(topology), terraform);
        const pairs = people.flatMap((as) => Object.keys(topology.buckets).map((on) => [as, on] as const));
        const granted = pairs.filter(([as, on]) =>
          access.some(({ principal, bucket }) => principal === as && bucket === on),
        );
        for (const [number, isGranted, ask, { prefix, rest, before }] of questions) {
          const among = isGranted && granted.length > 0 ? granted : pairs;
          const [as, on] = among[number % among.length] as [string, string];
          const own = access.filter(({ principal, bucket }) => principal === as && bucket === on);
          // There are many prefixes, and a random one is rarely that of the access.
          const folder = isGranted && own.length > 0 ? own[number % own.length]?.prefix : prefix;
          const key = meant(before + (folder ?? "") + rest, as, topology);
          if (key === "" && !ask.listed) continue;
          const uri = `s3://${topology.buckets[on]?.name}/${key}`;
          const context = Object.entries(CONTEXT).map(([name, value]) => `${name}=${value}`);
          const explanation = explain({ as, do: ask.do, on: uri, context }, resolve(topology), stack);
          const expected = access.some(
            (edge) =>
              edge.principal === as &&
              edge.bucket === on &&
              permissionsOf(edge.allow).includes(ask.takes) &&
              key.startsWith(meant(edge.prefix ?? "", as, topology)),
          );
          expect([as, ask.do, uri, isAllowed(explanation)]).toEqual([as, ask.do, uri, expected]);
          const resources = explanation.answers.map(
            ({ authorization: { action, resource, context: known } }) =>
              action === "s3:ListBucket" ? known["s3:prefix"] : /:s3:::[^/]+\/(.*)$/s.exec(resource)?.[1],
          );
          expect(resources.filter((each) => each !== undefined && each !== key)).toEqual([]);
          answers += 1;
          if (expected) allowed += 1;
        }
      },
    ),
    { numRuns: RUNS },
  );
  // It would show nothing if nothing were allowed, or everything.
  expect(answers).toBeGreaterThan(RUNS);
  expect(allowed).toBeGreaterThan(answers / 100);
});

/** A prefix as IAM reads it for that principal. */
function meant(prefix: string, as: string, { accounts, principals = {} }: Topology): string {
  const {
    account = "",
    role: named,
    user,
    permission_set,
    region = "eu-west-1",
    path: stated = "/",
  } = principals[as] ?? {};
  const role = permission_set === undefined ? named : `AWSReservedSSO_${permission_set}_0123456789abcdef`;
  const sso = `/aws-reserved/sso.amazonaws.com/${region === "us-east-1" ? "" : `${region}/`}`;
  const path = permission_set === undefined ? stated : sso;
  const id = accounts[account]?.id ?? "";
  const values: Readonly<Record<string, string | undefined>> = {
    ...CONTEXT,
    "aws:username": user,
    "aws:PrincipalAccount": id,
    "aws:PrincipalArn": `arn:aws:iam::${id}:${role === undefined ? "user" : "role"}${path}${role ?? user}`,
    "aws:PrincipalType": role === undefined ? "User" : "AssumedRole",
  };
  return prefix.replaceAll(/\$\{([^}]+)\}/g, (variable, name: string) => values[name] ?? variable);
}
