package dev.borealis.cli;

import dev.borealis.cluster.ServiceRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

final class Stop extends Subcommand {
  private static final Duration POLL = Duration.ofMillis(10);

  private final Setting<Integer> timeoutSeconds =
      option("--timeout", "SECONDS", 90, "How long to wait");
  private final Setting<Output> output = outputOption();
  private final ServiceChoice choice = new ServiceChoice(this);

  Stop() {
    super("stop", "Stops a local service and waits until it is gone.");
    examples("  dsql stop", "  dsql stop --port 5433");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServiceRecord service = choice.require();
    ProcessHandle.of(service.pid())
        .filter(_ -> service.isRunning())
        .ifPresent(ProcessHandle::destroy);
    awaitEnd(service);
    PrintWriter out = out();
    switch (output.value()) {
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
    long deadline = System.nanoTime() + Duration.ofSeconds(timeoutSeconds.value()).toNanos();
    while (service.isRunning()) {
      if (System.nanoTime() - deadline > 0) {
        throw new CommandFailure(
            "The service (process %d) has not stopped within %d s. It may still; see %s, or end it with 'kill -9 %d': no committed row is lost."
                .formatted(service.pid(), timeoutSeconds.value(), service.log(), service.pid()));
      }
      Thread.sleep(POLL);
    }
  }
}
