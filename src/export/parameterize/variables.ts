import { type Local, local, type Reference, reference, type Text } from "../../topology/text";
import type { ModuleVariable } from "../module-variable";
import * as is from "./validations";
import type { Validations } from "./validations";

/** A variable that names something. */
export interface Name {
  readonly name: Reference;
  /** Declares the local for its ARN, in which nothing else is named by a variable. */
  readonly arn: (value: Text) => Local;
}

/** The variables that a module declares. Their order is the order of the calls. */
export class Variables {
  /** The ARNs of what variables name. */
  readonly arns: Local[] = [];
  private readonly declared = new Map<string, ModuleVariable>();
  private readonly common = new Set<ModuleVariable>();
  private readonly shared = new Map<unknown, Reference>();

  /**
   * @param wanted the name of the variable, if no other has it
   * @param fallback the default. By default, the variable is required
   */
  declare<T extends ModuleVariable["example"]>(
    wanted: string,
    example: T,
    description: string,
    validations: Validations,
    fallback?: T,
  ): Reference {
    const name = `${wanted}${this.suffix(wanted)}`;
    this.declared.set(name, {
      name,
      type: typeOf(example),
      description,
      ...(fallback !== undefined && { default: fallback }),
      validations: validations(name),
      example,
    });
    return reference(`var.${name}`);
  }

  /** @param thing such as `source_bucket`, of which `source_bucket_name` and `source_bucket_arn` are made */
  declareName(thing: string, value: string, description: string, validations: Validations): Name {
    const arnName = `${thing}_arn${this.suffix(`${thing}_name`)}`;
    const name = this.declare(`${thing}_name`, value, description, validations);
    return {
      name,
      arn: (arn) => {
        const named = local(arnName, arn);
        this.arns.push(named);
        return named;
      },
    };
  }

  declareIamName(thing: string, value: string, description: string, kind: "role" | "user"): Name {
    return this.declareName(thing, value, description, is.iamName(kind));
  }

  /**
   * One variable for what several parts of the model have in common.
   *
   * @param id of what they have in common
   * @param declare declares the variable. Only the first call for an id uses it
   */
  share(id: unknown, declare: () => Reference): Reference {
    const variable = this.shared.get(id) ?? declare();
    this.shared.set(id, variable);
    return variable;
  }

  /** A variable for the whole module. */
  ofModule(which: keyof typeof OF_MODULE): Reference {
    const variable = OF_MODULE[which];
    this.common.add(variable);
    return reference(`var.${variable.name}`);
  }

  /** Those of the whole module come last. */
  all(): readonly ModuleVariable[] {
    return [
      ...this.declared.values(),
      ...Object.values(OF_MODULE).filter((variable) => this.common.has(variable)),
    ];
  }

  /** Two names, such as `source` and `source_bucket`, can lead to the same variable. A number tells them apart. */
  private suffix(wanted: string): string {
    if (!this.declared.has(wanted)) return "";
    let number = 2;
    while (this.declared.has(`${wanted}_${number}`)) number++;
    return `_${number}`;
  }
}

/** Removes the suffix from `source_bucket`, because the variable adds it again. */
export function stem(name: string, suffix: string): string {
  return name === suffix ? name : name.replace(new RegExp(`_${suffix}$`), "");
}

/** In the order of the module's variables. */
const OF_MODULE = {
  deletionWindow: {
    name: "deletion_window_in_days",
    type: "number",
    description: "Waiting period in days before a KMS key is deleted, from 7 to 30.",
    default: 30,
    validations: is.deletionWindow("deletion_window_in_days"),
    example: 30,
  },
  forceDestroy: {
    name: "force_destroy",
    type: "bool",
    description: "Whether to delete all objects when a bucket is destroyed.",
    default: false,
    validations: [],
    example: false,
  },
  tags: {
    name: "tags",
    type: "map(string)",
    description: "Tags for all resources that support tags.",
    default: {},
    validations: is.tags("tags"),
    example: {},
  },
} as const satisfies Readonly<Record<string, ModuleVariable>>;

function typeOf(value: ModuleVariable["example"]): ModuleVariable["type"] {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return "string";
  return Array.isArray(value) ? "list(string)" : "map(string)";
}
