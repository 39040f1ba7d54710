/** The name of the run in the generated test file. */
const RUN = "rehearsal";

export interface Override {
  readonly target: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface MockedProvider {
  readonly name: string;
  readonly alias?: string;
  readonly resources?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface TestFile {
  readonly mocked: readonly MockedProvider[];
  readonly resources: readonly Override[];
  readonly data: readonly Override[];
}

/**
 * A test file in Terraform's JSON syntax, with a single run that applies.
 *
 * @see https://developer.hashicorp.com/terraform/language/tests/mocking
 */
export function renderTestFile({ mocked, resources, data }: TestFile): string {
  const providers = new Map<string, unknown[]>();
  for (const { name, alias, resources: mockedResources = {}, data: mockedData = {} } of mocked) {
    const blocks = providers.get(name) ?? [];
    providers.set(name, blocks);
    blocks.push({ alias, mock_resource: defaultsOf(mockedResources), mock_data: defaultsOf(mockedData) });
  }
  return JSON.stringify({
    mock_provider: providers.size === 0 ? undefined : Object.fromEntries(providers),
    override_resource: resources.map(overrideOf),
    override_data: data.map(overrideOf),
    run: { [RUN]: { command: "apply" } },
  });
}

/** Terraform refuses a list of blocks without labels. */
function defaultsOf(types: NonNullable<MockedProvider["resources"]>) {
  if (Object.keys(types).length === 0) return undefined;
  return Object.fromEntries(
    Object.entries(types).map(([type, values]) => [type, { defaults: literally(values) }]),
  );
}

function overrideOf({ target, values }: Override) {
  return { target, values: literally(values) };
}

/** In JSON every text is a template. */
function literally(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/([$%])\{/g, "$1$1{");
  if (Array.isArray(value)) return value.map(literally);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [literally(name), literally(each)]));
}
