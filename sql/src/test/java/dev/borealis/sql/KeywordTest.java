package dev.borealis.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeywordTest {

  @ParameterizedTest
  @EnumSource
  void isFoundInAnyCase(Keyword keyword) {
    Tokens tokens = Tokens.of(keyword.word() + " " + keyword.word().toUpperCase(Locale.ROOT));
    assertThat(tokens.keyword(0)).isEqualTo(keyword);
    assertThat(tokens.keyword(1)).isEqualTo(keyword);
  }

  @Test
  void isNotFoundInLongerOrQuotedWords() {
    Tokens tokens = Tokens.of("selects sel \"select\" select$ sélect current_timestamps");
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(tokens.keyword(i)).as(tokens.text(i)).isNull();
      assertThat(tokens.kind(i)).isEqualTo(TokenKind.IDENT);
    }
  }

  @Test
  void knowsCategoriesAndLabels() {
    assertThat(Keyword.SELECT.category()).isEqualTo(KeywordCategory.RESERVED);
    assertThat(Keyword.BEGIN.category()).isEqualTo(KeywordCategory.UNRESERVED);
    assertThat(Keyword.COALESCE.category()).isEqualTo(KeywordCategory.COL_NAME);
    assertThat(Keyword.LEFT.category()).isEqualTo(KeywordCategory.TYPE_FUNC_NAME);
    assertThat(Keyword.END.isBareLabel()).isTrue();
    assertThat(Keyword.FROM.isBareLabel()).isFalse();
  }

  @Test
  void countsAreThoseOfPostgres16() {
    assertThat(count(KeywordCategory.UNRESERVED)).isEqualTo(315);
    assertThat(count(KeywordCategory.COL_NAME)).isEqualTo(55);
    assertThat(count(KeywordCategory.TYPE_FUNC_NAME)).isEqualTo(23);
    assertThat(count(KeywordCategory.RESERVED)).isEqualTo(78);
  }

  private static long count(KeywordCategory category) {
    return Arrays.stream(Keyword.values()).filter(k -> k.category() == category).count();
  }
}
