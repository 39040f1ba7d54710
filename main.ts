/** The app that `cdktf synth` runs in a clone of this repository. Elsewhere it runs `npx s3porter synth`. */
import { synthCommand } from "./src/cli/synth-command";
import { EXIT_CODE } from "./src/cli/exit-code";
import { readSettings } from "./src/cli/settings";
import { isUserError } from "./src/messages/user-error";

try {
  const { warnings = [], notes = [], exitCode } = synthCommand(readSettings());
  for (const note of [...warnings, ...notes]) console.error(note);
  process.exitCode = exitCode;
} catch (error) {
  if (!isUserError(error)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_CODE.wrong;
}
