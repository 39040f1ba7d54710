import { environment } from "../support/environment";
import { run } from "../support/run";
import { CALLERS } from "../comparison/callers";

test.each(CALLERS)("terraform fmt finds nothing to do in $name", async ({ folder }) => {
  await run("terraform", ["fmt", "-check", "-diff", "-no-color"], { cwd: folder, env: environment() });
});
