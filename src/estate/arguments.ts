import { quote } from "../messages/wording";
import type { Place, Problems } from "./problem";
import { FAILED } from "./terraform/evaluator";

/**
 * The arguments of a resource or of a block in it. A value of the wrong type adds a problem. A value that could not be
 * resolved counts as absent, because it has added a problem already.
 */
export class Arguments {
  /**
   * @param get returns the evaluated argument of that name, FAILED, or undefined if there is none
   * @param place the block
   */
  constructor(
    private readonly get: (name: string) => unknown,
    readonly place: Place,
    private readonly problems: Problems,
  ) {}

  /** Terraform accepts numbers and booleans as text, and empty text for what is not set. */
  text(name: string): string | undefined {
    return this.asText(name, this.value(name)) || undefined;
  }

  /** @param why what to do if it is absent */
  requiredText(name: string, why: string): string | undefined {
    const value = this.require(name, why);
    return this.asText(name, value);
  }

  flag(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === "boolean") return value;
    if (value === "true" || value === "false") return value === "true";
    return this.mustBe("true or false", name, value);
  }

  number(name: string): number | undefined {
    const value = this.value(name);
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (number === undefined || (typeof number === "number" && !Number.isNaN(number))) return number;
    return this.mustBe("a number", name, value);
  }

  texts(name: string): readonly string[] {
    const value = this.value(name);
    if (value === undefined) return [];
    if (!Array.isArray(value) || value.some((item) => typeof item !== "string" && typeof item !== "number")) {
      this.mustBe("a list of strings", name, value);
      return [];
    }
    return value.map(String);
  }

  textMap(name: string): Readonly<Record<string, string>> {
    const value = this.value(name);
    if (value === undefined) return {};
    if (typeof value !== "object" || Array.isArray(value)) {
      this.mustBe("an object", name, value);
      return {};
    }
    return Object.fromEntries(Object.entries(value as object).map(([key, item]) => [key, String(item)]));
  }

  /** The only block of that name; without arguments if there is none. */
  block(name: string): Arguments {
    const blocks = this.blocks(name);
    if (blocks.length > 1)
      this.problems.add(this.at(name), `must be declared once, received ${blocks.length}`);
    return blocks[0] ?? new Arguments(() => undefined, this.at(name), this.problems);
  }

  /** Whether nothing is stated. What is not known is stated. */
  isUnset(name: string): boolean {
    return (this.get(name) ?? undefined) === undefined;
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  /** In JSON, a block is an object or a list of objects. */
  blocks(name: string): Arguments[] {
    const value = this.value(name);
    if (value === undefined) return [];
    const list = Array.isArray(value) ? (value as unknown[]) : [value];
    return list.flatMap((item, index) => {
      const path = [...this.place.path, name, ...(Array.isArray(value) ? [index] : [])];
      const place = { address: this.place.address, path };
      if (typeof item !== "object" || item === null || Array.isArray(item)) {
        this.problems.add(place, `must be a block, received ${quote(item)}`);
        return [];
      }
      const get = (key: string) =>
        Object.hasOwn(item, key) ? (item as Record<string, unknown>)[key] : undefined;
      return [new Arguments(get, place, this.problems)];
    });
  }

  /** A required argument. Adds a problem if it is absent. */
  require(name: string, why: string): unknown {
    const value = this.get(name) ?? undefined;
    if (value === undefined) this.problems.add(this.place, `has no ${name}; ${why}`);
    return value === FAILED ? undefined : value;
  }

  at(name: string): Place {
    return { address: this.place.address, path: [...this.place.path, name] };
  }

  private asText(name: string, value: unknown): string | undefined {
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (value === undefined || typeof value === "string") return value;
    return this.mustBe("text", name, value);
  }

  private value(name: string): unknown {
    const value = this.get(name);
    return value === FAILED || value === null ? undefined : value;
  }

  private mustBe(what: string, name: string, value: unknown): undefined {
    this.problems.add(this.at(name), `must be ${what}, received ${quote(value)}`);
    return undefined;
  }
}
