import { estateWith } from "../../test/fixtures/lint-estate";
import type { Estate } from "../estate/estate";
import { isElsewhere } from "./known-regions";
import { viaService } from "./lint/via-service";

const elsewhere = {
  Effect: "Allow",
  Principal: "*",
  Action: "kms:Decrypt",
  Resource: "*",
  Condition: { StringEquals: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } },
};
const known = estateWith({ key: [elsewhere] });
const madeUp: Estate = {
  ...known,
  accounts: known.accounts.map((account) => ({ ...account, regionIsMadeUp: true })),
};
const [bucket] = known.buckets;

test("nothing is elsewhere than in a region that is not known", () => {
  if (bucket === undefined) throw new Error("no bucket");
  const key = "arn:aws:kms:us-west-2:333333333333:key/x";
  expect(isElsewhere(key, bucket, known)).toBe(true);
  expect(isElsewhere(key, bucket, madeUp)).toBe(false);
});

test("a service in another region than one that is not known is no mistake", () => {
  expect(viaService.find(known)).toHaveLength(1);
  expect(viaService.find(madeUp)).toEqual([]);
});
