package io.os199.cs.support.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.TicketFilter;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.testing.QueryPlan;
import io.os199.cs.testing.TestDatabase;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A page of closed tickets follows the ids, and lists are counted by the states that their tickets show. */
class TicketListDaoTest {
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    private static final TestDatabase SERVER = TestDatabase.create();

    @BeforeAll
    static void manyTickets() {
        SERVER.addClients(50);
        SERVER.execute(
                // Clocks of all states: without targets, answered or not, on hold, resolved in time
                // or not.
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, status,
                    opened_at, first_response_target_minutes, resolution_target_minutes, first_response_at, resolved_at,
                    first_response_due_at, first_response_risk_at, resolution_due_at, resolution_risk_at, sla_paused_at)
                select 'client_' || 1 + n % 50, 'ticket_' || lpad(n::text, 6, '0'), 'S', 'D', 'P' || n % 5, 'other', status,
                    opened_at, target, target, case when n % 7 <> 0 then opened_at + interval '5 minutes' end,
                    case when status in ('resolved', 'closed') then opened_at + n % 83 * interval '1 minute' end,
                    due_at, due_at - interval '30 minutes', due_at, due_at - interval '30 minutes',
                    case when status = 'waiting_on_customer' then opened_at + interval '9 minutes' end
                from (
                    select n, timestamptz '2026-11-02 12:00Z' - n % 97 * interval '1 minute' as opened_at,
                        timestamptz '2026-11-02 12:00Z' + (n % 101 - 50) * interval '1 minute' as due_at,
                        case when n % 11 <> 0 then 60 end as target,
                        case when n % 10 < 8 then 'closed' else (array['open', 'pending', 'in_progress',
                            'waiting_on_customer', 'resolved'])[1 + n % 13 % 5] end as status
                    from generate_series(1, 20000) n) drawn
                """,
                "analyze");
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void aPageOfClosedTicketsFollowsTheIds() {
        TicketFilter closed = filter(TicketStatus.CLOSED, null);
        assertThat(plan(closed, "ticket_010000"))
                .contains("Index Cond: (ticket_id > 'ticket_010000'")
                .doesNotContain("Seq Scan on tickets");
        assertThat(plan(closed, null))
                .contains("tickets_ticket_id_idx")
                .doesNotContain("Seq Scan on tickets");
        for (TicketFilter filter :
                List.of(closed, filter(TicketStatus.CLOSED, TicketPriority.P2))) {
            for (String after : Arrays.asList(null, "ticket_010000", "ticket_019990")) {
                List<String> sorted = ids(filter, after, false);
                assertThat(ids(filter, after, true)).isEqualTo(sorted).isSorted().isNotEmpty();
            }
        }
    }

    @Test
    void countsTheStatesThatTheTicketsShow() {
        for (TicketStatus status :
                Arrays.asList(null, TicketStatus.CLOSED, TicketStatus.RESOLVED)) {
            TicketFilter filter = filter(status, null);
            SERVER.database()
                    .read(
                            tx -> {
                                TicketList list = new TicketList(tx, filter);
                                List<TicketList.Listed> all = list.after(null, null, 20_000);
                                TicketList.Counts counts = list.counts();
                                assertThat(counts.totalCount()).isEqualTo(all.size()).isPositive();
                                assertThat(counts.byStatus())
                                        .isEqualTo(tally(all, each -> each.ticket().status()));
                                assertThat(counts.byFirstResponse())
                                        .isEqualTo(tally(all, TicketList.Listed::firstResponse));
                                assertThat(counts.byResolution())
                                        .isEqualTo(tally(all, TicketList.Listed::resolution))
                                        .hasSizeGreaterThan(1);
                                return counts;
                            });
        }
    }

    @Test
    void listsTheTicketsThatShowAState() {
        TicketFilter solved = filter(TicketStatus.RESOLVED, null);
        List<TicketList.Listed> all = listed(solved);
        for (ClockState state : List.of(ClockState.BREACHED, ClockState.MET)) {
            TicketFilter filter =
                    new TicketFilter(
                            null, null, null, solved.status(), null, null, state, null, NOW);
            assertThat(listed(filter))
                    .isEqualTo(
                            all.stream()
                                    .filter(
                                            each ->
                                                    each.firstResponse() == state
                                                            || each.resolution() == state)
                                    .toList())
                    .isNotEmpty();
        }
    }

    private static List<TicketList.Listed> listed(TicketFilter filter) {
        return SERVER.database().read(tx -> new TicketList(tx, filter).after(null, null, 20_000));
    }

    private static <K> Map<K, Long> tally(
            List<TicketList.Listed> all, Function<TicketList.Listed, @Nullable K> key) {
        Map<K, Long> tally = new TreeMap<>();
        for (TicketList.Listed each : all) {
            K counted = key.apply(each);
            if (counted != null) {
                tally.merge(counted, 1L, Long::sum);
            }
        }
        return tally;
    }

    private static TicketFilter filter(
            @Nullable TicketStatus status, @Nullable TicketPriority priority) {
        return new TicketFilter(null, priority, null, status, null, null, null, null, NOW);
    }

    private static List<String> ids(TicketFilter filter, @Nullable String after, boolean isById) {
        return SERVER.jdbi()
                .withExtension(
                        TicketListDao.class,
                        dao ->
                                dao.page(filter, false, null, after, isById, 7).stream()
                                        .map(each -> each.ticket().ticketId())
                                        .toList());
    }

    private static String plan(TicketFilter filter, @Nullable String after) {
        return QueryPlan.of(
                SERVER,
                TicketListDao.class,
                "page",
                query ->
                        query.bindMethods(filter)
                                .bind("afterDue", (Instant) null)
                                .bind("afterId", after)
                                .bind("isOwed", false)
                                .bind("isById", true)
                                .bind("most", 21));
    }
}
