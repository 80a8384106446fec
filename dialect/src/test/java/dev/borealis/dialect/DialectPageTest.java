package dev.borealis.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page about the dialect says what the data says. */
class DialectPageTest {
  private static final Path PAGE = Path.of("..", "docs", "dialect.md");
  private static final String MARK = "<!-- Below here the page is generated. -->\n";

  /** With this property set, the test writes the page instead of reading it. */
  private static final String WRITE = "dialect.page.write";

  @Test
  void isUpToDate() throws IOException {
    String written = Files.readString(PAGE);
    int mark = written.indexOf(MARK);
    assertThat(mark).as("the mark in the page").isPositive();
    String page = written.substring(0, mark) + MARK + DialectPage.tables();
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as("mvn -pl dialect -am test -Dtest=DialectPageTest -D%s=true writes it anew", WRITE)
        .isEqualTo(page);
  }
}
