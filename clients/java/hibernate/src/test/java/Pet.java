import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.LocalDate;
import java.util.UUID;

/** What an owner keeps. */
@Entity
@Table(name = "hibernate_pets")
class Pet {
  @Id
  @GeneratedValue(strategy = GenerationType.UUID)
  UUID id;

  String name;
  LocalDate born;

  @ManyToOne(fetch = FetchType.LAZY)
  Owner owner;

  protected Pet() {}

  Pet(String name, LocalDate born) {
    this.name = name;
    this.born = born;
  }
}
