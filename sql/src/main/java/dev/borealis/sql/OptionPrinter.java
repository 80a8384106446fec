package dev.borealis.sql;

import dev.borealis.sql.tree.Clause.DefElem;
import dev.borealis.sql.tree.Clause.DefElemAction;
import dev.borealis.sql.tree.Node;
import dev.borealis.sql.tree.ObjectName.AnyName;
import dev.borealis.sql.tree.Value.BooleanValue;
import java.util.List;
import java.util.Locale;

/** Writes lists of options. */
final class OptionPrinter {
  private final Printout p;

  OptionPrinter(Printout printout) {
    this.p = printout;
  }

  /** Names with values in parentheses, as a definition has them. */
  void definition(List<DefElem> options) {
    p.text.parenthesized(options, this::element);
  }

  /** The same after WITH, if there are any. */
  void with(List<DefElem> options) {
    if (!options.isEmpty()) {
      p.text.add("WITH");
      definition(options);
    }
  }

  void element(DefElem option) {
    name(option);
    if (option.arg() != null) {
      p.text.add("=");
      p.print(option.arg());
    }
  }

  private void name(DefElem option) {
    if (option.defnamespace() != null) {
      p.text.name(option.defnamespace()).attach("." + SqlText.quoteName(option.defname()));
    } else {
      p.text.name(option.defname());
    }
  }

  /** The definition of an operator, where no value is NONE. */
  void operatorDefinition(List<DefElem> options) {
    p.text.parenthesized(
        options,
        option -> {
          p.text.name(option.defname()).add("=");
          if (option.arg() == null) {
            p.text.add("NONE");
          } else {
            p.print(option.arg());
          }
        });
  }

  /** Options of commands, such as those of EXPLAIN, unless there are none. */
  void utility(List<DefElem> options) {
    p.text.optional(options, this::spaced);
  }

  /** A name and its value with a blank between. */
  void spaced(DefElem option) {
    p.text.name(option.defname());
    value(option);
  }

  private void value(DefElem option) {
    if (option.arg() != null) {
      p.print(option.arg());
    }
  }

  /** OPTIONS of a foreign object, unless there are none. */
  void generic(List<DefElem> options) {
    if (!options.isEmpty()) {
      p.text.add("OPTIONS").parenthesized(options, this::genericOption);
    }
  }

  private void genericOption(DefElem option) {
    if (option.defaction() != DefElemAction.UNSPEC) {
      p.text.words(option.defaction());
    }
    spaced(option);
  }

  /** Options of a sequence, one after the other. */
  void sequence(List<DefElem> options) {
    options.forEach(this::sequenceOption);
  }

  void sequenceOption(DefElem option) {
    Node arg = option.arg();
    String words =
        switch (option.defname()) {
          case "as" -> "AS";
          case "cache" -> "CACHE";
          case "cycle" -> isTrue(option) ? "CYCLE" : "NO CYCLE";
          case "increment" -> "INCREMENT BY";
          case "maxvalue" -> arg == null ? "NO MAXVALUE" : "MAXVALUE";
          case "minvalue" -> arg == null ? "NO MINVALUE" : "MINVALUE";
          case "owned_by" -> "OWNED BY";
          case "sequence_name" -> "SEQUENCE NAME";
          case "start" -> "START WITH";
          case "restart" -> arg == null ? "RESTART" : "RESTART WITH";
          default -> option.defname().toUpperCase(Locale.ROOT);
        };
    p.text.add(words);
    if (arg instanceof AnyName name) {
      // OWNED BY NONE is read as a name and has to stay bare.
      boolean none = name.names().equals(List.of("none"));
      p.text.add(none ? "NONE" : SqlText.dottedName(name.names()));
    } else if (!(arg instanceof BooleanValue)) {
      value(option);
    }
  }

  static boolean isTrue(DefElem option) {
    return option.arg() instanceof BooleanValue value && value.value();
  }
}
