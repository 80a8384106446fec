package dev.borealis.cli;

import dev.borealis.iam.Action;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.LocalIdentity;
import dev.borealis.iam.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "add",
    description = {
      "Makes an IAM user and prints its key pair. The secret is not shown again.",
      "A running service knows the user at once."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: a user that may only sign in to database roles:",
      "  dsql iam user add app --allow dsql:DbConnect",
      "  dsql sql -c 'create role app with login'",
      "  dsql sql -c \"aws iam grant app to 'arn:aws:iam::000000000000:user/app'\""
    })
final class IamUserAdd implements Runnable {
  // The shapes of AWS's own keys ("IAM identifiers").
  private static final String ACCESS_KEY_PREFIX = "AKIA";
  private static final String ACCESS_KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ACCESS_KEY_RANDOM_LETTERS = 16;
  private static final int SECRET_BYTES = 30;

  @Parameters(paramLabel = "NAME", description = "The name of the user.")
  private String name = "";

  @Option(
      names = "--arn",
      paramLabel = "ARN",
      description = "Whom the user stands for (default: arn:aws:iam::000000000000:user/NAME).")
  private @Nullable String arn;

  @Option(
      names = "--allow",
      paramLabel = "ACTION",
      split = ",",
      description = "What the user may do: dsql:DbConnect, dsql:DbConnectAdmin (default: both).")
  private List<String> allowed = List.of();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  @Mixin private IdentityChoice choice = new IdentityChoice();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    LocalIdentity identity = newIdentity();
    try {
      if (!choice.open().add(identity)) {
        throw new CommandFailure(
            "The access key %s is taken. Try again.".formatted(identity.accessKeyId()));
      }
      print(identity);
    } catch (IOException e) {
      throw IdentityChoice.failure(e);
    }
  }

  private LocalIdentity newIdentity() {
    SecureRandom random = new SecureRandom();
    StringBuilder key = new StringBuilder(ACCESS_KEY_PREFIX);
    for (int i = 0; i < ACCESS_KEY_RANDOM_LETTERS; i++) {
      key.append(ACCESS_KEY_LETTERS.charAt(random.nextInt(ACCESS_KEY_LETTERS.length())));
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    Credentials credentials =
        new Credentials(key.toString(), Base64.getEncoder().encodeToString(secret), null);
    try {
      return new LocalIdentity(
          credentials, arn == null ? LocalIdentity.userArn(name) : arn, policy());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + ".", e);
    }
  }

  private Policy policy() {
    if (allowed.isEmpty()) {
      return Policy.ALLOW_ALL;
    }
    Set<Action> actions = EnumSet.noneOf(Action.class);
    for (String name : allowed) {
      actions.add(
          Action.ofPolicyName(name)
              .orElseThrow(() ->
                  new ParameterException(
                      spec.commandLine(),
                      "'%s' is not an action that can be allowed; those are dsql:DbConnect and dsql:DbConnectAdmin."
                          .formatted(name))));
    }
    return new Policy(actions);
  }

  private void print(LocalIdentity identity) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Credentials credentials = identity.credentials();
    switch (output) {
      case TEXT -> {
        out.println("principal  " + identity.principalArn());
        out.println();
        out.println("export AWS_ACCESS_KEY_ID=" + credentials.accessKeyId());
        out.println("export AWS_SECRET_ACCESS_KEY=" + credentials.secretAccessKey());
        out.println();
        out.println("The secret is not shown again.");
      }
      case JSON ->
          JsonText.print(
              out,
              json -> {
                json.writeStartObject();
                json.writeStringProperty("principalArn", identity.principalArn());
                json.writeStringProperty("accessKeyId", credentials.accessKeyId());
                json.writeStringProperty("secretAccessKey", credentials.secretAccessKey());
                json.writeEndObject();
              });
    }
  }
}
