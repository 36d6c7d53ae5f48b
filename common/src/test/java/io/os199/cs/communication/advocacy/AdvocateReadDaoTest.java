package io.os199.cs.communication.advocacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.communication.advocacy.AdvocateReadDao.Row;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;

/** A page of a very large set of advocates looks up no more than it shows. */
class AdvocateReadDaoTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-11");
    private static final AdvocateFilter ALL =
            new AdvocateFilter(null, null, null, null, null, null);

    @Test
    void pagesGoAlongTheIndexOfPoints() {
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbi()
                    .useHandle(
                            db -> {
                                db.execute(
                                        """
                                        insert into client_names (client_id, name)
                                        select 'client_' || n, 'C' || n from generate_series(1, 100) n
                                        """);
                                db.execute(
                                        """
                                        insert into clients (client_id, name, company_name, health_band)
                                        select 'client_' || n, 'C' || n, 'C' || n, 'healthy' from generate_series(1, 100) n
                                        """);
                                db.execute(
                                        """
                                        insert into contacts (client_id, contact_id, name, email)
                                        select 'client_' || 1 + n % 100, 'contact_' || n, 'N' || n, 'n' || n || '@x.example'
                                        from generate_series(1, 100000) n
                                        """);
                                db.execute(
                                        """
                                        insert into advocates (client_id, advocate_id, contact_id, contact_email, lifetime_points,
                                            enrolled_on)
                                        select client_id, replace(contact_id, 'contact', 'advocate'), contact_id, email,
                                            substr(contact_id, 9)::int / 10, date '2026-01-01'
                                        from contacts
                                        """);
                                db.execute("analyze advocates");
                                db.execute("analyze contacts");
                                db.execute("analyze clients");
                                db.begin();
                                AdvocateReadDao dao = db.attach(AdvocateReadDao.class);
                                List<Row> first = dao.page(ALL, TODAY, null, null, 3);
                                assertThat(first)
                                        .extracting(Row::advocateId)
                                        .containsExactly(
                                                "advocate_100000",
                                                "advocate_99990",
                                                "advocate_99991");
                                Row last = first.getLast();
                                assertThat(
                                                dao.page(
                                                        ALL,
                                                        TODAY,
                                                        last.lifetimePoints(),
                                                        last.advocateId(),
                                                        1))
                                        .extracting(Row::advocateId)
                                        .containsExactly("advocate_99992");
                                assertThat(dao.count(ALL)).isEqualTo(100_000);
                                assertThat(dao.free(ALL, TODAY)).isEqualTo(100_000);
                                String plan =
                                        String.join(
                                                "\n",
                                                db.createQuery("explain " + AdvocateReadDao.PAGE)
                                                        .bindMethods(ALL)
                                                        .bind("today", TODAY)
                                                        .bind("afterPoints", 5_000)
                                                        .bind("afterId", "advocate_1")
                                                        .bind("most", 26)
                                                        .mapTo(String.class)
                                                        .list());
                                assertThat(plan)
                                        .contains("advocates_lifetime_points_idx")
                                        .doesNotContain("Seq Scan on advocates")
                                        .doesNotContain("Sort Key: ((-");
                                db.rollback();
                            });
        }
    }
}
