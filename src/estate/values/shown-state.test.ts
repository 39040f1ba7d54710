import raw from "../../../test/fixtures/terraform-values/raw-state.json";
import shown from "../../../test/fixtures/terraform-values/shown-state.json";
import { readRawState } from "./raw-state";
import { readShownState } from "./shown-state";

test("it is the raw state without the providers", () => {
  const withoutProviders = readRawState(raw).resources.map(({ providerKey: _, ...resource }) => resource);
  expect(readShownState(shown)).toEqual({ from: "state", providers: [], resources: withoutProviders });
});
