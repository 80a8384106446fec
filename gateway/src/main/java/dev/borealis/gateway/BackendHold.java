package dev.borealis.gateway;

import dev.borealis.engine.Backend;
import dev.borealis.engine.BackendException;
import dev.borealis.engine.BackendLease;
import dev.borealis.engine.BackendLimitException;
import dev.borealis.engine.BackendProfile;
import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.Report;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A session's hold on a backend: taken with the first statement of a transaction, let go at the
 * transaction's end. Carries the session's settings from one backend to the next.
 */
final class BackendHold {
  /** No backend could be had for the statement; the session goes on. */
  static final class NoBackendException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Report report;

    NoBackendException(Report report) {
      super(report.message());
      this.report = report;
    }

    Report report() {
      return report;
    }
  }

  private static final Set<String> UTF_8_NAMES = Set.of("UTF8", "UTF-8");

  private final ServedCluster cluster;
  private final BackendProfile profile;
  private final ClientStream client;
  private final SessionObserver observer;
  private final RoleMapping mapping;

  // What the session's settings are beside its profile's, as of the last transaction's end.
  private Map<String, String> settings = Map.of();
  private boolean settingsTouched;
  private final Contender contender;
  private final SessionFaults faults;

  // Both are set and cleared together, under this object's monitor so that a cancellation never
  // hits another session's statement.
  private @Nullable BackendLease lease;
  private @Nullable Exchange exchange;

  /** Whether the client's transaction is over, so that nothing of it can be cancelled any more. */
  private boolean beyondCancel;

  BackendHold(
      ServedCluster cluster,
      BackendProfile profile,
      ClientStream client,
      SessionObserver observer,
      RoleMapping mapping) {
    this.cluster = cluster;
    this.profile = profile;
    this.client = client;
    this.observer = observer;
    this.mapping = mapping;
    this.contender = new Contender(cluster, observer);
    this.faults = new SessionFaults(cluster, profile.role());
    faults.setting(setting(SettingNames.CONFLICT_FAULT));
  }

  /** What operators learn of the session. */
  SessionObserver observer() {
    return observer;
  }

  ServedCluster cluster() {
    return cluster;
  }

  Map<String, String> settings() {
    return settings;
  }

  /** What a setting is beside PostgreSQL's default, as of the last transaction's end, or empty. */
  private String setting(String name) {
    return settings.getOrDefault(name, profile.settings().getOrDefault(name, ""));
  }

  /** Where the session looks for tables; empty for the default. */
  String searchPath() {
    return setting("search_path");
  }

  /** Whether no statement since the last transaction's end may have changed the settings. */
  boolean knowsSettings() {
    return !settingsTouched && !cluster.settingsHideInDefinitions();
  }

  /** Whether the session's settings are known, and have its client's text be UTF-8. */
  boolean readsUtf8() {
    String encoding = setting("client_encoding");
    return !settingsTouched
        && (encoding.isEmpty() || UTF_8_NAMES.contains(encoding.toUpperCase(Locale.ROOT)));
  }

  /** What is made to fail in it. */
  SessionFaults faults() {
    return faults;
  }

  /** The conversation with the backend held now, or null. */
  @Nullable Exchange current() {
    return exchange;
  }

  /**
   * The conversation with the backend held now, which has done all that the transaction has done;
   * takes a backend if need be.
   */
  Exchange open()
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    contender.resume();
    return openToEnd();
  }

  /** Like {@link #open}, for a transaction that is about to be rolled back. */
  Exchange openToEnd()
      throws NoBackendException, BackendGoneException, IOException, InterruptedException {
    Exchange current = exchange;
    if (current != null) {
      return current;
    }
    BackendLease taken = lease();
    Exchange opened =
        new Exchange(
            taken.backend(), client, new AnswerTime(observer::computed), contender::failed);
    synchronized (this) {
      lease = taken;
      exchange = opened;
    }
    contender.begin(opened);
    applySettings(opened);
    return opened;
  }

  /** How others meet the session in conflicts. */
  Contender contender() {
    return contender;
  }

  private BackendLease lease()
      throws NoBackendException, BackendGoneException, InterruptedException {
    try {
      if (mapping.whyNot() != null) {
        throw new BackendGoneException(ErrorReports.noRoleMapping());
      }
      return cluster.pool().lease(profile, settings);
    } catch (BackendLimitException e) {
      throw new NoBackendException(ErrorReports.backendLimit(String.valueOf(e.getMessage())));
    } catch (BackendException e) {
      throw new BackendGoneException(e.report());
    } catch (IOException e) {
      throw new BackendGoneException(
          ErrorReports.engineUnavailable(String.valueOf(e.getMessage())));
    }
  }

  /** Gives the backend the session's settings; they travel with the session's own first message. */
  private void applySettings(Exchange opened) throws IOException, BackendGoneException {
    Backend backend = opened.backend();
    if (backend.settings().equals(settings)) {
      return;
    }
    StringBuilder sql = new StringBuilder();
    for (String name : backend.settings().keySet()) {
      if (!settings.containsKey(name)) {
        sql.append("RESET ").append(name).append(';');
      }
    }
    settings.forEach((name, value) -> {
      if (!value.equals(backend.settings().get(name))) {
        String literal = "'" + value.replace("'", "''") + "'";
        sql.append(
            SettingNames.isChangedBySetAlone(name)
                ? "SET " + name + " = " + literal + ";"
                : "SELECT pg_catalog.set_config('" + name + "', " + literal + ", false);");
      }
    });
    byte[] text = sql.toString().getBytes(StandardCharsets.UTF_8);
    opened.askOwn(text, TransactionStatus.IDLE);
    backend.settings(settings);
  }

  /** Takes note of what a statement may change. */
  void touch(SqlStatement statement) {
    if (statement.changesSettings()) {
      settingsTouched = true;
      if (statement.role() == SqlStatement.Role.DDL) {
        cluster.schemaMayChangeSettings();
      }
    }
  }

  /** Lets go of the backend if its transaction is over. */
  void settle() throws IOException, BackendGoneException {
    Exchange current = exchange;
    if (current == null || !current.isSettled() || current.status() != TransactionStatus.IDLE) {
      return;
    }
    OpenTransaction ended = contender.transaction();
    boolean changed = ended != null && ended.changesAnything();
    contender.end();
    if (settingsTouched || cluster.settingsHideInDefinitions()) {
      settingsTouched = false;
      ignoreCancels();
      readSettings(current.backend());
    }
    letGo();
    if (changed) {
      awaitDistance();
    }
  }

  /** The answer is written by now, and leaves when the session waits for its client. */
  private void awaitDistance() throws IOException {
    Duration latency = cluster.commitLatency();
    if (latency.isPositive()) {
      try {
        Thread.sleep(latency);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted in a commit's latency");
      }
    }
  }

  private void readSettings(Backend backend) throws IOException, BackendGoneException {
    Map<String, String> changed = new TreeMap<>();
    try {
      for (List<@Nullable String> row : changedSettings(backend)) {
        String name = String.valueOf(row.get(0));
        String value = String.valueOf(row.get(1));
        if (!value.equals(
            profile.settings().getOrDefault(name, SettingNames.ownDefaults().get(name)))) {
          changed.put(name, value);
        }
      }
    } catch (BackendException e) {
      backend.markUnusable();
      throw new BackendGoneException(e.report());
    } catch (IOException e) {
      throw new BackendGoneException(ErrorReports.engineGone());
    }
    settings = changed.isEmpty() ? Map.of() : changed;
    backend.settings(settings);
    faults.setting(setting(SettingNames.CONFLICT_FAULT));
  }

  /**
   * Asks for the changed settings; once more if a cancellation hits that was sent before {@link
   * #ignoreCancels}. There can be no second one, as signals of the same kind do not queue.
   */
  private static List<List<@Nullable String>> changedSettings(Backend backend)
      throws IOException, BackendException {
    try {
      return backend.query(SettingNames.CHANGED_SETTINGS_QUERY);
    } catch (BackendException e) {
      if (!e.report().sqlState().equals(ErrorReports.QUERY_CANCELED)) {
        throw e;
      }
      return backend.query(SettingNames.CHANGED_SETTINGS_QUERY);
    }
  }

  /** Lets go of the backend however it stands; one in the middle of something is not used again. */
  void abandon() {
    Exchange current = exchange;
    if (current != null) {
      if (!current.isSettled() || current.status() != TransactionStatus.IDLE || settingsTouched) {
        current.backend().markUnusable();
      }
      if (current.isCopyingIn()) {
        // Another thread may be writing to it, so that nothing can be said in order any more.
        current.backend().markBroken();
      }
      letGo();
    }
  }

  private synchronized void ignoreCancels() {
    beyondCancel = true;
  }

  private synchronized void letGo() {
    BackendLease held = lease;
    beyondCancel = false;
    lease = null;
    exchange = null;
    contender.leave();
    if (held != null) {
      held.close();
    }
  }

  /** Cancels what runs now, if anything; for other threads. */
  synchronized void cancel() throws IOException {
    Exchange current = exchange;
    if (current != null && !beyondCancel) {
      current.cancel();
    }
  }
}
