package dev.borealis.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The AWS SDK's client against a server of one bucket that can lose connections. */
class S3SourceTest {
  private static final String CONTENT = "0123456789".repeat(20_000);

  private final Map<String, String> objects = new TreeMap<>();
  private final AtomicInteger losses = new AtomicInteger();
  private String entityTag = "\"1\"";

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
    objects.put("2026/a.csv", CONTENT);
    objects.put("2026/b.csv", "1,2\n");
    objects.put("2026/c.txt", "x");
  }

  @AfterEach
  void stop() {
    server.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private S3Access access() {
    return new S3Access(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "us-east-1", null);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      if (query.contains("list-type=2")) {
        list(exchange, query);
        return;
      }
      String content =
          objects.get(exchange.getRequestURI().getPath().substring("/bucket/".length()));
      String match = exchange.getRequestHeaders().getFirst("If-Match");
      if (content == null || (match != null && !match.equals(entityTag))) {
        exchange.sendResponseHeaders(content == null ? 404 : 412, -1);
        return;
      }
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = range == null ? 0 : Integer.parseInt(range.substring(6, range.length() - 1));
      exchange.getResponseHeaders().add("ETag", entityTag);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().add("Content-Length", "" + bytes.length);
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length - from);
      int end = losses.getAndDecrement() > 0 ? from + (bytes.length - from) / 2 : bytes.length;
      exchange.getResponseBody().write(bytes, from, end - from);
      exchange.getResponseBody().flush();
    }
  }

  private void list(HttpExchange exchange, String query) throws IOException {
    String prefix = query.replaceAll("(?s).*prefix=([^&]*).*", "$1");
    StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    for (Map.Entry<String, String> object : objects.entrySet()) {
      if (object.getKey().startsWith(prefix)) {
        xml.append(
            "<Contents><Key>%s</Key><Size>%d</Size><ETag>%s</ETag></Contents>"
                .formatted(object.getKey(), object.getValue().length(), entityTag));
      }
    }
    byte[] bytes = xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String read(Source source) throws IOException {
    try (InputStream in = source.open(0)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void readsOnWhereAConnectionWasLost() throws IOException {
    Source source = Sources.find(List.of("s3://bucket/2026/a.csv"), access()).getFirst();
    assertThat(source.size()).isEqualTo(CONTENT.length());
    losses.set(3);
    assertThat(read(source)).isEqualTo(CONTENT);
    assertThat(losses.get()).isNegative();
  }

  @Test
  void findsObjectsByPattern() throws IOException {
    List<Source> found = Sources.find(List.of("s3://bucket/2026/*.csv"), access());
    assertThat(found.stream().map(Source::name))
        .containsExactly("s3://bucket/2026/a.csv", "s3://bucket/2026/b.csv");
    assertThat(read(found.get(1))).isEqualTo("1,2\n");
  }

  @Test
  void neverMixesTwoVersionsOfAnObject() {
    Source source = Sources.find(List.of("s3://bucket/2026/a.csv"), access()).getFirst();
    entityTag = "\"2\"";
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was replaced while it was being read");
  }

  @Test
  void saysWhatIsNotThere() {
    assertThatThrownBy(() -> Sources.find(List.of("s3://bucket/nothing.csv"), access()))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("s3://bucket/nothing.csv")
        .hasMessageContaining("no such object");
    assertThatThrownBy(() -> Sources.find(List.of("s3://bucket"), access()))
        .hasMessageContaining("s3://BUCKET/KEY");
  }
}
