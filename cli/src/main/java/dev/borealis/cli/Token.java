package dev.borealis.cli;

import dev.borealis.iam.AuthToken;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "token",
    description = {
      "Prints a token, which is the password that a cluster asks for.",
      "Signed with the AWS credentials of the environment or the profile; for a local",
      "cluster with the key pair test/test if the environment has none."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  PGPASSWORD=$(dsql token) psql \"host=localhost user=admin dbname=postgres\"",
      "  dsql token --user app --hostname abc….dsql.us-east-1.on.aws --profile dev"
    })
final class Token implements Runnable {
  private static final int DEFAULT_LIFE_SECONDS = 900;

  @Mixin private TargetOptions options = new TargetOptions();

  @Option(
      names = "--expires-in",
      paramLabel = "SECONDS",
      defaultValue = "" + DEFAULT_LIFE_SECONDS,
      description = "How long the token is valid, 1 to 604800 (default: ${DEFAULT-VALUE}).")
  private long expiresInSeconds;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    requireLife();
    Target target = options.target();
    String token = options.token(target, Duration.ofSeconds(expiresInSeconds));
    spec.commandLine().getOut().println(token);
  }

  private void requireLife() {
    if (expiresInSeconds < 1 || expiresInSeconds > AuthToken.MAX_LIFE.toSeconds()) {
      throw new ParameterException(
          spec.commandLine(),
          "--expires-in %d is out of range; a token lives 1 to %d seconds."
              .formatted(expiresInSeconds, AuthToken.MAX_LIFE.toSeconds()));
    }
  }
}
