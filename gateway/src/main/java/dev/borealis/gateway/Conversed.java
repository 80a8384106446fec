package dev.borealis.gateway;

import dev.borealis.wire.BackendMessage.TransactionStatus;
import dev.borealis.wire.Report;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's answer to something of the gateway's own.
 *
 * @param tag of the last statement that has run
 * @param failure the last error; null if there was none
 * @param status how the transaction stands now
 */
record Conversed(String tag, @Nullable Report failure, TransactionStatus status) {}
