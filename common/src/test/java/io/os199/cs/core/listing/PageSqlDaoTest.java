package io.os199.cs.core.listing;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/** Over 100,000 clients, the first page and a page far down are read along an index, which stops early. */
final class PageSqlDaoTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final int MOST_BUFFERS = 1_000;
    private static final TestDatabase SERVER = TestDatabase.create();

    @BeforeAll
    static void manyClients() {
        SERVER.jdbi()
                .useHandle(
                        handle -> {
                            handle.execute(
                                    """
                                    insert into client_names (client_id, name)
                                    select 'client_' || lpad(n::text, 6, '0'), 'Client ' || md5(n::text)
                                    from generate_series(1, 100000) n
                                    """);
                            handle.execute(
                                    """
                                    insert into clients (client_id, name, company_name, contract_value,
                                        health_score, health_change_points, renewal_date, last_engagement_at, created_at)
                                    select client_id, name, name, (hashtext(client_id) & 1048575)::numeric / 10,
                                        case when hashtext(client_id) % 5 <> 0
                                            then (hashtext(client_id) & 8191)::numeric / 100 end,
                                        case when hashtext(client_id) % 5 <> 0
                                            then ((hashtext(client_id) & 8191) - 4096)::numeric / 100 end,
                                        case when hashtext(client_id) % 7 <> 0
                                            then date '2026-01-01' + (hashtext(client_id) & 1023) end,
                                        case when hashtext(client_id) % 3 <> 0
                                            then now() - (hashtext(client_id) & 65535) * interval '1 minute' end,
                                        now() - (hashtext(client_id) & 1048575) * interval '1 minute'
                                    from client_names
                                    """);
                            handle.execute("analyze clients");
                        });
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest
    @EnumSource
    void readsAPageAlongTheIndexOfItsSort(ClientSort sort) {
        SERVER.jdbi()
                .useHandle(
                        handle -> {
                            for (ClientSort.Order order : ClientSort.Order.values()) {
                                assertReadsLittle(handle, sort, order, null);
                                assertReadsLittle(handle, sort, order, middle(handle, sort));
                            }
                        });
    }

    private static ClientListPosition middle(Handle handle, ClientSort sort) {
        return handle.createQuery(
                        "select (%1$s)::text as value, client_id from clients c where %1$s is not null order by %1$s offset 40000 limit 1"
                                .formatted(sort.expression))
                .map((row, _) -> new ClientListPosition(row.getString(1), row.getString(2)))
                .one();
    }

    private static void assertReadsLittle(
            Handle handle, ClientSort sort, ClientSort.Order order, ClientListPosition position) {
        ClientFilter filter =
                new ClientFilter(
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(ClientStatus.ACTIVE, ClientStatus.PAUSED),
                        null,
                        null,
                        List.of(),
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null);
        ClientConditions conditions = ClientConditions.of(filter, NOW);
        Query query =
                handle.createQuery(
                                "explain (analyze, buffers, costs off) "
                                        + PageSql.of(conditions.sql(), sort, order, position))
                        .bind("today", LocalDate.of(2026, 7, 1))
                        .bind("most", 51);
        conditions
                .values()
                .forEach((name, words) -> query.bindArray(name, String.class, (Object[]) words));
        if (position != null) {
            query.bind("lastId", position.clientId()).bind("lastValue", position.value());
        }
        String plan = String.join("\n", query.mapTo(String.class).list());
        assertThat(plan).as(plan).contains("Index").doesNotContain("Seq Scan");
        assertThat(buffers(plan)).as(plan).isLessThan(MOST_BUFFERS);
    }

    /** Returns the pages touched by the whole statement, from the first line of buffers. */
    private static int buffers(String plan) {
        String line =
                plan.lines().filter(each -> each.contains("Buffers: ")).findFirst().orElseThrow();
        return Pattern.compile("(?:hit|read)=(\\d+)")
                .matcher(line)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }
}
