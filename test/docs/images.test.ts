import { environment } from "../support/environment";
import { run } from "../support/run";
import { REPOSITORY } from "../support/repository";

test("the pictures of docs are up to date", async () => {
  await run(process.execPath, ["--import", "tsx", "scripts/images.ts", "--check"], {
    cwd: REPOSITORY,
    env: environment(),
  });
});
