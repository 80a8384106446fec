package dev.borealis.cli;

import dev.borealis.cli.Subcommand.OptionalSetting;
import dev.borealis.cluster.ServiceRecord;
import dev.borealis.iam.Credentials;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dsql.DsqlClient;

/**
 * Whose clusters a command manages: those of the running local service, or with a profile AWS's.
 */
final class ApiOptions {
  private final OptionalSetting<String> region;
  private final OptionalSetting<String> profile;
  private final ServiceChoice choice;

  ApiOptions(Subcommand command) {
    region =
        command.option(
            String.class,
            "--region",
            "REGION",
            "The region of the clusters (default: that of the local service, or the profile's).");
    profile =
        command.option(
            String.class, "--profile", "NAME", "Clusters in AWS, with the keys of this profile.");
    choice = new ServiceChoice(command);
  }

  /**
   * A client for the chosen API, to be closed.
   *
   * @throws CommandFailure if no service runs, or there are no keys or region to use
   */
  DsqlClient client() {
    return client(region.value());
  }

  /** The same for another region than the chosen one. */
  DsqlClient client(@Nullable String wantedRegion) {
    String named = profile.value();
    return named == null ? local(wantedRegion) : inAws(wantedRegion, named);
  }

  private DsqlClient local(@Nullable String wantedRegion) {
    ServiceRecord service = choice.require();
    Credentials keys = SigningKeys.find(Target.of(service), null, System.getenv());
    return DsqlClient.builder()
        .endpointOverride(service.apiAddress())
        .region(Region.of(wantedRegion == null ? service.region() : wantedRegion))
        .credentialsProvider(provider(keys))
        .build();
  }

  private static AwsCredentialsProvider provider(Credentials keys) {
    String sessionToken = keys.sessionToken();
    return StaticCredentialsProvider.create(
        sessionToken == null
            ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
            : AwsSessionCredentials.create(
                keys.accessKeyId(), keys.secretAccessKey(), sessionToken));
  }

  private static DsqlClient inAws(@Nullable String wantedRegion, String profile) {
    Region region =
        wantedRegion == null
            ? DefaultAwsRegionProviderChain.builder().profileName(profile).build().getRegion()
            : Region.of(wantedRegion);
    return DsqlClient.builder()
        .region(region)
        .credentialsProvider(DefaultCredentialsProvider.builder().profileName(profile).build())
        .build();
  }
}
