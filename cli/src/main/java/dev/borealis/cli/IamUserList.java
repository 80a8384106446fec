package dev.borealis.cli;

import dev.borealis.iam.LocalIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

final class IamUserList extends Subcommand {
  private final Setting<Output> output = outputOption();
  private final IdentityChoice choice = new IdentityChoice(this);

  IamUserList() {
    super("list", "Lists the identities of a local service, without their secrets.");
    examples("  dsql iam user list");
  }

  @Override
  public Integer call() {
    try {
      List<LocalIdentity> identities = choice.open().list();
      PrintWriter out = out();
      switch (output.value()) {
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
      return 0;
    } catch (IOException e) {
      throw IdentityChoice.failure(e);
    }
  }

  private static List<String> actions(LocalIdentity identity) {
    return identity.policy().allowedActions().stream().sorted().toList();
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
