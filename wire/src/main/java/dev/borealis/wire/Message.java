package dev.borealis.wire;

/** What is sent in either direction. */
public sealed interface Message permits FrontendMessage, BackendMessage, InitialMessage {
  /** The type byte, or 0 for the first packets of a connection, which have none. */
  int type();

  /** Writes everything after the length. */
  void writeBody(FrameWriter out);
}
