package dev.borealis.cli;

import dev.borealis.cluster.ServiceRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

final class Status extends Subcommand {
  private final Setting<Output> output = outputOption();
  private final ServiceChoice choice = new ServiceChoice(this);

  Status() {
    super(
        "status",
        "Shows the local services that run.",
        "The exit code is 0 if there is one, 1 if there is none.");
    examples("  dsql status", "  dsql status --output json");
  }

  @Override
  public Integer call() throws IOException {
    List<ServiceRecord> services = choice.candidates();
    PrintWriter out = out();
    switch (output.value()) {
      case TEXT -> print(out, services);
      case JSON -> JsonText.print(out, json -> print(json, services));
    }
    return services.isEmpty() ? 1 : 0;
  }

  private static void print(PrintWriter out, List<ServiceRecord> services) {
    if (services.isEmpty()) {
      out.println("No local service is running. Start one with 'dsql start'.");
    }
    for (int i = 0; i < services.size(); i++) {
      if (i > 0) {
        out.println();
      }
      ServiceText.printStatus(out, services.get(i));
    }
  }

  private static void print(JsonGenerator json, List<ServiceRecord> services) {
    json.writeStartArray();
    for (ServiceRecord service : services) {
      ServiceText.write(json, service);
    }
    json.writeEndArray();
  }
}
