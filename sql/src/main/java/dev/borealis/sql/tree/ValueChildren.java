package dev.borealis.sql.tree;

import static dev.borealis.sql.tree.Children.all;

import dev.borealis.sql.tree.Value.AllValue;
import dev.borealis.sql.tree.Value.BitStringValue;
import dev.borealis.sql.tree.Value.BooleanValue;
import dev.borealis.sql.tree.Value.FloatValue;
import dev.borealis.sql.tree.Value.IntegerValue;
import dev.borealis.sql.tree.Value.KeywordValue;
import dev.borealis.sql.tree.Value.ListValue;
import dev.borealis.sql.tree.Value.NameListValue;
import dev.borealis.sql.tree.Value.OperatorValue;
import dev.borealis.sql.tree.Value.StringValue;
import java.util.function.Consumer;

/** The parts of each {@link Value}. */
final class ValueChildren {
  private ValueChildren() {}

  static void each(Value parent, Consumer<Node> visit) {
    switch (parent) {
      case ListValue node -> all(node.items(), visit);
      case StringValue _,
          IntegerValue _,
          FloatValue _,
          BitStringValue _,
          BooleanValue _,
          AllValue _,
          NameListValue _,
          OperatorValue _,
          KeywordValue _ -> {}
    }
  }
}
