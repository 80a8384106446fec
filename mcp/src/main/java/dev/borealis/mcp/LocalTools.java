package dev.borealis.mcp;

import static dev.borealis.mcp.Schemas.flag;
import static dev.borealis.mcp.Schemas.member;
import static dev.borealis.mcp.Schemas.number;
import static dev.borealis.mcp.Schemas.object;
import static dev.borealis.mcp.Schemas.text;

import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.Fix;
import dev.borealis.knowledge.Hit;
import dev.borealis.knowledge.Knowledge;
import dev.borealis.knowledge.Passage;
import dev.borealis.knowledge.Recommendation;
import dev.borealis.knowledge.UnknownPageException;
import dev.borealis.lint.Diagnostic;
import dev.borealis.lint.FixedScript;
import dev.borealis.lint.Lint;
import dev.borealis.mcp.ServedTool.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tools that need no cluster: documentation, lint, and which clusters there are. */
final class LocalTools {
  /** As much as the official tool takes. */
  private static final int MAX_LINT_CHARACTERS = 1_000_000;

  private static final int MAX_PASSAGE = 100_000;

  private final Knowledge knowledge;
  private final ClusterSource cluster;
  private final McpOptions options;

  LocalTools(Knowledge knowledge, ClusterSource cluster, McpOptions options) {
    this.knowledge = knowledge;
    this.cluster = cluster;
    this.options = options;
  }

  List<ServedTool> tools() {
    return List.of(lint(), search(), read(), recommend(), listClusters());
  }

  static Map<String, Object> version() {
    return text(
        "The state of Aurora DSQL to check against: "
            + String.join(", ", DsqlVersion.all().stream().map(DsqlVersion::name).toList())
            + ".");
  }

  private DsqlVersion version(Arguments arguments) {
    return version(arguments, options);
  }

