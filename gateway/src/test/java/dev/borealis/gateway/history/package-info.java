/** Random transactions, their recorded history, and whether it is snapshot-isolated. */
@NullMarked
package dev.borealis.gateway.history;

import org.jspecify.annotations.NullMarked;
