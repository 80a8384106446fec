package dev.borealis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadCommandTest {
  /** All of these are told from the command line alone. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          -s a.csv -t t --delimiter=                | delimiter has at least one character
          -s a.csv -t t --delimiter="               | neither it nor the quote
          -s a.csv -t t --on-error quarantine       | quarantine=FILE
          -s a.csv -t t --on-error quarantine=      | quarantine=FILE
          -s a.csv -t t --on-error skip=a.jsonl     | quarantine=FILE
          -s a.csv -t t --column-map a:b,a:c        | two names for the column 'a'
          -s a.csv -t t --sample-rows=-1            | --sample-rows takes 0 or more
          -s a.csv -t t --batch-size 3000           | 1 to 2,999 rows
          -s a.csv -t t -w 0                        | take 1 or more
          --resume abc --dry-run                    | Leave one out
          --resume abc --on-error skip              | without --on-error
          --resume abc -s b.csv                     | Which files (-s) into which table (-t)?
          """)
  void refusesWhatCannotBeMeant(String line, String complaint) {
    List<String> arguments = Stream.concat(Stream.of("load"), Stream.of(line.split(" "))).toList();
    Invocation found = Invocation.of(arguments.toArray(String[]::new));
    assertThat(found.err()).contains(complaint);
    assertThat(found.exitCode()).isEqualTo(2);
  }
}