  /** The version that a call names, else the one that the server is told. */
  static DsqlVersion version(Arguments arguments, McpOptions options) {
    String named = arguments.optionalText("dsql_version");
    try {
      return named == null ? options.dsqlVersion() : DsqlVersion.parse(named);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private ServedTool lint() {
    return new ServedTool(
        "dsql_lint",
        "Check SQL for Aurora DSQL",
        "Find what Aurora DSQL does not accept in SQL, and with fix=true mend it. Use it before running any SQL that comes"
            + " from elsewhere: an ORM, pg_dump, hand-written DDL. Status fixed: take it; fixed_with_warning: show it to the"
            + " user; unfixable: decide with the user. Needs no cluster.",
        object(
            List.of(
                member("sql", text("SQL, up to 1,000,000 characters.")),
                member("fix", flag("Whether to return the mended SQL.", false)),
                member("dsql_version", version())),
            "sql"),
        object(
            List.of(member("diagnostics", Schemas.OBJECTS), member("summary", Schemas.OBJECT)),
            "diagnostics",
            "summary"),
        Effect.READS_DOCUMENTS,
        (arguments, call) -> {
          String sql = arguments.optionalText("sql");
          if (sql == null) {
            throw new RefusedException("Incorrect invocation: dsql_lint invoked without sql");
          }
          if (sql.length() > MAX_LINT_CHARACTERS) {
            throw new RefusedException(
                "The SQL has %,d characters; at most %,d are accepted. Use 'dsql lint FILE' for longer scripts."
                    .formatted(sql.length(), MAX_LINT_CHARACTERS));
          }
          return lint(sql, arguments.flag("fix", false), version(arguments));
        });
  }

  private static Answer lint(String sql, boolean fix, DsqlVersion version) {
    FixedScript fixed = fix ? Lint.fix(sql, version) : null;
    List<Diagnostic> found =
        fixed == null ? Lint.check(sql, version) : fixed.report().diagnostics();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("diagnostics", found.stream().map(LocalTools::diagnostic).toList());
    members.put("fixed_sql", fixed == null ? null : fixed.sql());
    members.put(
        "summary",
        Schemas.ordered(
            member("errors", count(found, Fix.UNFIXABLE)),
            member("warnings", count(found, Fix.FIXED_WITH_WARNING)),
            member("fixed", count(found, Fix.FIXED))));
    return new Answer.Members(members);
  }

  private static long count(List<Diagnostic> found, Fix fix) {
    return found.stream().filter(diagnostic -> diagnostic.fix() == fix).count();
  }

  private static Map<String, @Nullable Object> diagnostic(Diagnostic diagnostic) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("status", diagnostic.fix().status());
    if (diagnostic.detail() != null) {
      result.put("detail", diagnostic.detail());
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("rule", diagnostic.rule());
    members.put("line", diagnostic.place().line());
    members.put("message", diagnostic.message());
    members.put("suggestion", diagnostic.suggestion());
    members.put("fix_result", result);
    members.put("statement_preview", diagnostic.statementPreview());
    if (diagnostic.acceptedSince() != null) {
      members.put("accepted_since", diagnostic.acceptedSince());
    }
    return members;
  }

  private ServedTool search() {
    return new ServedTool(
        "dsql_search_documentation",
        "Search the documentation",
        "Search the documentation on Aurora DSQL: rules, limits, error messages, migrations, drivers, query plans. Ask with"
            + " a question, a few words, or an error message. Offline.",
        object(
            List.of(
                member("search_phrase", text("What to look for.")),
                member("limit", number("How many results.", Knowledge.DEFAULT_HITS))),
            "search_phrase"),
        object(List.of(member("results", Schemas.OBJECTS)), "results"),
        Effect.READS_DOCUMENTS,
        (arguments, call) -> {
          String phrase =
              arguments.text(
                  "search_phrase",
                  "Incorrect invocation: dsql_search_documentation invoked without a search phrase");
          List<Map<String, Object>> results = new ArrayList<>();
          for (Hit hit :
              knowledge.search(phrase, arguments.integer("limit", Knowledge.DEFAULT_HITS))) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("rank_order", results.size() + 1);
            result.put("url", hit.url());
            result.put("title", hit.title());
            result.put("context", hit.excerpt());
            results.add(result);
          }
          return new Answer.Members(Map.of("results", results));
        });
  }

  private ServedTool read() {
    return new ServedTool(
        "dsql_read_documentation",
        "Read a page of the documentation",
        "Read a page that dsql_search_documentation or dsql_recommend names, by its url. For the address of a page of AWS's"
            + " documentation, the offline page on its subject.",
        object(
            List.of(
                member("url", text("The address, such as dsql://docs/occ-retry.")),
                member("start_index", number("From which character.", 0)),
                member("max_length", number("How many characters.", Knowledge.DEFAULT_PASSAGE))),
            "url"),
        object(
            List.of(
                member("url", Schemas.STRING),
                member("title", Schemas.STRING),
                member("content", Schemas.STRING)),
            "url",
            "title",
            "content"),
        Effect.READS_DOCUMENTS,
        (arguments, call) -> {
          String url =
              arguments.text(
                  "url", "Incorrect invocation: dsql_read_documentation invoked without a url");
          int length =
              Math.clamp(
                  arguments.integer("max_length", Knowledge.DEFAULT_PASSAGE), 1, MAX_PASSAGE);
          return passage(url, arguments.integer("start_index", 0), length);
        });
  }

  private Answer passage(String url, int start, int length) {
    Passage passage;
    try {
      passage = knowledge.read(url, start, length);
    } catch (UnknownPageException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("url", passage.url());
    members.put("title", passage.title());
    members.put("content", passage.text());
    members.put("start_index", passage.startIndex());
    members.put("total_length", passage.totalLength());
    members.put("next_index", passage.nextIndex());
    if (passage.note() != null) {
      members.put("note", passage.note());
    }
    return new Answer.Members(members);
  }

  private ServedTool recommend() {
    return new ServedTool(
        "dsql_recommend",
        "Recommend what to read",
        "What to read next about a page (its url), about SQL (what it will be refused for, and why), or about a need in a"
            + " sentence.",
        object(
            List.of(
                member("url", text("The address of a page, SQL, or what you want to do.")),
                member("dsql_version", version())),
            "url"),
        object(List.of(member("recommendations", Schemas.OBJECTS)), "recommendations"),
        Effect.READS_DOCUMENTS,
        (arguments, call) -> {
          String need =
              arguments.text("url", "Incorrect invocation: dsql_recommend invoked without a url");
          if (need.length() > SqlGuard.MAX_SQL_CHARACTERS) {
            throw new RefusedException("That is too long; at most 1,000,000 characters are read.");
          }
          List<Map<String, Object>> results = new ArrayList<>();
          for (Recommendation found : knowledge.recommend(need, version(arguments))) {
            results.add(
                Schemas.ordered(
                    member("url", found.url()),
                    member("title", found.title()),
                    member("context", found.reason())));
          }
          return new Answer.Members(Map.of("recommendations", results));
        });
  }

  private ServedTool listClusters() {
    return new ServedTool(
        "list_clusters",
        "List clusters",
        "The clusters that these tools know: the local ones that run, and the configured one; and which one they use.",
        object(List.of()),
        Schemas.result(Schemas.OBJECT),
        Effect.READS_DOCUMENTS,
        (arguments, call) -> {
          List<Map<String, Object>> clusters = new ArrayList<>();
          for (ClusterSource.KnownCluster known : cluster.known()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("endpoint", known.endpoint());
            members.put("port", known.port());
            members.put("region", known.region());
            members.put("origin", known.origin());
            members.put("used", known.used());
            clusters.add(members);
          }
          String none =
              clusters.isEmpty()
                  ? "No cluster is known. Start a local one with 'dsql start', or configure --cluster_endpoint."
                  : null;
          return new Answer.Elements(clusters, none);
        });
  }
}
