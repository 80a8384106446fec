package dev.borealis.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.borealis.gateway.testing.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static final JobTimings OFTEN =
      new JobTimings(Duration.ZERO, Duration.ofMillis(200), JobDatabase.PATIENCE, Duration.ZERO);

  @Test
  void analyzesTablesAfterALoad() throws IOException, InterruptedException {
    try (JobDatabase database = new JobDatabase(OFTEN);
        WireClient admin = database.connect("admin")) {
      admin.run("CREATE TABLE small (id int); CREATE TABLE large (id int)");
      admin.run(
          "INSERT INTO small SELECT generate_series(1, 50); INSERT INTO large SELECT generate_series(1, 2000)");
      JobDatabase.await(
          "an ANALYZE job",
          () -> {
            try {
              return "completed public.large"
                  .equals(
                      admin.value(
                          "SELECT coalesce(max(status || ' ' || object_name), '') FROM sys.jobs WHERE job_type = 'ANALYZE'"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      assertThat(admin.value("SELECT reltuples FROM pg_class WHERE relname = 'large'"))
          .isEqualTo("2000");
      assertThat(admin.value("SELECT reltuples FROM pg_class WHERE relname = 'small'"))
          .isEqualTo("-1");
    }
  }
}
