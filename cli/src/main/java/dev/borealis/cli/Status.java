package dev.borealis.cli;

import dev.borealis.cluster.ServiceRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "status",
    description = {
      "Shows the local services that run.",
      "The exit code is 0 if there is one, 1 if there is none."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  dsql status", "  dsql status --output json"})
final class Status implements Callable<Integer> {
  @Mixin private ServiceChoice choice = new ServiceChoice();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    List<ServiceRecord> services = choice.candidates();
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
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
