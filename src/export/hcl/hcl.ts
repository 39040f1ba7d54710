/** HCL, piece by piece: https://developer.hashicorp.com/terraform/language/syntax/configuration */
export { type Block, type Body, type Paragraph, renderBlock } from "./block";
export { renderComment } from "./comment";
export { type Expression, hclExpression, renderExpression } from "./expression";
export { renderFile } from "./file";
export { heredoc } from "./heredoc";
export { alignEntries, indent } from "./layout";
export { renderLocals } from "./locals";
export { type ModuleArguments, renderModule } from "./module";
export { type OutputArguments, renderOutput } from "./output";
export { inOrder } from "./order";
export { renderProvider } from "./provider";
export { renderData, renderResource, type ResourceArguments } from "./resource";
export { type ProviderRequirement, renderTerraform, type TerraformArguments } from "./terraform";
export {
  isList,
  isMap,
  renderEntries,
  renderList,
  renderMap,
  renderValue,
  type Value,
  type ValueMap,
} from "./value";
export { renderVariable, type Validation, type VariableArguments } from "./variable";
