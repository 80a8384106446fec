package dev.borealis.cluster.api;

import dev.borealis.cluster.api.ApiException.Reason;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The API's operations, and how HTTP names them (botocore's model {@code dsql/2018-05-10}). */
enum Operation {
  CREATE_CLUSTER("POST", "/cluster"),
  LIST_CLUSTERS("GET", "/cluster"),
  GET_CLUSTER("GET", "/cluster/*"),
  UPDATE_CLUSTER("POST", "/cluster/*"),
  DELETE_CLUSTER("DELETE", "/cluster/*"),
  PUT_CLUSTER_POLICY("POST", "/cluster/*/policy"),
  GET_CLUSTER_POLICY("GET", "/cluster/*/policy"),
  DELETE_CLUSTER_POLICY("DELETE", "/cluster/*/policy"),
  GET_VPC_ENDPOINT_SERVICE_NAME("GET", "/clusters/*/vpc-endpoint-service-name"),
  TAG_RESOURCE("POST", "/tags/*"),
  UNTAG_RESOURCE("DELETE", "/tags/*"),
  LIST_TAGS_FOR_RESOURCE("GET", "/tags/*"),
  CREATE_STREAM("POST", "/stream/*"),
  LIST_STREAMS("GET", "/stream/*"),
  GET_STREAM("GET", "/stream/*/*"),
  DELETE_STREAM("DELETE", "/stream/*/*");

  private static final String ANY = "*";
  private static final String TAGS = "tags";

  private final String method;
  private final String path;

  /**
   * @param path with an asterisk for any segment
   */
  Operation(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /** The API's name for it, such as {@code CreateCluster}. */
  String apiName() {
    return Stream.of(name().split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  /**
   * An operation and the resource it is about.
   *
   * @param resource identifier or ARN, decoded; empty if the operation is about none
   */
  record Call(Operation operation, String resource) {}

  /**
   * @param rawPath as it was sent: an ARN in it is percent-encoded, slash and all
   * @throws ApiException if no operation is meant
   */
  static Call find(String method, String rawPath) {
    List<String> segments = segments(rawPath);
    for (Operation operation : values()) {
      if (operation.method.equals(method) && operation.fits(segments)) {
        return new Call(operation, segments.size() > 1 ? segments.get(1) : "");
      }
    }
    throw ApiException.validation(
        Reason.UNKNOWN_OPERATION,
        "There is no operation %s %s.".formatted(method, shortened(rawPath)));
  }

  private static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    String[] parts = rawPath.split("/", -1);
    for (int i = 1; i < parts.length; i++) {
      segments.add(decoded(parts[i]));
    }
    // Some clients leave the slash of an ARN as it is.
    if (segments.size() > 2 && segments.getFirst().equals(TAGS)) {
      return List.of(TAGS, String.join("/", segments.subList(1, segments.size())));
    }
    return segments;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private boolean fits(List<String> segments) {
    String[] wanted = path.substring(1).split("/", -1);
    if (segments.size() != wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      boolean same =
          wanted[i].equals(ANY) ? !segments.get(i).isEmpty() : wanted[i].equals(segments.get(i));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static String shortened(String text) {
    int longest = 200;
    return text.length() <= longest ? text : text.substring(0, longest) + "...";
  }
}
