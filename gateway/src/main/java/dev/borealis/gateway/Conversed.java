package dev.borealis.gateway;

import dev.borealis.wire.Report;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's answer to something of the gateway's own.
 *
 * @param tag of the last statement that has run
 * @param failure the last error; null if there was none
 */
record Conversed(String tag, @Nullable Report failure) {}
