package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.sql.tree.RelationStmt.IndexStmt;
import dev.borealis.sql.tree.Span;
import org.junit.jupiter.api.Test;

class SourceEditsTest {
  @Test
  void keepsCommentsAndLayout() {
    String sql = "CREATE INDEX /* why */ i\r\n  ON t (a) -- end\n";
    IndexStmt index = (IndexStmt) SqlParser.parse(sql).getFirst();

    String changed =
        new SourceEdits(sql)
            .replace(index.relation().span(), "s.t")
            .insert(sql.indexOf(" /*"), " ASYNC")
            .apply();

    assertThat(changed).isEqualTo("CREATE INDEX ASYNC /* why */ i\r\n  ON s.t (a) -- end\n");
  }

  @Test
  void insertsInTheOrderAsked() {
    assertThat(new SourceEdits("ac").insert(1, "b").insert(1, "B").apply()).isEqualTo("abBc");
    assertThat(new SourceEdits("abc").delete(new Span(1, 2)).apply()).isEqualTo("ac");
  }

  @Test
  void refusesOverlapsAndPlacesOutside() {
    SourceEdits edits = new SourceEdits("abc").delete(new Span(0, 2)).delete(new Span(1, 3));

    assertThatThrownBy(edits::apply).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> edits.insert(4, "x")).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
