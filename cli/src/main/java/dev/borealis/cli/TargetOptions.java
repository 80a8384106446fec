package dev.borealis.cli;

import dev.borealis.cli.Subcommand.OptionalSetting;
import dev.borealis.cli.Subcommand.Setting;
import dev.borealis.client.ClientException;
import dev.borealis.client.ClusterLogin;
import dev.borealis.cluster.ServiceRegistry;

/** Which cluster a command talks to and as whom: the running local one unless told otherwise. */
final class TargetOptions {
  private final OptionalSetting<String> endpoint;
  private final OptionalSetting<String> region;
  private final Setting<String> user;
  private final OptionalSetting<String> profile;
  private final ServiceChoice choice;

  TargetOptions(Subcommand command) {
    this(command, "--user", "--endpoint --hostname", "--region");
  }

  /** With the short names, too, that Aurora DSQL's own loader has for these options. */
  static TargetOptions withShortNames(Subcommand command) {
    return new TargetOptions(
        command, "-u --user --username", "-e --endpoint --hostname", "-r --region");
  }

  private TargetOptions(
      Subcommand command, String userNames, String endpointNames, String regionNames) {
    user = command.option(userNames, "ROLE", "admin", "The database role that signs in");
    endpoint =
        command.option(
            String.class,
            endpointNames,
            "HOST[:PORT]",
            "An Aurora DSQL cluster anywhere (default: the running local one).");
    region =
        command.option(
            String.class,
            regionNames,
            "REGION",
            "The cluster's region, if its host name does not tell.");
    profile = command.option(String.class, "--profile", "NAME", "The AWS profile whose keys sign.");
    choice = new ServiceChoice(command);
  }

  String user() {
    return user.value();
  }

  /**
   * The chosen cluster.
   *
   * @throws ClientException if it is not clear which one, or no service runs
   */
  Target target() {
    String host = endpoint.value();
    String named = region.value();
    if (host != null) {
      return Target.at(host, named, ServiceRegistry.ofUser().running(), System.getenv());
    }
    Target local = Target.of(choice.require());
    return named == null ? local : local.inRegion(named);
  }

  /**
   * The chosen cluster and who signs in to it.
   *
   * @throws ClientException if it is not clear which cluster, or no service runs
   */
  ClusterLogin login() {
    Target target = target();
    String named = profile.value();
    return new ClusterLogin(
        target.address(), user(), () -> SigningKeys.find(target, named, System.getenv()));
  }
}
