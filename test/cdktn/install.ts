import { cdktnModules } from "../support/cdktn";

export default cdktnModules;
