import { describeTerraformApply } from "./terraform-apply";

describeTerraformApply("shared-with-account");
