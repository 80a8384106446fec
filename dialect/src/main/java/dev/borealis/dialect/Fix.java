package dev.borealis.dialect;

/** Whether a linter can mend what a rule refuses; the names are those of the official linter. */
public enum Fix {
  /** The mended text means the same. */
  FIXED("fixed"),
  /** The mended text runs, but may mean something else. */
  FIXED_WITH_WARNING("fixed_with_warning"),
  /** Only the author can say what to do. */
  UNFIXABLE("unfixable");

  private final String status;

  Fix(String status) {
    this.status = status;
  }

  /** The name in the linter's reports, such as {@code fixed_with_warning}. */
  public String status() {
    return status;
  }

  static Fix of(String status) {
    for (Fix fix : values()) {
      if (fix.status.equals(status)) {
        return fix;
      }
    }
    throw new IllegalArgumentException("unknown fix status \"" + status + '"');
  }
}
