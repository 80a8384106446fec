package dev.borealis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.borealis.wire.Report.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void givesItsFieldsByCode() {
    Report report = Report.of("ERROR", "40001", "conflict").with('H', "try again");

    assertThat(report.severity()).isEqualTo("ERROR");
    assertThat(report.sqlState()).isEqualTo("40001");
    assertThat(report.message()).isEqualTo("conflict");
    assertThat(report.field('H')).isEqualTo("try again");
    assertThat(report.field('D')).isEmpty();
  }

  @Test
  void prefersTheSeverityThatIsNeverTranslated() {
    assertThat(new Report(List.of(new Field('S', "FEHLER"), new Field('V', "ERROR"))).severity())
        .isEqualTo("ERROR");
    assertThat(new Report(List.of(new Field('S', "ERROR"))).severity()).isEqualTo("ERROR");
  }

  @Test
  void staysTheSameWithoutAnotherValue() {
    Report report = Report.of("ERROR", "40001", "conflict");

    assertThat(report.with('D', null)).isEqualTo(report);
  }

  @Test
  void hasNoFieldWhoseCodeWouldEndTheMessage() {
    assertThatThrownBy(() -> new Field('\u0000', "x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Field('\u0100', "x")).isInstanceOf(IllegalArgumentException.class);
  }
}
