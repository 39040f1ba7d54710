import { withoutIndexes } from "../estate/values/addresses";
import { hasPlace } from "./evaluated";
import type { Module } from "./modules";
import {
  configurationAliases,
  type Declared,
  declaredIn,
  type ProviderBlock,
  providerBlocks,
} from "./providers";

/** What a folder declares, with its modules, and which providers of AWS that takes. */
export class Configuration {
  readonly root: Module;
  readonly declared: readonly Declared[];
  /** The provider blocks of AWS in the root module. */
  readonly awsProviders: readonly ProviderBlock[];
  /** The keys of all providers of AWS that the root module has, or would have if a caller passed them. */
  readonly awsKeys: readonly string[];
  /** The keys of the providers of AWS whose account and region matter, sorted. */
  readonly usedKeys: readonly string[];
  private readonly byAddress: ReadonlyMap<string, Declared>;

  /** @param folder as the user names it */
  constructor(
    readonly folder: string,
    readonly modules: readonly Module[],
  ) {
    this.root = modules[0] as Module;
    this.declared = declaredIn(modules);
    this.byAddress = new Map(this.declared.map((each) => [each.address, each]));
    this.awsProviders = providerBlocks(this.root).filter(({ name }) => name === "aws");
    const aws = this.declared.filter(({ provider }) => provider === "aws");
    const keys = [
      ...aws.map(({ providerKey }) => providerKey),
      ...this.awsProviders.map(({ key }) => key),
      ...configurationAliases(this.root),
    ];
    // Keys with a colon are of provider blocks in a module.
    this.awsKeys = [...new Set(keys)].filter((key) => /^aws(\.[^:]*)?$/.test(key));
    this.usedKeys = [...new Set(aws.filter(hasPlace).map(({ providerKey }) => providerKey))].sort();
  }

  /** The keys without a block: the default provider, or those that a caller would pass. */
  get missingKeys(): readonly string[] {
    return this.awsKeys.filter((key) => this.awsProviders.every((provider) => provider.key !== key));
  }

  /** The keys that the configuration names and no resource uses. */
  get unusedKeys(): readonly string[] {
    return this.awsKeys.filter((key) => !this.usedKeys.includes(key));
  }

  /** @param address with or without indexes */
  declaration(address: string): Declared | undefined {
    return this.byAddress.get(withoutIndexes(address));
  }
}

/** `destination` of `aws.destination`. */
export function aliasOf(key: string): string | undefined {
  return key.split(".")[1];
}
