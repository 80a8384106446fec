package dev.borealis.cli;

import dev.borealis.iam.Action;
import dev.borealis.iam.LocalIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "list",
    description = "Lists the identities of a local service, without their secrets.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  dsql iam user list"})
final class IamUserList implements Runnable {
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
    try {
      List<LocalIdentity> identities = choice.open().list();
      PrintWriter out = spec.commandLine().getOut();
      switch (output) {
        case TEXT -> {
          for (LocalIdentity identity : identities) {
            out.println(
                "%-20s  %s  %s"
                    .formatted(
                        identity.accessKeyId(),
                        identity.principalArn(),
                        String.join(",", actions(identity))));
          }
        }
        case JSON -> JsonText.print(out, json -> print(json, identities));
      }
    } catch (IOException e) {
      throw IdentityChoice.failure(e);
    }
  }

  private static List<String> actions(LocalIdentity identity) {
    return identity.policy().allowedActions().stream().sorted().map(Action::policyName).toList();
  }

  private static void print(JsonGenerator json, List<LocalIdentity> identities) {
    json.writeStartArray();
    for (LocalIdentity identity : identities) {
      json.writeStartObject();
      json.writeStringProperty("accessKeyId", identity.accessKeyId());
      json.writeStringProperty("principalArn", identity.principalArn());
      json.writeName("allowedActions");
      json.writeStartArray();
      actions(identity).forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
