package dev.borealis.cli;

import dev.borealis.iam.IdentityStore;
import dev.borealis.iam.LocalIdentity;
import dev.borealis.iam.Policy;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The policies of a user, which are those of all its key pairs.
 *
 * @param user its name, its ARN, or an access key
 */
record IdentityPolicies(IdentityChoice choice, String user) {

  /**
   * The user's key pairs.
   *
   * @throws CommandFailure if there are none
   */
  List<LocalIdentity> identities() {
    try {
      return identities(choice.open());
    } catch (IOException e) {
      throw IdentityChoice.failure(e);
    }
  }

  private List<LocalIdentity> identities(IdentityStore store) throws IOException {
    List<LocalIdentity> meant = store.list().stream().filter(this::isMeant).toList();
    if (meant.isEmpty()) {
      throw new CommandFailure(
          "There is no user '%s'. 'dsql iam user list' shows them.".formatted(user));
    }
    return meant;
  }

  private boolean isMeant(LocalIdentity identity) {
    return identity.accessKeyId().equals(user)
        || identity.principalArn().equals(user)
        || identity.principalArn().equals(LocalIdentity.userArn(user));
  }

  /** Changes them all. */
  void change(UnaryOperator<Policy> change) {
    try {
      IdentityStore store = choice.open();
      for (LocalIdentity identity : identities(store)) {
        store.changePolicy(identity.accessKeyId(), change);
      }
    } catch (IOException e) {
      throw IdentityChoice.failure(e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage() + ".", e);
    }
  }
}
