import { stackCase } from "../../../test/fixtures/stack-case";
import { Scene } from "../../prove/proof/scene";
import { findPrincipal } from "./principal";

const PORTER = "arn:aws:iam::222222222222:role/S3Porter";
const REPLICATION = "arn:aws:iam::111111111111:role/acme-replication";

test.each<[string, string, string]>([
  ["copy-with-role", "porter", PORTER],
  ["copy-with-role", "S3Porter", PORTER],
  ["copy-with-role", PORTER, PORTER],
  ["copy-with-role", "arn:aws:sts::222222222222:assumed-role/S3Porter/i-0123", PORTER],
  ["copy-with-user", "sync", "arn:aws:iam::222222222222:user/sync_user"],
  ["shared-with-account", "ann", "arn:aws:iam::111111111111:user/Ann"],
  ["shared-with-principals", "analyst", "arn:aws:iam::222222222222:role/Analyst"],
  ["replication", "acme-replication", REPLICATION],
])("of %s, %s is somebody with policies", (stack, text, arn) => {
  const { model, scene } = stackCase(stack);
  const { actor, assumed, isStranger } = findPrincipal(text, model, scene);
  expect(actor.arn).toBe(arn);
  expect(actor.identity).toHaveLength(1);
  expect(assumed).toEqual([]);
  expect(isStranger).toBe(false);
});

test.each(["partner", "arn:aws:iam::222222222222:root"])("%s is somebody of the account", (text) => {
  const { model, scene } = stackCase("shared-with-account");
  const { actor, assumed } = findPrincipal(text, model, scene);
  expect(actor.name).toBe("account 222222222222");
  expect(assumed).toEqual([
    "the answer is for a user of account 222222222222 who has the policy from the outputs",
  ]);
});

test.each<[string, string, boolean]>([
  ["arn:aws:iam::222222222222:role/Other", "Other", true],
  ["arn:aws:iam::333333333333:user/staff/Eve", "Eve", true],
  ["arn:aws:sts::333333333333:assumed-role/S3Porter/eve", "eve", true],
  ["arn:aws:iam::222222222222:root", "account 222222222222", false],
  ["ec2.amazonaws.com", "ec2.amazonaws.com", false],
  ["*", "anyone", false],
])("%s is not in the stack, but can be asked about", (text, name, isStranger) => {
  const { model, scene } = stackCase("copy-with-role");
  const found = findPrincipal(text, model, scene);
  expect(found.actor).toMatchObject({ name, identity: [] });
  expect(found.isStranger).toBe(isStranger);
});

test.each<[string, string]>([
  [
    "portr",
    'name S3Porter, porter, or the ARN of a role, a user or an account root, or a service such as s3.amazonaws.com; did you mean "porter"?',
  ],
  ["toString", "name S3Porter, porter, or the ARN"],
])("%s is nobody", (text, message) => {
  const { model, scene } = stackCase("copy-with-role");
  expect(() => findPrincipal(text, model, scene)).toThrow(message);
});

describe("whoever has a token", () => {
  const { model, scene } = stackCase("github-actions");
  const MAIN = "repo:acme/site:ref:refs/heads/main";
  const ISSUER = "token.actions.githubusercontent.com";
  const PROVIDER = `arn:aws:iam::222222222222:oidc-provider/${ISSUER}`;

  test.each<[string, string]>([
    [MAIN, `${MAIN} of ${ISSUER}`],
    [ISSUER, `s3porter-proof of ${ISSUER}`],
    [PROVIDER, `s3porter-proof of ${ISSUER}`],
    ["arn:aws:iam::222222222222:saml-provider/Okta", "someone of Okta at https://signin.aws.amazon.com/saml"],
  ])("%s", (text, name) => {
    const { actor, assumed } = findPrincipal(text, model, scene);
    expect(actor.name).toBe(name);
    expect(assumed).toHaveLength(1);
  });

  test("the subject can be given as the condition key", () => {
    const asked = { context: { [`${ISSUER}:SUB`]: MAIN, [`${ISSUER}:aud`]: "other" } };
    const { actor } = findPrincipal(ISSUER, model, new Scene(scene.intents, scene.estate, asked));
    expect(actor.name).toBe(`${MAIN} of ${ISSUER}, audience other`);
  });

  test("a subject of an issuer that no role trusts is nobody", () => {
    expect(() => findPrincipal("project_path:acme/site", model, scene)).toThrow(/unknown principal|is not/);
  });
});

test.each(["trail", "cloudtrail.amazonaws.com"])("%s is a service", (text) => {
  const { model, scene } = stackCase("central-logs");
  expect(findPrincipal(text, model, scene)).toMatchObject({
    assumed: [],
    actor: { arn: "cloudtrail.amazonaws.com", identity: [] },
  });
});
