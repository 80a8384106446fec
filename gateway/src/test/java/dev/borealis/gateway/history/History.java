package dev.borealis.gateway.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All transactions that have touched a table whose life began empty.
 *
 * @param transactions in any order
 * @param finalRead the one that looked at every key when all others were over; null if none did
 */
record History(List<Transaction> transactions, @Nullable Transaction finalRead) {}
