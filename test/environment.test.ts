interface Environment {
  teardown(): Promise<void>;
}

const Environment = jest.requireActual<new () => Environment>("./environment");

test("what belongs to the process is as before after a test file", async () => {
  const now = () => ({
    env: { ...process.env },
    directory: process.cwd(),
    exit: process.exit,
    exitCode: process.exitCode,
    console,
  });
  const before = now();
  const environment = new Environment();
  process.env.HOME = "elsewhere";
  process.env.S3PORTER_NEW = "new";
  delete process.env.PATH;
  process.chdir("/");
  process.exit = () => {
    throw new Error("not now");
  };
  process.exitCode = 1;
  globalThis.console = { ...console };
  const changed = now();
  await environment.teardown();
  expect(now()).toEqual(before);
  expect(now().console).toBe(before.console);
  for (const [name, value] of Object.entries(changed))
    expect([name, value]).not.toEqual([name, before[name as keyof typeof before]]);
});
