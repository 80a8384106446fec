package dev.borealis.mcp;

import java.util.Map;

/**
 * A tool.
 *
 * @param name as clients call it
 * @param title for people
 * @param description for the model: what it does, when to use it, what it refuses
 * @param input the JSON schema of the arguments
 * @param output the JSON schema of the structured content
 * @param effect what calling it may do
 * @param work does it
 */
record ServedTool(
    String name,
    String title,
    String description,
    Map<String, Object> input,
    Map<String, Object> output,
    Effect effect,
    Work work) {

  /** What a call may do to the world; clients ask people accordingly. */
  enum Effect {
    /** Nothing, and it looks at this machine only. */
    READS_DOCUMENTS,
    /** Nothing; it looks into a cluster. */
    READS_CLUSTER,
    /** Anything to the cluster's data. */
    CHANGES_CLUSTER
  }

  /** Does what a tool is for; throws {@link RefusedException} with what the agent should know. */
  @FunctionalInterface
  interface Work {
    Answer answer(Arguments arguments, Call call);
  }
}
