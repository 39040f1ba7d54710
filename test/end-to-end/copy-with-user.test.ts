import { describeTerraformApply } from "./terraform-apply";

describeTerraformApply("copy-with-user");
