import { aliasOf, type Configuration } from "./configuration";
import { isEvaluated } from "./evaluated";
import { type Given, givenValues } from "./given";
import { identityOf, type Place } from "./identities";
import type { Overrides } from "./overrides";
import { likelyPlace } from "./provider-settings";
import { type Declared, providerBlocks } from "./providers";
import type { Instance } from "./state";
import type { MockedProvider, TestFile } from "./test-file";

/** The first run mocks everything, so that no address of an instance has to be known. */
export function firstTest(
  configuration: Configuration,
  given: Given,
  regions: Readonly<Record<string, string>> = {},
): TestFile {
  const { awsKeys, awsProviders, declared } = configuration;
  const placeOf = (providerKey: string) =>
    likelyPlace(
      awsProviders.find(({ key }) => key === providerKey),
      given.accounts?.[providerKey],
      regions[providerKey],
    );
  const aws = awsKeys.map((key): MockedProvider => {
    const ofProvider = declared.filter(({ providerKey }) => providerKey === key);
    return { name: "aws", alias: aliasOf(key), ...defaultsOf(ofProvider, placeOf(key)) };
  });
  // Only a provider of the root module can be mocked. A module with providers of its own has no indexes.
  const nested = declared.filter(
    ({ providerKey, provider }) => provider === "aws" && providerKey.includes(":"),
  );
  const isGiven = ({ address }: Declared) => Object.keys(givenValues(address, given)).length > 0;
  const data = declared.filter(
    (each) => each.mode === "data" && (isGiven(each) || (nested.includes(each) && !isEvaluated(each))),
  );
  const overrideOf = ({ address, mode, type, providerKey }: Declared) => ({
    target: address,
    values: {
      ...identityOf({ address, mode, type, get: () => undefined }, placeOf(providerKey)),
      ...givenValues(address, given),
    },
  });
  return {
    mocked: [...otherProviders(configuration), ...aws],
    resources: nested.filter(({ mode }) => mode === "managed").map(overrideOf),
    data: data.map(overrideOf),
  };
}

/** The next runs have the real provider of AWS, which evaluates policies. It would call AWS for all that is not overridden. */
export function nextTest(
  configuration: Configuration,
  instances: readonly Instance[],
  overrides: Overrides,
): TestFile {
  const of = (wanted: Instance["mode"]) =>
    instances
      .filter(({ mode, address }) => mode === wanted && overrides.has(address))
      .map(({ address }) => ({ target: address, values: overrides.get(address) ?? {} }));
  return { mocked: otherProviders(configuration), resources: of("managed"), data: of("data") };
}

/** ARNs of the right form, because the provider checks those in arguments. */
function defaultsOf(declared: readonly Declared[], place: Place): Pick<MockedProvider, "resources" | "data"> {
  const of = (wanted: Declared["mode"], isGiven: (name: string) => boolean) =>
    Object.fromEntries(
      declared
        .filter(({ mode }) => mode === wanted)
        .map(({ mode, type }) => {
          const identity = Object.entries(
            identityOf({ address: type, mode, type, get: () => undefined }, place),
          );
          return [type, Object.fromEntries(identity.filter(([name]) => isGiven(name)))];
        }),
    );
  return { resources: of("managed", (name) => name.endsWith("arn")), data: of("data", () => true) };
}

/** Providers other than that of AWS can run programs and reach the network, so all are mocked but the harmless ones. */
function otherProviders({ declared, root }: Configuration): MockedProvider[] {
  const others = declared.filter(({ provider }) => provider !== "aws" && provider !== "terraform");
  const configured = providerBlocks(root).filter(({ name }) => name !== "aws");
  const keys = [
    ...others.map(({ providerKey }) => providerKey.split(":").at(-1) as string),
    ...configured.map(({ key }) => key),
  ];
  return [...new Set(keys)]
    .map((key) => ({ name: key.split(".", 1)[0] as string, alias: aliasOf(key) }))
    .filter(({ name }) => {
      const own = others.filter(({ provider }) => provider === name);
      return own.length === 0 || !own.every(isEvaluated);
    });
}
