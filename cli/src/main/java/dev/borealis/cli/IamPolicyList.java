package dev.borealis.cli;

import dev.borealis.iam.LocalIdentity;
import java.io.IOException;

final class IamPolicyList extends Subcommand {
  private final Setting<String> user = argument("USER", "The user's name, or its access key.");
  private final Setting<Output> output = outputOption();
  private final IdentityChoice choice = new IdentityChoice(this);

  IamPolicyList() {
    super("list", "Shows what a user may do: actions allowed everywhere, and policies.");
    examples("  dsql iam policy list app");
  }

  @Override
  public Integer call() throws IOException {
    for (LocalIdentity identity : new IdentityPolicies(choice, user.value()).identities()) {
      switch (output.value()) {
        case TEXT -> {
          out().println(identity.accessKeyId() + "  " + identity.principalArn());
          identity.policy().allowedActions().stream()
              .sorted()
              .forEach(action -> out().println("  allows " + action));
          identity
              .policy()
              .documents()
              .forEach((name, document) -> out().println("  " + name + "  " + document.text()));
        }
        case JSON ->
            JsonText.print(
                out(),
                json -> {
                  json.writeStartObject();
                  json.writeStringProperty("accessKeyId", identity.accessKeyId());
                  json.writeStringProperty("principalArn", identity.principalArn());
                  json.writeName("allowedActions");
                  json.writeStartArray();
                  identity.policy().allowedActions().stream().sorted().forEach(json::writeString);
                  json.writeEndArray();
                  json.writeName("policies");
                  json.writeStartObject();
                  identity
                      .policy()
                      .documents()
                      .forEach((name, document) -> json.writeStringProperty(name, document.text()));
                  json.writeEndObject();
                  json.writeEndObject();
                });
      }
    }
    return 0;
  }
}
