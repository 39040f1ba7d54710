import { tmpdir } from "node:os";
import { run } from "./run";

const HERE = { cwd: tmpdir(), env: process.env };

function node(program: string, options = {}): ReturnType<typeof run> {
  return run(process.execPath, ["-e", program], { ...HERE, ...options });
}

test("what a command prints is returned", async () => {
  const program = "console.log('out'); console.error('aside')";
  await expect(node(program)).resolves.toEqual({ stdout: "out\n", exitCode: 0 });
});

test("an exit code may be no failure", async () => {
  await expect(node("process.exit(2)", { accept: [2] })).resolves.toEqual({ stdout: "", exitCode: 2 });
});

test.each([
  ["fails", "console.log('out'); console.error('aside'); process.exitCode = 3", "exit code 3"],
  ["is killed", "console.log('out'); process.kill(process.pid, 'SIGKILL')", "killed by SIGKILL"],
])("the command, its folder and what it printed are told if it %s", async (_, program, what) => {
  const failure = await node(program).catch((error: Error) => error.message);
  expect(failure).toContain(`${process.execPath} -e ${program}: ${what}, in ${tmpdir()}\n`);
  expect(failure).toContain("out");
});

test("so are they if it does not end", async () => {
  const waiting = "echo waiting for a lock; exec sleep 600";
  const failureWithin = async (limit: number): Promise<string> => {
    const failure = await run("sh", ["-c", waiting], { ...HERE, limit }).catch(
      (error: Error) => error.message,
    );
    expect(failure).toContain(
      `sh -c ${waiting}: killed, for it did not end within ${limit / 1000} s, in ${tmpdir()}\n`,
    );
    // A busy machine takes longer to start it.
    return String(failure).endsWith("\nwaiting for a lock\n") ? "told" : failureWithin(2 * limit);
  };
  expect(await failureWithin(250)).toBe("told");
});

test("a command that is not there is told", async () => {
  await expect(run("no-such-command", ["init"], HERE)).rejects.toThrow(
    `no-such-command init: spawn no-such-command ENOENT, in ${tmpdir()}`,
  );
});
