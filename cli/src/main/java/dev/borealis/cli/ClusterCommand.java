package dev.borealis.cli;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dsql.DsqlClient;
import software.amazon.awssdk.services.dsql.model.DsqlException;

/** A command of the control plane: the same call to the local API and to AWS's. */
abstract class ClusterCommand extends Subcommand {
  private final ApiOptions api;

  ClusterCommand(String name, String... description) {
    super(name, description);
    // The SDK logs through SLF4J, which would complain that nobody listens.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    api = new ApiOptions(this);
  }

  final ApiOptions api() {
    return api;
  }

  /** Does what the command is for. */
  abstract void run(DsqlClient dsql) throws IOException;

  @Override
  public final Integer call() throws IOException {
    try (DsqlClient dsql = api.client()) {
      run(dsql);
      return 0;
    } catch (DsqlException e) {
      throw new CommandFailure(
          "%s (%s)".formatted(e.awsErrorDetails().errorMessage(), e.awsErrorDetails().errorCode()),
          e);
    } catch (SdkException | IllegalArgumentException e) {
      throw new CommandFailure("The API cannot be used: " + e.getMessage(), e);
    }
  }
}
