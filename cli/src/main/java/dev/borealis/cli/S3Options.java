package dev.borealis.cli;

import dev.borealis.cli.Subcommand.OptionalSetting;
import dev.borealis.load.S3Access;
import java.net.URI;

/** How files in S3 are reached. */
final class S3Options {
  private final OptionalSetting<URI> endpoint;
  private final OptionalSetting<String> region;
  private final OptionalSetting<String> profile;

  S3Options(Subcommand command) {
    endpoint = command.option(URI.class, "--s3-endpoint", "URL", "An S3 server other than AWS's.");
    region = command.option(String.class, "--s3-region", "REGION", "The bucket's region.");
    profile =
        command.option(String.class, "--s3-profile", "NAME", "The AWS profile that reads from S3.");
  }

  S3Access value() {
    return new S3Access(endpoint.value(), region.value(), profile.value());
  }
}
