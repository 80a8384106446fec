package dev.borealis.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.dialect.Dialect;
import dev.borealis.dialect.DsqlVersion;
import dev.borealis.dialect.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KnowledgeTest {
  private static final Knowledge KNOWLEDGE = new Knowledge();
  private static final Pattern LINK = Pattern.compile("\\(dsql://docs/([^)]+)\\)");

  @Test
  void findsWhatPeopleAskFor() {
    List<String> missed = new ArrayList<>();
    int questions = 0;
    for (String line : Pages.resource("judged.tsv").lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      questions++;
      String[] parts = line.split("\t", -1);
      boolean first = parts[1].startsWith("!");
      List<String> good = List.of(parts[1].replace("!", "").split(" ", -1));
      List<String> found =
          KNOWLEDGE.search(parts[0], first ? 1 : 3).stream()
              .map(hit -> Page.reference(hit.url()).split("#", 2)[0])
              .toList();
      if (found.stream().noneMatch(good::contains)) {
        missed.add(parts[0] + " -> " + found + ", not " + good);
      }
    }
    assertThat(questions).isGreaterThan(60);
    assertThat(missed).isEmpty();
  }

  @Test
  void everyLinkLeadsToAPage() {
    for (Page page : KNOWLEDGE.pages()) {
      assertThat(page.related())
          .as(page.id())
          .isNotEmpty()
          .allMatch(id -> KNOWLEDGE.page(id).isPresent());
      LINK.matcher(page.markdown())
          .results()
          .map(link -> link.group(1))
          .forEach(target -> assertThat(KNOWLEDGE.page(target)).as(page.id()).isPresent());
      assertThat(page.markdown()).doesNotContain("{{");
      assertThat(page.summary()).as(page.id()).isNotBlank();
    }
  }

  @Test
  void outlinesSayWhatThePagesSay() {
    assertThat(KNOWLEDGE.outlines())
        .isEqualTo(
            KNOWLEDGE.pages().stream()
                .map(page -> new Outline(page.id(), page.title(), page.summary()))
                .toList());
  }

  @Test
  void agreesWithTheDialect() {
    String limits = KNOWLEDGE.read("limits", 0, 100_000).text();
    for (Quota quota : Dialect.of(DsqlVersion.defaultVersion()).quotas()) {
      assertThat(limits)
          .contains(String.format(Locale.ROOT, "%,d %s", quota.limit(), quota.unit()))
          .contains(quota.message());
    }
    assertThat(KNOWLEDGE.read("foreign-keys", 0, 100_000).text())
        .contains("since 2026-08-26")
        .contains("FOREIGN KEY constraint not supported");
  }

  @Test
  void findsARefusalByItsMessage() {
    for (String message :
        List.of("TABLESAMPLE clause not supported", "unsupported statement: Truncate")) {
      assertThat(KNOWLEDGE.search(message, 5))
          .anyMatch(hit -> hit.excerpt().contains(message) || hit.title().contains("refuses"));
    }
  }

  @Test
  void readsPagesInParts() {
    Passage whole = KNOWLEDGE.read("dsql://docs/occ-retry", 0, 100_000);
    assertThat(whole.nextIndex()).isNull();
    Passage first = KNOWLEDGE.read("occ-retry", 0, 100);
    assertThat(first.nextIndex()).isEqualTo(100);
    Passage rest = KNOWLEDGE.read("occ-retry", 100, 100_000);
    assertThat(first.text() + rest.text()).isEqualTo(whole.text());
    assertThat(KNOWLEDGE.read("occ-retry", 1_000_000, 10).text()).isEmpty();
    assertThat(KNOWLEDGE.read("occ-retry#how-to-retry", 0, 5_000).text())
        .startsWith("## How to retry");
  }

  @Test
  void hasANearPageForAwsPages() {
    Passage page =
        KNOWLEDGE.read(
            "https://docs.aws.amazon.com/aurora-dsql/latest/userguide/working-with-concurrency-control.html",
            0,
            1_000);
    assertThat(page.url()).isIn("dsql://docs/occ-retry", "dsql://docs/hot-keys");
    assertThat(page.note()).contains("not fetched");
  }

  @Test
  void namesNearPagesForOneThatIsNotThere() {
    assertThatThrownBy(() -> KNOWLEDGE.read("occ-retries", 0, 10))
        .isInstanceOf(UnknownPageException.class)
        .hasMessageContaining("dsql://docs/occ-retry");
  }

  @Test
  void recommendsForSqlWhatItRefuses() {
    List<Recommendation> recommendations =
        KNOWLEDGE.recommend(
            "CREATE TABLE t (id serial PRIMARY KEY, a int REFERENCES p (id)); CREATE INDEX i ON t (a DESC)",
            DsqlVersion.defaultVersion());
    assertThat(recommendations)
        .extracting(Recommendation::url)
        .contains(
            "dsql://docs/refusals#serial_type",
            "dsql://docs/refusals#foreign_key",
            "dsql://docs/refusals#index_async",
            "dsql://docs/ddl-rules",
            "dsql://docs/identifiers");
  }

  @Test
  void recommendsForANeedAndForAPage() {
    assertThat(
            KNOWLEDGE.recommend(
                "create a table that several customers share", DsqlVersion.defaultVersion()))
        .extracting(Recommendation::url)
        .contains("dsql://docs/multi-tenancy");
    assertThat(KNOWLEDGE.recommend("dsql://docs/occ-retry", DsqlVersion.defaultVersion()))
        .extracting(Recommendation::url)
        .containsExactly(
            "dsql://docs/transactions", "dsql://docs/hot-keys", "dsql://docs/languages");
  }

  @Test
  void survivesAnyQuestion() {
    assertThat(KNOWLEDGE.search("", 5)).isEmpty();
    assertThat(KNOWLEDGE.search("?!*:\"(", 5)).isEmpty();
    assertThat(KNOWLEDGE.search("x".repeat(1_000_000), 5)).isEmpty();
    assertThat(KNOWLEDGE.search("index " + "AND OR NOT ~ ^ ".repeat(1_000), 1_000_000))
        .isNotEmpty();
  }
}
