/** PostgreSQL wire protocol 3: bytes to messages and back, both directions. Knows no SQL. */
@NullMarked
package dev.borealis.wire;

import org.jspecify.annotations.NullMarked;
