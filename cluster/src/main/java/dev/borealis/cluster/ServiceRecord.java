package dev.borealis.cluster;

import dev.borealis.cluster.LocalServiceOptions.SignIn;
import dev.borealis.dialect.DsqlVersion;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a running local service tells the commands that come after it.
 *
 * @param process the JVM that serves
 * @param dataDirectory absolute
 * @param ephemeral whether the data directory goes away with the service
 * @param address where the service listens: a numeric address, which may be the wildcard
 * @param port 1 to 65535
 * @param httpPort where the API listens, at the same address
 * @param endpoint the default cluster's host name
 * @param region the default cluster's
 * @param environmentAccessKey the access key of the environment that the service was started in;
 *     null if there was none
 * @param hostNames all names and addresses of the default cluster, in lower case
 * @param certificateAuthority the PEM file that clients verify the server with
 * @param startedAt when the service became ready
 */
public record ServiceRecord(
    ProcessIdentity process,
    Path dataDirectory,
    boolean ephemeral,
    String address,
    int port,
    int httpPort,
    ClusterId clusterId,
    String endpoint,
    String region,
    DsqlVersion version,
    SignIn signIn,
    @Nullable String environmentAccessKey,
    Set<String> hostNames,
    Path certificateAuthority,
    Instant startedAt) {

  /** The file in the data directory that holds the record while the service runs. */
  static final String FILE = "service.properties";

  /** More than a record can need; a file beyond this is not one. */
  static final int MAX_FILE_BYTES = 64 << 10;

  public ServiceRecord {
    hostNames = Set.copyOf(hostNames);
  }

  /** The process id of the service. */
  public long pid() {
    return process.pid();
  }

  /** Whether the service that wrote this record still runs. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** Where a client on this machine connects to: the listening address, or loopback for all. */
  public String connectAddress() {
    return switch (address) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::", "0:0:0:0:0:0:0:0" -> "::1";
      default -> address;
    };
  }

  /** Whether {@code host} is a name or address of one of the clusters that exist now. */
  public boolean answersTo(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return hostNames.contains(name)
        || ClusterFiles.endpoints(dataDirectory, endpointSuffix()).contains(name);
  }

  /** The host names of all clusters that exist now, those being made or deleted too. */
  public SortedSet<String> endpoints() {
    SortedSet<String> endpoints = new TreeSet<>();
    endpoints.add(endpoint);
    endpoints.addAll(ClusterFiles.endpoints(dataDirectory, endpointSuffix()));
    return endpoints;
  }

  /** What follows the region in the host names of clusters. */
  private String endpointSuffix() {
    String prefix = clusterId.endpoint(region, "");
    return endpoint.startsWith(prefix) ? endpoint.substring(prefix.length()) : "";
  }

  /** Where tools on this machine find the API. */
  public URI apiAddress() {
    String host = connectAddress();
    return URI.create(
        "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, httpPort));
  }

  /** What the service writes to in the background: standard output and error of the JVM. */
  public Path log() {
    return DataDirectory.log(dataDirectory);
  }

  byte[] toBytes() {
    Properties properties = new Properties();
    properties.setProperty("pid", Long.toString(process.pid()));
    properties.setProperty("process.start", process.startMark());
    properties.setProperty("data", dataDirectory.toString());
    properties.setProperty("ephemeral", Boolean.toString(ephemeral));
    properties.setProperty("address", address);
    properties.setProperty("port", Integer.toString(port));
    properties.setProperty("http.port", Integer.toString(httpPort));
    properties.setProperty("cluster", clusterId.text());
    properties.setProperty("endpoint", endpoint);
    properties.setProperty("region", region);
    properties.setProperty("dsql.version", version.name());
    properties.setProperty("auth", signIn.name().toLowerCase(Locale.ROOT));
    if (environmentAccessKey != null) {
      properties.setProperty("environment.key", environmentAccessKey);
    }
    properties.setProperty("names", String.join(" ", new TreeSet<>(hostNames)));
    properties.setProperty("ca", certificateAuthority.toString());
    properties.setProperty("started", startedAt.toString());
    return PropertiesText.write(properties, "A running local Aurora DSQL.");
  }

  /**
   * @throws IllegalArgumentException if {@code content} is not a whole record
   */
  static ServiceRecord ofBytes(byte[] content) {
    Properties properties = PropertiesText.read(content);
    try {
      String version = PropertiesText.require(properties, "dsql.version");
      return new ServiceRecord(
          new ProcessIdentity(
              Long.parseLong(PropertiesText.require(properties, "pid")),
              PropertiesText.require(properties, "process.start")),
          Path.of(PropertiesText.require(properties, "data")),
          Boolean.parseBoolean(PropertiesText.require(properties, "ephemeral")),
          PropertiesText.require(properties, "address"),
          Integer.parseInt(PropertiesText.require(properties, "port")),
          Integer.parseInt(PropertiesText.require(properties, "http.port")),
          new ClusterId(PropertiesText.require(properties, "cluster")),
          PropertiesText.require(properties, "endpoint"),
          PropertiesText.require(properties, "region"),
          DsqlVersion.parse(version),
          SignIn.valueOf(PropertiesText.require(properties, "auth").toUpperCase(Locale.ROOT)),
          properties.getProperty("environment.key"),
          Set.of(PropertiesText.require(properties, "names").split(" ")),
          Path.of(PropertiesText.require(properties, "ca")),
          Instant.parse(PropertiesText.require(properties, "started")));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
