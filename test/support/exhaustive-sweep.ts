/**
 * The sweep without any cleverness: everybody, every action, everything. It says little of a side that holds by itself,
 * and takes too long for a large stack; what it finds, the sweep must find.
 */
import type { Estate } from "../../src/estate/estate";
import type { Authorization } from "../../src/prove/catalogue/authorization";
import { actionsOn, takesConditionKey } from "../../src/prove/iam-data/iam-data";
import { asGiven } from "../../src/prove/existing";
import { type Actor, administrator, ANYBODY, STRANGE_ACCOUNT, stranger } from "../../src/prove/proof/actor";
import { answer } from "../../src/prove/proof/answers";
import { Authority } from "../../src/prove/proof/authority";
import type { Intents } from "../../src/prove/proof/intents";
import { operationsOf } from "../../src/prove/proof/operations";
import { prefixFor } from "../../src/prove/proof/prefix";
import { OBJECT } from "../../src/prove/proof/prefix";
import { Scene } from "../../src/prove/proof/scene";
import { Expected } from "../../src/prove/sweep/expected";

const TLS = { "aws:SecureTransport": "true" };

/** Who can do what that nobody asked for, as `arn action resource`. */
export function exhaustiveSweep(intents: Intents, found: Estate): string[] {
  const { estate } = asGiven(intents, found);
  const scene = new Scene(intents, estate);
  const authority = new Authority(estate);
  const expected = new Expected(answer(operationsOf(scene), authority), scene);
  const questions = [...bucketQuestions(scene), ...keyQuestions(scene), ...roleQuestions(estate)];
  const unexpected = new Set<string>();
  for (const actor of everybody(scene)) {
    const isAdministrator = actor.identity.some(({ name }) => name === "policy that allows everything");
    for (const authorization of questions) {
      // Those who can do everything in an account can do everything with what it owns.
      if (isAdministrator && actor.account === authorization.owner) continue;
      const reached = scene.reached(actor, authorization);
      if (!authority.decide(actor, reached).allowed) continue;
      if (!expected.has({ actor, authorization: reached }))
        unexpected.add(`${actor.arn} ${authorization.action} ${authorization.resource}`);
    }
  }
  return [...unexpected];
}

function everybody(scene: Scene): Actor[] {
  const { accounts, principals } = scene.estate;
  const own = [...new Map(accounts.map((account) => [account.id, account])).values()];
  return [
    ANYBODY,
    ...principals.map(({ arn }) => scene.actor({ principalArn: arn })),
    ...own.map(stranger),
    ...own.map(administrator),
    administrator({ id: STRANGE_ACCOUNT, partition: "aws" }),
  ];
}

function bucketQuestions(scene: Scene): Authorization[] {
  return scene.estate.buckets.flatMap(({ arn, account }) => {
    const question = (action: string, resource: string, context: Authorization["context"]) => ({
      action,
      resource,
      owner: account.id,
      context,
      source: "",
    });
    return [
      ...actionsOn("bucket").flatMap((action) =>
        ["", ...prefixesOf(arn, scene)].map((prefix) =>
          // Requests for other actions have no prefix in their context.
          question(
            action,
            arn,
            takesConditionKey(action, "s3:prefix") ? { ...TLS, "s3:prefix": prefix } : TLS,
          ),
        ),
      ),
      ...actionsOn("object").flatMap((action) =>
        prefixesOf(arn, scene).map((prefix) => question(action, `${arn}/${prefix}${OBJECT}`, TLS)),
      ),
    ];
  });
}

/** Through S3 for each bucket and object, in the key's region and in another; and without S3. */
function keyQuestions(scene: Scene): Authorization[] {
  const { keys, buckets } = scene.estate;
  const encrypted = buckets.flatMap(({ arn }) => [
    arn,
    ...prefixesOf(arn, scene).map((prefix) => `${arn}/${prefix}${OBJECT}`),
  ]);
  return keys.flatMap(({ arn, account, region }) => {
    const contexts: Authorization["context"][] = [
      TLS,
      ...encrypted.flatMap((context) =>
        [region, "af-south-1"].map((each) => ({
          ...TLS,
          "kms:ViaService": `s3.${each}.amazonaws.com`,
          "kms:EncryptionContext:aws:s3:arn": context,
        })),
      ),
    ];
    return actionsOn("key").flatMap((action) =>
      contexts.map((context) => ({ action, resource: arn, owner: account.id, context, source: "" })),
    );
  });
}

function roleQuestions({ principals }: Estate): Authorization[] {
  return principals
    .filter(({ kind, trustPolicy }) => kind === "role" && trustPolicy)
    .map(({ arn, account }) => ({
      action: "sts:AssumeRole",
      resource: arn,
      owner: account.id,
      context: TLS,
      source: "",
    }));
}

function prefixesOf(bucketArn: string, scene: Scene): string[] {
  const { access, replications } = scene.intents;
  const prefixes = [
    ...access
      .filter((edge) => edge.bucketArn === bucketArn)
      .map((edge) => prefixFor(edge.prefix, scene.actor(edge))),
    ...replications
      .filter(({ fromArn, toArn }) => [fromArn, toArn].includes(bucketArn))
      .map(({ prefix }) => prefix),
  ];
  return [...new Set([...prefixes, "elsewhere/"])];
}
