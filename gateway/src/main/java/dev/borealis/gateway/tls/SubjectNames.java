package dev.borealis.gateway.tls;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names that a server certificate is to vouch for.
 *
 * @param dnsNames in lower case; the first label may be {@code *}
 * @param addresses IP addresses by their text form
 */
record SubjectNames(SortedSet<String> dnsNames, SortedMap<String, InetAddress> addresses) {
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
  private static final Pattern DNS_NAME =
      Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + "){0,30}");
  private static final int MAX_NAMES = 200;

  // The kinds of subject alternative name in RFC 5280, section 4.2.1.6.
  private static final int DNS_NAME_KIND = 2;
  private static final int IP_ADDRESS_KIND = 7;

  /**
   * This machine's names, the clusters' names in {@code regions}, and {@code extraNames}.
   *
   * @throws IllegalArgumentException if a region or name is none, or there are more than 200
   */
  static SubjectNames of(Collection<String> regions, Collection<String> extraNames) {
    SubjectNames names = new SubjectNames(new TreeSet<>(), new TreeMap<>());
    for (String name : List.of("localhost", "127.0.0.1", "::1")) {
      names.add(name);
    }
    for (String region : regions) {
      if (!REGION.matcher(region).matches()) {
        throw new IllegalArgumentException("'%s' is not a region name".formatted(region));
      }
      names.add("*.dsql." + region + ".on.aws");
    }
    extraNames.forEach(names::add);
    if (names.dnsNames.size() + names.addresses.size() > MAX_NAMES) {
      throw new IllegalArgumentException(
          "a certificate can have at most %d names".formatted(MAX_NAMES));
    }
    return names;
  }

  private void add(String name) {
    Optional<InetAddress> address = address(name);
    if (address.isPresent()) {
      addresses.put(address.get().getHostAddress(), address.get());
      return;
    }
    String lowerCase = name.toLowerCase(Locale.ROOT);
    if (name.length() > 253 || !DNS_NAME.matcher(lowerCase).matches()) {
      throw new IllegalArgumentException(
          "'%s' is neither a host name nor an IP address".formatted(name));
    }
    dnsNames.add(lowerCase);
  }

  private static Optional<InetAddress> address(String name) {
    boolean dottedQuad = name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    boolean ipv6 = name.indexOf(':') >= 0 && name.indexOf('%') < 0;
    try {
      return dottedQuad || ipv6 ? Optional.of(InetAddress.ofLiteral(name)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean areCoveredBy(X509Certificate certificate) {
    Set<String> covered = new HashSet<>();
    try {
      Collection<List<?>> entries = certificate.getSubjectAlternativeNames();
      if (entries == null) {
        return false;
      }
      for (List<?> entry : entries) {
        if (entry.get(0) instanceof Integer kind
            && (kind == DNS_NAME_KIND || kind == IP_ADDRESS_KIND)
            && entry.get(1) instanceof String name) {
          covered.add(name);
        }
      }
    } catch (CertificateParsingException e) {
      return false;
    }
    return covered.containsAll(dnsNames) && covered.containsAll(addresses.keySet());
  }
}
