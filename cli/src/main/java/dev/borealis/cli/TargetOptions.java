package dev.borealis.cli;

import dev.borealis.cluster.ServiceRegistry;
import dev.borealis.iam.Action;
import dev.borealis.iam.AuthToken;
import dev.borealis.iam.Credentials;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which cluster a command talks to and as whom: the running local one unless told otherwise. */
final class TargetOptions {
  @Option(
      names = {"--endpoint", "--hostname"},
      paramLabel = "HOST[:PORT]",
      description = "An Aurora DSQL cluster anywhere (default: the running local one).")
  private @Nullable String endpoint;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The cluster's region, if its host name does not tell.")
  private @Nullable String region;

  @Option(
      names = "--user",
      paramLabel = "ROLE",
      defaultValue = "admin",
      description = "The database role (default: ${DEFAULT-VALUE}).")
  private String user = "admin";

  @Option(names = "--profile", paramLabel = "NAME", description = "The AWS profile that signs.")
  private @Nullable String profile;

  @Mixin private ServiceChoice choice = new ServiceChoice();

  String user() {
    return user;
  }

  /**
   * The chosen cluster.
   *
   * @throws CommandFailure if it is not clear which one, or no service runs
   */
  Target target() {
    if (endpoint != null) {
      return Target.at(endpoint, region, ServiceRegistry.ofUser().running(), System.getenv());
    }
    Target local = Target.of(choice.require());
    return region == null ? local : local.inRegion(region);
  }

  /**
   * A fresh token for {@code target}.
   *
   * @throws CommandFailure if there is no key pair to sign with
   */
  String token(Target target, Duration life) {
    Credentials credentials = SigningKeys.find(target, profile, System.getenv());
    try {
      return AuthToken.create(
          credentials, target.host(), target.region(), Action.forUser(user), life, Instant.now());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("No token can be made: " + e.getMessage() + ".", e);
    }
  }
}
