package dev.borealis.audit;

/** Where events of the audit log go. May be used from any thread. */
@FunctionalInterface
public interface AuditTrail {
  /** Keeps nothing. */
  AuditTrail NONE = _ -> {};

  /** Takes an event. Never fails: whoever causes an event goes on, whatever becomes of it. */
  void record(AuditEvent event);
}
