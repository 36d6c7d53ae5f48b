package io.os199.cs.benchmarks;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Doing;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketFilter;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.routing.Routing;
import io.os199.cs.support.routing.RoutingOrder;
import io.os199.cs.support.routing.RoutingReport;
import io.os199.cs.support.routing.RoutingStrategy;
import io.os199.cs.support.ticket.TicketList;
import io.os199.cs.support.ticket.TicketSweep;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Lists of tickets, routing them to agents, and their automatic steps. */
final class TicketWork {
    private static final int PAGE = 21;
    private static final int LISTED = 20;
    private static final int FEW = 3;
    private static final int MOST_GIVEN = 50;
    private static final int PER_AGENT = 100;
    private static final Actor ACTOR = new Actor("benchmarks", null);

    private final BenchmarkServer server;
    private final Clock clock;

    TicketWork(BenchmarkServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    void run(int repeats) throws SQLException {
        lists();
        routing(repeats);
        sweep(repeats);
    }

    /** A list that somebody requests. */
    private record Asked(String name, TicketFilter filter, int times) {}

    private void lists() {
        Instant now = clock.instant();
        String client = "client_%026d".formatted(1);
        String agent = "agent_%026d".formatted(3);
        TicketStatus closed = TicketStatus.CLOSED;
        List<Asked> lists =
                List.of(
                        new Asked("unresolved", filter(null, null, null, null, null, now), LISTED),
                        new Asked(
                                "of a client", filter(client, null, null, null, null, now), LISTED),
                        new Asked(
                                "of a client, closed",
                                filter(client, null, closed, null, null, now),
                                LISTED),
                        new Asked(
                                "of an agent", filter(null, null, null, agent, null, now), LISTED),
                        new Asked(
                                "of a team, P2",
                                new TicketFilter(
                                        null,
                                        TicketPriority.P2,
                                        null,
                                        null,
                                        null,
                                        "Technical Support",
                                        null,
                                        null,
                                        now),
                                LISTED),
                        new Asked(
                                "at risk",
                                filter(null, ClockState.AT_RISK, null, null, null, now),
                                LISTED),
                        new Asked(
                                "waiting on the customer",
                                filter(
                                        null,
                                        null,
                                        TicketStatus.WAITING_ON_CUSTOMER,
                                        null,
                                        null,
                                        now),
                                LISTED),
                        new Asked(
                                "with a word",
                                filter(null, null, null, null, "warehouse", now),
                                LISTED),
                        new Asked(
                                "resolved",
                                filter(null, null, TicketStatus.RESOLVED, null, null, now),
                                LISTED),
                        new Asked(
                                "closed, of all clients",
                                filter(null, null, closed, null, null, now),
                                FEW));
        Timings timings = new Timings("tickets");
        for (Asked asked : lists) {
            for (int n = 0; n < asked.times(); n++) {
                timings.time(asked.name(), () -> listed(asked.filter()));
            }
        }
        timings.print("list of tickets");
    }

    private static TicketFilter filter(
            @Nullable String clientId,
            @Nullable ClockState state,
            @Nullable TicketStatus status,
            @Nullable String agentId,
            @Nullable String text,
            Instant at) {
        return new TicketFilter(clientId, null, null, status, agentId, null, state, text, at);
    }

    private long listed(TicketFilter filter) {
        return server.database()
                .read(
                        tx -> {
                            TicketList list = new TicketList(tx, filter);
                            list.after(null, null, PAGE);
                            return list.counts().totalCount();
                        });
    }

    private void routing(int repeats) {
        Routing routing =
                new Routing(
                        Teams.usual(), new Timeline(), new AuditLog(clock), ClientAnswers.unkept());
        Timings timings = new Timings("given");
        for (int n = 0; n < repeats; n++) {
            for (RoutingStrategy strategy :
                    List.of(
                            RoutingStrategy.AUTO,
                            RoutingStrategy.WORKLOAD,
                            RoutingStrategy.REBALANCE,
                            RoutingStrategy.ESCALATION)) {
                timings.time(
                        WireName.of(strategy), () -> routed(routing, order(strategy, null, null)));
            }
            timings.time(
                    "auto, one team",
                    () -> routed(routing, order(RoutingStrategy.AUTO, "Data Support", null)));
            timings.time(
                    "auto, one category",
                    () ->
                            routed(
                                    routing,
                                    order(RoutingStrategy.AUTO, null, TicketCategory.BUG_REPORT)));
        }
        timings.print("routing");
    }

    private static RoutingOrder order(
            RoutingStrategy strategy, @Nullable String team, @Nullable TicketCategory category) {
        return new RoutingOrder(
                strategy, null, team, null, category, true, PER_AGENT, false, MOST_GIVEN);
    }

    private long routed(Routing routing, RoutingOrder order) {
        RoutingReport report =
                server.database()
                        .rehearse(
                                tx ->
                                        routing.route(
                                                tx,
                                                order,
                                                new Doing(ACTOR, "benchmarks", clock.instant())));
        return report.assignments().size();
    }

    /** Times the sweep; before each run, a day's breaches and a quarter's closings are made due again. */
    private void sweep(int repeats) throws SQLException {
        new Partitions(server.direct(), clock).ensureAhead();
        TicketSweep sweep =
                new TicketSweep(
                        server.database(),
                        new Timeline(),
                        new AuditLog(clock),
                        ClientAnswers.unkept(),
                        clock);
        Timings timings = new Timings("tickets");
        for (int n = 0; n < repeats; n++) {
            long breaches = dueAgain();
            timings.time("breaches of a day", () -> done(sweep::clocks, breaches));
            timings.time("breaches, none", () -> done(sweep::clocks, 0));
            long closings = closingAgain();
            timings.time("closings of six hours", () -> done(sweep::closing, closings));
            timings.time("closings, none", () -> done(sweep::closing, 0));
        }
        timings.print("sweep");
    }

    private static long done(Runnable round, long found) {
        round.run();
        return found;
    }

    private long dueAgain() throws SQLException {
        return changed(
                        """
                        update tickets set first_response_breached_at = null
                        where first_response_breached_at > (select max(opened_at) from tickets) - interval '1 day' and first_response_at is null
                        """)
                + changed(
                        """
                        update tickets set resolution_breached_at = null
                        where resolution_breached_at > (select max(opened_at) from tickets) - interval '1 day' and resolved_at is null
                        """);
    }

    private long closingAgain() throws SQLException {
        changed(
                """
                delete from ticket_status_changes c
                using tickets t
                where t.client_id = c.client_id and t.ticket_id = c.ticket_id and c.change_id = 'change_closed' and t.status = 'closed'
                    and t.resolved_at > (select max(opened_at) from tickets) - interval '54 hours'
                """);
        return changed(
                """
                update tickets set status = 'resolved', closed_at = null
                where status = 'closed' and resolved_at > (select max(opened_at) from tickets) - interval '54 hours'
                """);
    }

    private long changed(String sql) throws SQLException {
        try (Connection connection = server.direct().getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
