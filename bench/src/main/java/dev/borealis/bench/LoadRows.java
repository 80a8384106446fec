package dev.borealis.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import picocli.CommandLine.Option;

/** Orders of a shop, as many as the options say, made by a seed: about 100 bytes of CSV each. */
final class LoadRows {
  /** What follows the table's name in CREATE TABLE. */
  static final String COLUMNS =
      "(id bigint PRIMARY KEY, customer uuid NOT NULL, placed_at timestamp NOT NULL,"
          + " amount numeric(10,2) NOT NULL, status text NOT NULL, note text)";

  private static final List<String> STATUSES = List.of("new", "paid", "packed", "shipped");

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10000000",
      description = "How many rows (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What all that is random is made from (default: ${DEFAULT-VALUE}).")
  private long seed;

  int count() {
    return count;
  }

  long seed() {
    return seed;
  }

  /** A query for how many rows a table has and a checksum that does not depend on their order. */
  static String checksum(String name) {
    return "SELECT count(*), sum(hashtextextended(row(id, customer, placed_at, amount, status, note)::text, 0)::numeric) FROM "
        + name;
  }

  /** Writes CSV; the same seed gives the same rows. */
  void write(Path csv) throws IOException {
    Random random = new Random(seed);
    StringBuilder row = new StringBuilder();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(csv), 1 << 20)) {
      for (int id = 0; id < count; id++) {
        row.setLength(0);
        row.append(id).append(',');
        row.append(new UUID(random.nextLong(), random.nextLong())).append(',');
        row.append("2026-");
        twoDigits(row, 1 + random.nextInt(12)).append('-');
        twoDigits(row, 1 + random.nextInt(28)).append(' ');
        twoDigits(row, random.nextInt(24)).append(':');
        twoDigits(row, random.nextInt(60)).append(':');
        twoDigits(row, random.nextInt(60)).append(',');
        int cents = random.nextInt(10_000_000);
        row.append(cents / 100).append('.').append(cents / 10 % 10).append(cents % 10).append(',');
        row.append(STATUSES.get(random.nextInt(STATUSES.size()))).append(',');
        if (random.nextInt(4) > 0) {
          row.append("\"note ").append(random.nextInt()).append(", with a comma\"");
        }
        out.write(row.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static StringBuilder twoDigits(StringBuilder row, int number) {
    return row.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
