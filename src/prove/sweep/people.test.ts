import { stackCase } from "../../../test/fixtures/stack-case";
import type { RawStatement } from "../../estate/policy-document";
import { parseStatement } from "../iam/statement";
import { People } from "./people";

const { estate } = stackCase("copy-with-role");
const [, owner] = estate.accounts;
const B = "arn:aws:iam::222222222222";

/** Of a bucket of account 111111111111. */
function named(statement: Partial<RawStatement>): string[] {
  if (owner?.id !== "111111111111") throw new Error("the accounts are in another order");
  return new People(estate)
    .named(parseStatement({ Effect: "Allow", ...statement }, 0), owner)
    .map(({ arn }) => arn);
}

const principalArn = (value: string | string[], operator = "ArnEquals") => ({
  [operator]: { "aws:PrincipalArn": value },
});

test.each<[string, Partial<RawStatement>, string[]]>([
  ["its own account is left to decide", { Principal: { AWS: "arn:aws:iam::111111111111:root" } }, []],
  ["another account is somebody of it", { Principal: { AWS: `${B}:root` } }, [`${B}:user/s3porter-proof`]],
  ["… by its id alone too", { Principal: { AWS: "222222222222" } }, [`${B}:user/s3porter-proof`]],
  ["a role is itself", { Principal: { AWS: `${B}:role/X` } }, [`${B}:role/X`]],
  ["a service is itself", { Principal: { Service: "ec2.amazonaws.com" } }, ["ec2.amazonaws.com"]],
  [
    "whom a condition singles out",
    { Principal: { AWS: `${B}:root` }, Condition: principalArn(`${B}:role/X`) },
    [`${B}:role/X`],
  ],
  [
    "… unless it is of another account",
    { Principal: { AWS: `${B}:root` }, Condition: principalArn("arn:aws:iam::333333333333:role/X") },
    [],
  ],
  [
    "a condition that excludes somebody singles out nobody",
    { Principal: { AWS: `${B}:root` }, Condition: principalArn(`${B}:role/X`, "ArnNotEquals") },
    [`${B}:user/s3porter-proof`],
  ],
  [
    "a wildcard may mean anybody like it, those who are there, and others",
    { Principal: { AWS: `${B}:root` }, Condition: principalArn(`${B}:role/*`, "ArnLike") },
    [`${B}:role/S3Porter`, `${B}:role/s3porter-proof-elsewhere`, `${B}:user/s3porter-proof`],
  ],
  [
    "everybody is somebody of each account, and the anonymous",
    { Principal: "*" },
    [
      "*",
      `${B}:user/s3porter-proof`,
      "arn:aws:iam::111111111111:user/s3porter-proof",
      "arn:aws:iam::999999999999:user/s3porter-proof",
    ],
  ],
  [
    "… without those who have tokens, whom only trust policies can let in",
    { Principal: "*", NotAction: "s3:GetObject", Resource: "arn:aws:s3:::acme-source/*" },
    [
      "*",
      `${B}:user/s3porter-proof`,
      "arn:aws:iam::111111111111:user/s3porter-proof",
      "arn:aws:iam::999999999999:user/s3porter-proof",
    ],
  ],
])("%s", (_, statement, expected) => expect(named(statement)).toEqual(expected));

test("those of other accounts can do everything there; those of its own, nothing", () => {
  const actors = new People(estate).named(
    parseStatement({ Effect: "Allow", Principal: "*" }, 0),
    owner as NonNullable<typeof owner>,
  );
  expect(actors.map(({ account, identity }) => [account, identity.length])).toEqual([
    [undefined, 0],
    ["222222222222", 1],
    ["111111111111", 0],
    ["999999999999", 1],
  ]);
});

test("whose own folder is named after their organization, in the one that the bucket is limited to", () => {
  const bucketArn = "arn:aws:s3:::acme-source";
  const [, administrator] = new People(estate, [{ bucketArn, organization: "o-abcde12345" }]).named(
    parseStatement({ Effect: "Allow", Principal: "*", Resource: `${bucketArn}/\${aws:PrincipalOrgID}/*` }, 0),
    owner as NonNullable<typeof owner>,
  );
  expect(administrator?.context).toMatchObject({ "aws:PrincipalOrgID": "o-abcde12345" });
});
