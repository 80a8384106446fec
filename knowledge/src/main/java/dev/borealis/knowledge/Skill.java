package dev.borealis.knowledge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The skill for coding agents: an entry file that says what to load when, the workflows, and the
 * pages as references.
 */
public final class Skill {
  /** The name by which agents call it. */
  public static final String NAME = "dsql";

  /** The file that agents read first. */
  public static final String ENTRY = "SKILL.md";

  private static final String REFERENCES = "references/";
  private static final String WORKFLOWS = "workflows/";
  private static final String PAGES_MARK = "<!-- references -->";
  private static final String WORKFLOWS_MARK = "<!-- workflows -->";

  private Skill() {}

  /**
   * A workflow.
   *
   * @param name as in its file's name
   * @param title its heading
   * @param summary when to follow it, in one sentence
   * @param text Markdown, with its heading
   */
  public record Workflow(String name, String title, String summary, String text) {}

  /** The workflows, in order. */
  public static List<Workflow> workflows() {
    List<Workflow> workflows = new ArrayList<>();
    for (String name : Pages.resource("skill/workflows.txt").lines().toList()) {
      String text = Pages.resource("skill/" + name + ".md");
      List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
      workflows.add(new Workflow(name, lines.get(0).substring(2), lines.get(1), text));
    }
    return List.copyOf(workflows);
  }

  /** All files of the skill, by their paths within its directory. */
  public static Map<String, String> files(Knowledge knowledge) {
    Map<String, String> files = new LinkedHashMap<>();
    StringBuilder references = new StringBuilder();
    for (Page page : knowledge.pages()) {
      references.append(
          "| [%s](%s%s.md) | %s |\n"
              .formatted(page.title(), REFERENCES, page.id(), page.summary()));
    }
    StringBuilder list = new StringBuilder();
    for (Workflow workflow : workflows()) {
      list.append(
          "| [%s](%s%s.md) | %s |\n"
              .formatted(workflow.title(), WORKFLOWS, workflow.name(), workflow.summary()));
    }
    files.put(
        ENTRY,
        linked(Pages.resource("skill/" + ENTRY), REFERENCES)
            .replace(WORKFLOWS_MARK, list.toString().strip())
            .replace(PAGES_MARK, references.toString().strip()));
    for (Workflow workflow : workflows()) {
      files.put(WORKFLOWS + workflow.name() + ".md", linked(workflow.text(), "../" + REFERENCES));
    }
    for (Page page : knowledge.pages()) {
      files.put(REFERENCES + page.id() + ".md", linked(page.markdown(), ""));
    }
    return files;
  }

  /** A text whose links lead to files in place of addresses. */
  private static String linked(String text, String directory) {
    return text.replaceAll("\\(dsql://docs/([a-z0-9-]+)(#[^)]*)?\\)", "(" + directory + "$1.md$2)");
  }
}
