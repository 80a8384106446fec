package dev.borealis.cli;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the switches over types and enums of a class into methods of its own. As javac writes them,
 * the JVM makes a hidden class for each when it is first met, in every process anew, because its
 * cache of linked classes does not hold these (JDK 25).
 */
final class PlainSwitches {
  private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");

  private final ClassDesc owner;
  private final boolean isInterface;
  private final List<PlainSwitch> found = new ArrayList<>();

  /** A switch: from a value, and the label to begin with, to the number of the label that fits. */
  private record PlainSwitch(String name, MethodTypeDesc type, List<ConstantDesc> labels) {}

  private PlainSwitches(ClassModel model) {
    this.owner = model.thisClass().asSymbol();
    this.isInterface = model.flags().has(AccessFlag.INTERFACE);
  }

  /** What rewrites this class. */
  static ClassTransform in(ClassModel model) {
    PlainSwitches switches = new PlainSwitches(model);
    return ClassTransform.transformingMethodBodies(switches::call)
        .andThen(
            ClassTransform.endHandler(builder ->
                switches.found.forEach(one ->
                    builder.withMethodBody(
                        one.name(),
                        one.type(),
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                        code -> write(one, code)))));
  }

  private void call(CodeBuilder builder, CodeElement element) {
    if (element instanceof InvokeDynamicInstruction site
        && site.bootstrapMethod().owner().equals(BOOTSTRAPS)
        && site.bootstrapArgs().stream().allMatch(label -> isPlain(label, site))) {
      PlainSwitch one =
          new PlainSwitch("$switch$" + found.size(), site.typeSymbol(), site.bootstrapArgs());
      found.add(one);
      builder.invokestatic(owner, one.name(), one.type(), isInterface);
    } else {
      builder.with(element);
    }
  }

  /** Whether the label is a type, or one of the constants of the enum that is switched over. */
  private static boolean isPlain(ConstantDesc label, InvokeDynamicInstruction site) {
    return label instanceof ClassDesc
        || (label instanceof String && site.bootstrapMethod().methodName().equals("enumSwitch"));
  }

  // As the bootstrap methods are specified: -1 for null, else the first label that fits, else their
  // number.
  private static void write(PlainSwitch one, CodeBuilder code) {
    Label notNull = code.newLabel();
    code.aload(0).ifnonnull(notNull).iconst_m1().ireturn().labelBinding(notNull);
    ClassDesc selector = one.type().parameterType(0);
    for (int i = 0; i < one.labels().size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next).aload(0);
      switch (one.labels().get(i)) {
        case ClassDesc type -> code.instanceOf(type).ifeq(next);
        case String constant -> code.getstatic(selector, constant, selector).if_acmpne(next);
        case ConstantDesc other -> throw new IllegalArgumentException(other.toString());
      }
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(one.labels().size()).ireturn();
  }
}
