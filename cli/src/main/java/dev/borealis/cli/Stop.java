package dev.borealis.cli;

import dev.borealis.cluster.ServiceRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "stop",
    description = "Stops a local service and waits until it is gone.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  dsql stop", "  dsql stop --port 5433"})
final class Stop implements Callable<Integer> {
  private static final int DEFAULT_TIMEOUT_SECONDS = 90;
  private static final Duration POLL = Duration.ofMillis(10);

  @Mixin private ServiceChoice choice = new ServiceChoice();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "" + DEFAULT_TIMEOUT_SECONDS,
      description = "How long to wait (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Output output = Output.TEXT;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServiceRecord service = choice.require();
    ProcessHandle.of(service.pid())
        .filter(_ -> service.isRunning())
        .ifPresent(ProcessHandle::destroy);
    awaitEnd(service);
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT ->
          out.println(
              "Stopped the service on port %d (process %d)."
                  .formatted(service.port(), service.pid()));
      case JSON ->
          JsonText.print(
              out,
              json -> {
                json.writeStartObject();
                json.writeNumberProperty("pid", service.pid());
                json.writeNumberProperty("port", service.port());
                json.writeStringProperty("dataDirectory", service.dataDirectory().toString());
                json.writeBooleanProperty("stopped", true);
                json.writeEndObject();
              });
    }
    return 0;
  }

  private void awaitEnd(ServiceRecord service) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(timeoutSeconds).toNanos();
    while (service.isRunning()) {
      if (System.nanoTime() - deadline > 0) {
        throw new CommandFailure(
            "The service (process %d) has not stopped within %d s. It may still; see %s, or end it with 'kill -9 %d': no committed row is lost."
                .formatted(service.pid(), timeoutSeconds, service.log(), service.pid()));
      }
      Thread.sleep(POLL);
    }
  }
}
