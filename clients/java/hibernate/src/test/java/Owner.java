import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Somebody who keeps pets. */
@Entity
@Table(name = "hibernate_owners")
class Owner {
  @Id
  @GeneratedValue(strategy = GenerationType.UUID)
  UUID id;

  @Version int version;
  String name;
  String city;

  @OneToMany(mappedBy = "owner", cascade = CascadeType.ALL, orphanRemoval = true)
  List<Pet> pets = new ArrayList<>();

  protected Owner() {}

  Owner(String name, String city) {
    this.name = name;
    this.city = city;
  }

  void keep(Pet pet) {
    pet.owner = this;
    pets.add(pet);
  }
}
