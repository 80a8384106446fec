package dev.borealis.iam;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The text form of identities: Java properties named {@code <access key>.<attribute>}, one identity
 * having three of them, and one more for each of its policies.
 */
final class IdentityFile {
  private static final String SECRET = "secret";
  private static final String PRINCIPAL = "principal";
  private static final String ALLOW = "allow";
  private static final List<String> ATTRIBUTES = List.of(SECRET, PRINCIPAL, ALLOW);
  private static final String POLICY_PREFIX = "policy-";

  private static final String HEADER =
      """
      # Who may sign in to the local clusters. Changes take effect at the next sign-in.
      # <access key>.secret     the secret access key
      # <access key>.principal  the ARN that AWS IAM GRANT maps to database roles
      # <access key>.allow      actions allowed everywhere, separated by commas: dsql:DbConnect, dsql:*
      # <access key>.policy-<name>  an IAM policy in JSON
      """;

  private IdentityFile() {}

  static byte[] write(Iterable<LocalIdentity> identities) {
    Properties properties = new Properties();
    for (LocalIdentity identity : identities) {
      String prefix = identity.accessKeyId() + ".";
      properties.setProperty(prefix + SECRET, identity.credentials().secretAccessKey());
      properties.setProperty(prefix + PRINCIPAL, identity.principalArn());
      properties.setProperty(
          prefix + ALLOW,
          identity.policy().allowedActions().stream().sorted().collect(Collectors.joining(",")));
      identity
          .policy()
          .documents()
          .forEach((name, document) ->
              properties.setProperty(prefix + POLICY_PREFIX + name, document.text()));
    }
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // The first line that Properties writes is the date, which would make equal contents differ.
    String entries =
        text.toString().lines().skip(1).map(line -> line + "\n").collect(Collectors.joining());
    return (HEADER + entries).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write} or a person wrote.
   *
   * @return identities by access key
   * @throws IllegalArgumentException if an entry is unknown, missing or wrong; the message names it
   *     and shows no secret
   */
  static Map<String, LocalIdentity> read(byte[] content) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Map<String, String>> entries = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      int dot = name.lastIndexOf('.');
      String attribute = name.substring(dot + 1);
      if (dot < 1 || !(ATTRIBUTES.contains(attribute) || attribute.startsWith(POLICY_PREFIX))) {
        throw new IllegalArgumentException("unknown entry '" + name + "'");
      }
      entries
          .computeIfAbsent(name.substring(0, dot), _ -> new TreeMap<>())
          .put(attribute, properties.getProperty(name));
    }
    Map<String, LocalIdentity> identities = new LinkedHashMap<>();
    entries.forEach((accessKeyId, attributes) ->
        identities.put(accessKeyId, identity(accessKeyId, attributes)));
    return identities;
  }

  private static LocalIdentity identity(String accessKeyId, Map<String, String> attributes) {
    for (String attribute : ATTRIBUTES) {
      if (!attributes.containsKey(attribute)) {
        throw new IllegalArgumentException(
            "entry '%s.%s' is missing".formatted(accessKeyId, attribute));
      }
    }
    Credentials credentials =
        new Credentials(accessKeyId, attributes.getOrDefault(SECRET, ""), null);
    Set<String> allowed = new LinkedHashSet<>();
    for (String action : attributes.getOrDefault(ALLOW, "").split(",", -1)) {
      if (!action.isBlank()) {
        allowed.add(action.strip());
      }
    }
    try {
      return new LocalIdentity(
          credentials,
          attributes.getOrDefault(PRINCIPAL, "").strip(),
          new Policy(allowed, documents(accessKeyId, attributes)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the entries of '%s': %s".formatted(accessKeyId, e.getMessage()), e);
    }
  }

  private static SortedMap<String, PolicyDocument> documents(
      String accessKeyId, Map<String, String> attributes) {
    SortedMap<String, PolicyDocument> documents = new TreeMap<>();
    attributes.forEach((attribute, text) -> {
      if (attribute.startsWith(POLICY_PREFIX)) {
        try {
          documents.put(
              attribute.substring(POLICY_PREFIX.length()), PolicyDocument.ofIdentity(text));
        } catch (InvalidPolicyException e) {
          throw new IllegalArgumentException(
              "entry '%s.%s': %s".formatted(accessKeyId, attribute, e.getMessage()), e);
        }
      }
    });
    return documents;
  }
}
