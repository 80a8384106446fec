package dev.borealis.gateway;

import dev.borealis.wire.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a startup packet asks for.
 *
 * @param user the database role
 * @param clusterId the cluster named by {@code options=-c amzn-cluster-id=...}, if any
 * @param settings settings for the session, under PostgreSQL's names
 * @param protocolOptions names of protocol extensions ({@code _pq_.}) that the client asked for;
 *     none is known
 */
record StartupParameters(
    String user,
    @Nullable String clusterId,
    Map<String, String> settings,
    List<String> protocolOptions) {

  /** A startup packet that is refused. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Report report;

    RefusedException(Report report) {
      super(report.message());
      this.report = report;
    }

    Report report() {
      return report;
    }
  }

  /**
   * Sorts the parameters of the packet.
   *
   * @throws RefusedException for a missing user, another database, or a setting that DSQL does not
   *     let sessions change
   */
  static StartupParameters of(Map<String, String> parameters) throws RefusedException {
    String user = parameters.getOrDefault("user", "");
    if (user.isEmpty()) {
      throw new RefusedException(ErrorReports.noUserName());
    }
    String database = parameters.getOrDefault("database", "");
    if (!database.isEmpty() && !database.equals("postgres")) {
      throw new RefusedException(ErrorReports.unknownDatabase(database));
    }
    Map<String, String> wanted = new LinkedHashMap<>();
    List<String> protocolOptions = new ArrayList<>();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String name = parameter.getKey();
      switch (name) {
        case "user", "database" -> {}
        case "options" -> addOptions(parameter.getValue(), wanted);
        default -> {
          if (name.startsWith("_pq_.")) {
            protocolOptions.add(name);
          } else {
            wanted.put(name.toLowerCase(Locale.ROOT), parameter.getValue());
          }
        }
      }
    }
    String clusterId = wanted.remove(SettingNames.CLUSTER_ID);
    Map<String, String> settings = new LinkedHashMap<>();
    for (Map.Entry<String, String> setting : wanted.entrySet()) {
      if (!SettingNames.isChangeable(setting.getKey())) {
        throw new RefusedException(ErrorReports.unsupportedStartupParameter(setting.getKey()));
      }
      if (SettingNames.isConflictFault(setting.getKey())) {
        requireConflictFault(user, setting.getValue());
      }
      settings.put(SettingNames.kept(setting.getKey()), setting.getValue());
    }
    return new StartupParameters(user, clusterId, settings, protocolOptions);
  }

  private static void requireConflictFault(String user, String value) throws RefusedException {
    if (!SessionFaults.mayBeSetBy(user)) {
      throw new RefusedException(
          ErrorReports.settingNotPermitted("FATAL", SettingNames.CONFLICT_FAULT));
    }
    if (!value.isEmpty() && ConflictFault.parse(value) == null) {
      throw new RefusedException(ErrorReports.invalidConflictFault("FATAL", value));
    }
  }

  /**
   * Reads {@code -c name=value}, {@code -cname=value} and {@code --name=value}, with backslash
   * escapes, as PostgreSQL does.
   */
  private static void addOptions(String options, Map<String, String> settings)
      throws RefusedException {
    List<String> words = words(options);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String assignment;
      if (word.equals("-c") && i + 1 < words.size()) {
        assignment = words.get(++i);
      } else if (word.startsWith("--") || word.startsWith("-c")) {
        assignment = word.substring(2);
      } else {
        throw new RefusedException(ErrorReports.invalidStartupOptions(word));
      }
      int equals = assignment.indexOf('=');
      if (equals <= 0) {
        throw new RefusedException(ErrorReports.invalidStartupOptions(word));
      }
      String name = assignment.substring(0, equals).toLowerCase(Locale.ROOT);
      // PostgreSQL reads a dash in a command-line name as an underscore; the cluster id is the one
      // name that has dashes itself.
      settings.put(
          name.equals(SettingNames.CLUSTER_ID) ? name : name.replace('-', '_'),
          assignment.substring(equals + 1));
    }
  }

  private static List<String> words(String options) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    for (int i = 0; i < options.length(); i++) {
      char c = options.charAt(i);
      if (c == '\\' && i + 1 < options.length()) {
        word.append(options.charAt(++i));
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
