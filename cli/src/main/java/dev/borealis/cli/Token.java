package dev.borealis.cli;

import dev.borealis.iam.AuthToken;
import java.time.Duration;

final class Token extends Subcommand {
  private final Setting<Long> expiresInSeconds =
      option(
          "--expires-in",
          "SECONDS",
          AuthToken.DEFAULT_LIFE.toSeconds(),
          "How long the token is valid, 1 to 604800");
  private final TargetOptions options = new TargetOptions(this);

  Token() {
    super(
        "token",
        "Prints a token, which is the password that a cluster asks for.",
        "Signed with the AWS credentials of the environment or the profile; for a local",
        "cluster with the key pair test/test if the environment has none.");
    examples(
        "  PGPASSWORD=$(dsql token) psql \"host=localhost user=admin dbname=postgres\"",
        "  dsql token --user app --hostname abc….dsql.us-east-1.on.aws --profile dev");
  }

  @Override
  public Integer call() {
    requireLife();
    out().println(options.login().token(Duration.ofSeconds(expiresInSeconds.value())));
    return 0;
  }

  private void requireLife() {
    long seconds = expiresInSeconds.value();
    if (seconds < 1 || seconds > AuthToken.MAX_LIFE.toSeconds()) {
      throw wrongUsage(
          "--expires-in %d is out of range; a token lives 1 to %d seconds."
              .formatted(seconds, AuthToken.MAX_LIFE.toSeconds()));
    }
  }
}
