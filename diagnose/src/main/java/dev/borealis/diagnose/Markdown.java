package dev.borealis.diagnose;

/** A text in Markdown, part by part. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown line() {
    text.append('\n');
    return this;
  }

  Markdown line(String line) {
    text.append(line).append('\n');
    return this;
  }

  Markdown paragraph(String words) {
    return line(words).line();
  }

  /** Text as it is; the fence is longer than any within. */
  Markdown fenced(String language, String content) {
    String fence = "```";
    while (content.contains(fence)) {
      fence += "`";
    }
    return line(fence + language).line(content.stripTrailing()).line(fence).line();
  }

  Markdown header(String... cells) {
    return row(cells).line("|" + "---|".repeat(cells.length));
  }

  Markdown row(String... cells) {
    text.append('|');
    for (String cell : cells) {
      text.append(' ').append(cell.replace("|", "\\|").replace('\n', ' ')).append(" |");
    }
    return line();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
