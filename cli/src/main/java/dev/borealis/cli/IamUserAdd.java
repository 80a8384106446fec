package dev.borealis.cli;

import dev.borealis.iam.ActionNames;
import dev.borealis.iam.Credentials;
import dev.borealis.iam.LocalIdentity;
import dev.borealis.iam.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

final class IamUserAdd extends Subcommand {
  // The shapes of AWS's own keys ("IAM identifiers").
  private static final String ACCESS_KEY_PREFIX = "AKIA";
  private static final String ACCESS_KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ACCESS_KEY_RANDOM_LETTERS = 16;
  private static final int SECRET_BYTES = 30;

  private final Setting<String> name = argument("NAME", "The name of the user.");
  private final OptionalSetting<String> arn =
      option(
          String.class,
          "--arn",
          "ARN",
          "Whom the user stands for (default: arn:aws:iam::000000000000:user/NAME).");
  private final Set<String> allowed = new HashSet<>();
  private final Setting<Output> output = outputOption();
  private final IdentityChoice choice = new IdentityChoice(this);

  IamUserAdd() {
    super(
        "add",
        "Makes an IAM user and prints its key pair. The secret is not shown again.",
        "A running service knows the user at once.");
    repeated(
        allowed,
        "--allow",
        "ACTION",
        this::action,
        "What the user may do on every cluster, such as dsql:DbConnect or 'dsql:Get*';",
        "may be repeated (default: dsql:*). 'dsql iam policy put' says it in more detail.");
    examples("  dsql iam user add alice", "  dsql iam user add app --allow dsql:DbConnect");
  }

  private String action(String name) {
    if (!ActionNames.areMeantBy(name)) {
      throw wrongUsage(
          "'%s' is not an action that can be allowed; those are %s."
              .formatted(name, String.join(", ", ActionNames.ALL)));
    }
    return name;
  }

  @Override
  public Integer call() {
    LocalIdentity identity = newIdentity();
    try {
      if (!choice.open().add(identity)) {
        throw new CommandFailure(
            "The access key %s is taken. Try again.".formatted(identity.accessKeyId()));
      }
      print(identity);
      return 0;
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
    String named = arn.value();
    try {
      return new LocalIdentity(
          credentials,
          named == null ? LocalIdentity.userArn(name.value()) : named,
          allowed.isEmpty() ? Policy.ALLOW_ALL : Policy.allowing(allowed));
    } catch (IllegalArgumentException e) {
      throw wrongUsage(e.getMessage() + ".");
    }
  }

  private void print(LocalIdentity identity) throws IOException {
    PrintWriter out = out();
    Credentials credentials = identity.credentials();
    switch (output.value()) {
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
