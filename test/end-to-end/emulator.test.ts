import { randomUUID } from "node:crypto";
import { ANYBODY } from "../support/aws-clients";
import { Emulator } from "../support/emulator";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await Emulator.start();
});
afterAll(() => emulator.stop());

/** Creates a key as the SDKs do, which send the same id with each attempt of a call. */
async function createKey(id: string): Promise<unknown> {
  const response = await fetch(emulator.url, {
    method: "POST",
    headers: {
      "amz-sdk-invocation-id": id,
      authorization: `AWS4-HMAC-SHA256 Credential=${ANYBODY.accessKeyId}/20260101/us-east-1/kms/aws4_request`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "TrentService.CreateKey",
    },
    body: "{}",
  });
  return ((await response.json()) as { KeyMetadata: { KeyId: string } }).KeyMetadata.KeyId;
}

test("a call whose answer was lost is answered alike the next time, and done once", async () => {
  const id = randomUUID();
  const key = await createKey(id);
  expect(await createKey(id)).toBe(key);
  expect(await createKey(randomUUID())).not.toBe(key);
});
