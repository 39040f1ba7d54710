/** Exports pairs of buckets in one stack as a module, and prints the milliseconds and the size of the module. */
import { moduleFiles } from "../src/export/module-files";
import { proveTopology } from "../src/verify/topology";
import { topologyOf } from "./pairs-topology";

/** What one run prints. */
export interface PairsExportMeasurement {
  /** From the proved topology to the text of the files. */
  readonly milliseconds: number;
  readonly kilobytes: number;
}

/** The compiler has to get to know the code, which would count for a few pairs alone. */
const WARM_UP = 30;

function exported(pairs: number): PairsExportMeasurement {
  const named = { name: "pairs", topology: topologyOf(pairs) };
  const { proof } = proveTopology(named);
  const start = performance.now();
  const files = moduleFiles(named, proof, "modules/pairs");
  const milliseconds = performance.now() - start;
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { milliseconds, kilobytes: bytes / 1024 };
}

exported(WARM_UP);
console.log(JSON.stringify(exported(Number(process.argv[2]))));
