// Writes the largest resident set of a process, in kilobytes, when it ends.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");

const { pid, resourceUsage } = process;
process.on("exit", () => {
  writeFileSync(join(process.env.S3PORTER_BENCH_PEAKS, String(pid)), String(resourceUsage().maxRSS));
});
