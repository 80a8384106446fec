package dev.borealis.knowledge;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.Quota;
import dev.borealis.dialect.Rule;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers, messages and dates that pages take from the dialect's data, so that they cannot disagree
 * with the server. In a page, <code>{{limit rows_per_transaction}}</code> stands for 3,000, <code>
 * {{message foreign_key}}</code> for a refusal's text, and <code>{{until foreign_key}}</code> for
 * the day on which it ended.
 */
final class Facts {
  private static final Pattern FACT = Pattern.compile("\\{\\{([a-z]+) ([a-z0-9_]+)}}");

  private final Dialect newest = Dialect.of(DsqlVersion.all().getLast());
  private final Dialect oldest = Dialect.of(DsqlVersion.all().getFirst());

  /** The page with all its facts. */
  String fill(String page) {
    Matcher matcher = FACT.matcher(page);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String fact = fact(matcher.group(1), matcher.group(2));
      matcher.appendReplacement(filled, Matcher.quoteReplacement(fact));
    }
    return matcher.appendTail(filled).toString();
  }

  private String fact(String kind, String id) {
    return switch (kind) {
      case "limit" -> String.format(Locale.ROOT, "%,d", newest.quota(id).limit());
      case "mebibytes" -> Long.toString(newest.quota(id).limit() >> 20);
      case "minutes" -> Long.toString(newest.quota(id).limit() / 60);
      case "exceeded" -> newest.quota(id).sqlState() + " `" + newest.quota(id).message() + "`";
      case "message" -> rule(id).sqlState() + " `" + rule(id).message() + "`";
      case "until" -> present(rule(id).untilDate(), id);
      case "since" -> present(rule(id).sinceDate(), id);
      default -> throw new IllegalStateException("a page asks for " + kind + " " + id);
    };
  }

  private static String present(@Nullable String date, String id) {
    if (date == null) {
      throw new IllegalStateException("a page asks for a day that " + id + " has not");
    }
    return date;
  }

  private Rule rule(String id) {
    for (List<Rule> rules : List.of(newest.rules(), newest.endedRules(), oldest.rules())) {
      for (Rule rule : rules) {
        if (rule.id().equals(id)) {
          return rule;
        }
      }
    }
    throw new IllegalStateException("a page asks for the rule " + id + ", which there is not");
  }

  /** The page of all limits. */
  String limitsPage() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # %s
        keywords: quota quotas maximum how many how large size restrictions numbers
        see: transactions, batching, troubleshooting

        %s

        The local server enforces the same numbers: they come from one table.

        ## Of databases, tables, rows and transactions

        | limit | value | error | what counts |
        |---|---|---|---|
        """
            .formatted(Pages.LIMITS.title(), Pages.LIMITS.summary()));
    for (Quota quota : newest.quotas()) {
      page.append(
          String.format(
              Locale.ROOT,
              "| %s | %,d %s | %s `%s` | %s |\n",
              quota.id().replace('_', ' '),
              quota.limit(),
              quota.unit(),
              quota.sqlState(),
              quota.message(),
              quota.description()));
    }
    return page.append(
            """

            ## Of connections and sign-in

            | limit | value | error |
            |---|---|---|
            | connections of a cluster | 10,000, adjustable | 53300 `Unable to accept connection, too many open connections.` |
            | new connections | 100 per second, burst of 1,000 | 53400 `Unable to accept connection, rate exceeded.` |
            | life of a session | 60 minutes | the connection closes |
            | life of a token | 15 minutes unless asked otherwise, at most one week; it bounds the sign-in only | 08006 `unable to accept connection, access denied` |
            | message of the protocol | 10 MiB | the connection closes |

            ## Of an account

            | limit | value |
            |---|---|
            | clusters in one Region | 20 in a Region, adjustable |
            | multi-Region clusters | 5 in a Region, adjustable |
            | storage of a cluster | 10 TiB, up to 256 TiB on request; 53100 `Current cluster size exceeds cluster size limit.` |
            | databases of a cluster | one, named `postgres` |
            | change streams of a cluster | 5 |

            ## Of sequences and identity columns

            CACHE must be written and be 1 or at least 65,536; the type is bigint.
            """)
        .toString();
  }

  /** The page of all refusals. */
  String refusalsPage() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # %s
        keywords: error errors unsupported not supported 0A000 refused message text syntax feature
        see: lint, development-guide, troubleshooting

        %s

        `dsql lint` finds all of them in a script, and mends those that can be mended.
        """
            .formatted(Pages.REFUSALS.title(), Pages.REFUSALS.summary()));
    oldest.rules().stream().filter(rule -> !isListed(rule)).forEach(rule -> add(page, rule));
    newest.rules().forEach(rule -> add(page, rule));
    return page.toString();
  }

  private boolean isListed(Rule rule) {
    return newest.rules().stream().anyMatch(other -> other.id().equals(rule.id()));
  }

  private void add(StringBuilder page, Rule rule) {
    Rule known =
        newest.endedRules().stream()
            .filter(ended -> ended.id().equals(rule.id()))
            .findFirst()
            .orElse(rule);
    page.append("\n## ").append(rule.id()).append("\n\n");
    page.append("SQLSTATE %s: `%s`\n".formatted(rule.sqlState(), rule.message()));
    if (rule.detail() != null) {
      page.append("\nDetail: `").append(rule.detail()).append("`\n");
    }
    if (rule.hint() != null) {
      page.append("\nInstead: ").append(rule.hint()).append('\n');
    }
    if (known.untilDate() != null) {
      page.append("\nAccepted since ").append(known.untilDate()).append(".\n");
    }
    if (known.sinceDate() != null) {
      page.append("\nRefused in this way since ").append(known.sinceDate()).append(".\n");
    }
  }
}
