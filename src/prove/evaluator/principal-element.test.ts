import { accountRoot, ANONYMOUS, roleSession, service, user, webIdentity } from "./caller";
import type { RawPrincipal } from "../../estate/policy-document";
import { readPrincipals } from "../iam/principals";
import { compilePrincipals } from "./principal-element";

const ROLE = "arn:aws:iam::111111111111:role/team/Porter";
const SESSION = "arn:aws:sts::111111111111:assumed-role/Porter/s1";
const ROOT = "arn:aws:iam::111111111111:root";
const porter = roleSession(ROLE, "s1");
const ann = user("arn:aws:iam::111111111111:user/Ann");
const s3 = service("s3.amazonaws.com");
const google = webIdentity("accounts.google.com", { sub: "1", aud: "2" });

function named(element: unknown) {
  return compilePrincipals(element as RawPrincipal, readPrincipals(element));
}

test.each([
  ["*", porter, "everyone"],
  ["*", ANONYMOUS, "everyone"],
  ["*", s3, "everyone"],
  [{ AWS: "*" }, ann, "everyone"],
  [{ AWS: ROOT }, porter, "account"],
  [{ AWS: "111111111111" }, ann, "account"],
  [{ AWS: ROOT }, accountRoot("111111111111"), "account"],
  [{ AWS: "222222222222" }, ann, undefined],
  [{ AWS: ROLE }, porter, "role"],
  [{ AWS: [ROOT, ROLE] }, porter, "role"],
  [{ AWS: [ROOT, ROLE, SESSION] }, porter, "session"],
  [{ AWS: SESSION }, roleSession(ROLE, "s2"), undefined],
  [{ AWS: "arn:aws:iam::111111111111:role/Porter" }, porter, undefined],
  [{ AWS: ROLE.toLowerCase() }, porter, undefined],
  [{ AWS: ann.arn }, ann, "user"],
  [{ AWS: ann.arn }, porter, undefined],
  [{ AWS: ROOT }, ANONYMOUS, undefined],
  [{ Service: "s3.amazonaws.com" }, s3, "service"],
  [{ Service: ["ec2.amazonaws.com", "s3.amazonaws.com"] }, s3, "service"],
  [{ Service: "ec2.amazonaws.com" }, s3, undefined],
  [{ AWS: ROOT, Service: "s3.amazonaws.com" }, s3, "service"],
  [{ AWS: ROOT }, s3, undefined],
  [{ Federated: "accounts.google.com" }, google, "provider"],
  [{ Federated: "graph.facebook.com" }, google, undefined],
  [{ AWS: ROOT }, google, undefined],
  ["*", google, "everyone"],
] as const)("%j names %j as %s", (element, caller, expected) => {
  expect(named(element)(caller)).toBe(expected);
});

test.each([
  ["somebody", 'the principal "somebody" is neither "*" nor an object'],
  [["*"], "is neither"],
  [{}, "the Principal is empty"],
  [{ AWS: [] }, "the principal AWS is empty"],
  [{ AWS: 1 }, "the principal 1 is not a string"],
  [
    { Federated: "https://token.actions.githubusercontent.com" },
    "is not the ARN of an OIDC or SAML provider",
  ],
  [{ Federated: "arn:aws:iam::111111111111:oidc-provider/*" }, "is not the ARN of an OIDC or SAML provider"],
  [{ Federated: [] }, "the principal Federated is empty"],
  [{ CanonicalUser: "79a59df9" }, "principals of type CanonicalUser are not implemented"],
  [{ AWS: "arn:aws:iam::111111111111:role/*" }, "has a wildcard, which a principal cannot have"],
  [{ AWS: "arn:aws:iam::111111111111:group/x" }, "is not an account, role, user or role session"],
  [{ AWS: "arn:aws:sts::111111111111:federated-user/x" }, "is not an account, role, user or role session"],
  [{ AWS: "AROA4KJY2TU23Y7NK62MV" }, "is not an account, role, user or role session"],
  [{ Service: "*" }, "is not a service"],
])("%j is refused", (element, problem) => {
  expect(() => named(element)).toThrow(problem);
});
