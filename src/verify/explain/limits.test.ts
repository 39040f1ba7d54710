/** What the limits of a bucket mean for a question. */
import { topologyTerraform } from "../../constructs/topology-terraform";
import { loadTopology } from "../../topology/load";
import { resolve } from "../../topology/resolve";
import { caseOf } from "../topology";
import { explain } from "../../../test/support/explained";
import { verdictOf } from "./explanation";

const TOPOLOGY = `
accounts:
  data: { id: "111111111111", region: eu-west-1 }
  apps: { id: "222222222222", region: eu-west-1 }
buckets:
  lake:
    account: data
    name: acme-lake
    minimum_tls: "1.3"
    restrict_to:
      organization: o-abcde12345
      vpc_endpoints: [vpce-0123456789abcdef0]
      source_ips: [203.0.113.0/24]
      except: [admin]
    deny: [intern]
principals:
  reader: { account: apps, role: acme-reader, mfa: true, assumed_by: ["arn:aws:iam::222222222222:user/ann"] }
  admin: { account: data, role: acme-admin, existing: true }
  intern: { account: data, user: intern, existing: true }
access:
  - { principal: reader, bucket: lake, allow: read }
  - { principal: admin, bucket: lake, allow: read }
`;

const model = resolve(loadTopology(TOPOLOGY));
const stack = caseOf(model, JSON.parse(JSON.stringify(topologyTerraform("stack", model).terraform)));

function ask(as: string, what: string, on = "lake", ...context: string[]) {
  const explanation = explain({ as, do: what, on, context }, model, stack);
  const denying = explanation.answers.flatMap(({ decision }) =>
    (decision?.because ?? []).flatMap(({ outcome, statement }) =>
      outcome === "denies" ? (statement?.sid ?? []) : [],
    ),
  );
  return { verdict: verdictOf(explanation), denying: [...new Set(denying)], assumed: explanation.assumed };
}

test("an answer says which network and organization it is for", () => {
  expect(ask("reader", "GET")).toEqual({
    verdict: "allowed",
    denying: [],
    assumed: expect.arrayContaining([
      "given that the request comes through vpce-0123456789abcdef0 or from 203.0.113.0/24",
      "given that account 222222222222 is in organization o-abcde12345",
    ]) as string[],
  });
  expect(ask("admin", "GET").assumed.filter((each) => each.startsWith("given"))).toEqual([]);
});

test.each<[string, string, string[], string, string[]]>([
  ["reader", "GET", ["aws:SourceIp=203.0.113.9"], "allowed", []],
  ["reader", "GET", ["aws:SourceIp=198.51.100.1"], "refused", ["DenyObjectsFromOtherNetworks"]],
  ["reader", "aws s3 ls", ["aws:SourceVpce=vpce-01234567"], "refused", ["DenyListingFromOtherNetworks"]],
  ["admin", "GET", ["aws:SourceIp=198.51.100.1"], "allowed", []],
  [
    "reader",
    "GET",
    ["aws:PrincipalOrgID=o-zzzzz12345"],
    "refused",
    ["DenyOtherOrganizations", "DenyOtherOrganizationsLake"],
  ],
  ["reader", "GET", ["s3:TlsVersion=1.2"], "refused", ["DenyOldTls"]],
  ["intern", "GET", [], "refused", ["DenyPrincipals", "DenyPrincipalsLake"]],
])("as %s, %s with %j: %s", (as, what, context, verdict, denying) => {
  expect(ask(as, what, "lake", ...context)).toMatchObject({ verdict, denying });
});

test("a role with MFA is assumed by whoever signed in with it", () => {
  const arn = "arn:aws:iam::222222222222:user/ann";
  expect(ask(arn, "sts:AssumeRole", "acme-reader")).toMatchObject({
    verdict: "allowed",
    assumed: expect.arrayContaining(["the answer is for someone who signed in with MFA"]) as string[],
  });
  expect(ask(arn, "sts:AssumeRole", "acme-reader", "aws:MultiFactorAuthPresent=false").verdict).toBe(
    "refused",
  );
});
