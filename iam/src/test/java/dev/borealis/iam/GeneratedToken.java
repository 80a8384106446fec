package dev.borealis.iam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A token that another generator made, with what it was made from. */
record GeneratedToken(
    Credentials credentials,
    String hostname,
    String region,
    Action action,
    Duration life,
    Instant now,
    String token) {

  static Stream<GeneratedToken> byBoto3() {
    return rows("/boto3-tokens.tsv");
  }

  static Stream<GeneratedToken> byNodeSigner() {
    return rows("/node-tokens.tsv");
  }

  private static Stream<GeneratedToken> rows(String resource) {
    try (InputStream in = GeneratedToken.class.getResourceAsStream(resource)) {
      byte[] content = Objects.requireNonNull(in, resource).readAllBytes();
      List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
      return lines.stream().skip(2).map(line -> row(line.split("\t", -1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GeneratedToken row(String[] columns) {
    Action action = Action.ofPolicyName("dsql:" + columns[5]).orElseThrow();
    return new GeneratedToken(
        new Credentials(columns[0], columns[1], columns[2]),
        columns[3],
        columns[4],
        action,
        Duration.ofSeconds(Long.parseLong(columns[6])),
        Instant.parse(columns[7]),
        columns[8]);
  }
}
