import { environment } from "./environment";
import { providerBinary } from "./provider-plugins";
import { Server } from "./server";

/**
 * An AWS provider that Terraform uses instead of starting its own, as it does a dozen times for
 * each file of `terraform test`. Only where no provider is configured, as all configurations would be one.
 *
 * @see https://developer.hashicorp.com/terraform/plugin/debugging#starting-a-provider-in-debug-mode
 */
export class RunningProvider {
  static async start(): Promise<RunningProvider> {
    return new RunningProvider(
      await Server.start([providerBinary(), "-debug"], /TF_REATTACH_PROVIDERS='(.*)'/, environment()),
    );
  }

  private constructor(private readonly server: Server) {}

  /** What Terraform needs in its environment. */
  get environment(): NodeJS.ProcessEnv {
    return { TF_REATTACH_PROVIDERS: this.server.announced };
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
