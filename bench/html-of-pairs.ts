/** Proves pairs of buckets in one stack, writes the report for the browser, and prints the milliseconds of each. */
import { proofsHtml } from "../src/report/html/reports";
import { resolve } from "../src/topology/resolve";
import { topologyTerraform } from "../src/constructs/topology-terraform";
import { proveTerraform } from "../src/verify/topology";
import { topologyOf } from "./pairs-topology";

/** What one run prints. */
export interface HtmlMeasurement {
  /** Milliseconds of reading the Terraform and proving it. */
  readonly proof: number;
  /** Milliseconds of the report, with its diagram. */
  readonly html: number;
  readonly kilobytes: number;
}

async function run(pairs: number): Promise<HtmlMeasurement> {
  const model = resolve(topologyOf(pairs));
  const { terraform } = topologyTerraform("pairs", model);
  const start = performance.now();
  const { proof, estate } = proveTerraform(model, terraform);
  const proved = performance.now();
  const report = { name: "pairs", proof, flaws: proof.flaws, estate, placeOf: () => undefined };
  const html = await proofsHtml([report], "");
  return { proof: proved - start, html: performance.now() - proved, kilobytes: html.length / 1024 };
}

void run(Number(process.argv[2])).then((measurement) => console.log(JSON.stringify(measurement)));
