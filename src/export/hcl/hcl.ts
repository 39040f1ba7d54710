/** HCL, piece by piece: https://developer.hashicorp.com/terraform/language/syntax/configuration */
export { renderBlock } from "./block";
export { type Expression, hclExpression } from "./expression";
export { alignEntries, indent } from "./layout";
export {
  type OutputArguments,
  renderData,
  renderLocals,
  renderModule,
  renderOutput,
  renderProvider,
  renderRemoved,
  renderResource,
  renderTerraform,
  renderVariable,
  type ResourceArguments,
  type TerraformArguments,
} from "./terraform-blocks";
export { heredoc, renderComment } from "./text";
export {
  inOrder,
  isList,
  isMap,
  renderEntries,
  renderList,
  renderMap,
  renderValue,
  type Value,
  type ValueMap,
} from "./value";
