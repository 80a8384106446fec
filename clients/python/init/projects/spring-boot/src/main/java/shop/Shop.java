package shop;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

@SpringBootApplication
public class Shop {
  public static void main(String[] arguments) {
    SpringApplication.run(Shop.class, arguments);
  }

  @Bean
  CommandLineRunner placesAnOrder(JdbcTemplate database) {
    return arguments -> {
      database.update("INSERT INTO invoices (customer, total) VALUES (?, 12.50)", "Maria");
      Integer count =
          database.queryForObject(
              "SELECT count(*) FROM invoices WHERE customer = ?", Integer.class, "Maria");
      System.out.println("Invoices of Maria: " + count);
    };
  }
}
