package io.os199.cs.retention.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.core.model.Severity;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;

/** The facts of a day are what was known at its end, however much later they are read. */
class RetentionFactsDaoTest {
    private static final LocalDate DAY = RetentionScenes.TODAY;

    @Test
    void whatHappensLaterChangesNothingOfAPastDay() {
        TestClock clock = new TestClock("2026-06-30T12:00:00Z");
        try (TestDatabase database = TestDatabase.create(clock)) {
            database.jdbi()
                    .useHandle(
                            db -> {
                                RetentionScenes.acme(db);
                                EARLIER.forEach(db::execute);
                            });
            ClientReading then = read(database, DAY);
            assertThat(then.features().usageTrendLog()).isCloseTo(Math.log(0.65), within(1e-12));
            assertThat(then.features().seatUtilizationRate()).isEqualTo(0.35);
            assertThat(then.signals().daysToRenewal()).isEqualTo(77);

            database.jdbi()
                    .useHandle(
                            db -> {
                                RetentionScenes.use(
                                        db, RetentionScenes.ACME, DAY.plusDays(31), 50, 600, 0);
                                RetentionScenes.health(
                                        db, RetentionScenes.ACME, "2026-07-01", 90, 90, 90, 90, 90);
                                RetentionScenes.ticket(
                                        db, RetentionScenes.ACME, "9", "P0", "2026-07-01T00:00Z");
                                for (String later : LATER) {
                                    db.execute(later);
                                }
                            });
            assertThat(read(database, LocalDate.parse("2026-08-01"))).isEqualTo(then);

            // On the day on which they were reopened they count as open again.
            ClientSignals since = read(database, DAY.plusDays(1), DAY.plusDays(1)).signals();
            assertThat(since.openEscalationSeverity()).isEqualTo(Severity.CRITICAL);
            assertThat(since.oldestUrgentOpenedAt()).isEqualTo("2026-03-01T09:00:00Z");
            assertThat(since.agedTicketCount()).isEqualTo(1);
        }
    }

    /** Cases that were long over on the day. */
    private static final List<String> EARLIER =
            List.of(
                    """
                    insert into escalations (client_id, escalation_id, severity, status, title, opened_by, opened_at,
                        acknowledge_due_at, due_at, resolved_at)
                    values ('client_acme', 'escalation_8', 'critical', 'resolved', 'Data lost', 'key_csm',
                        '2026-03-01 09:00Z', '2026-03-01 10:00Z', '2026-03-01 13:00Z', '2026-03-03 09:00Z')
                    """,
                    """
                    insert into escalation_updates (client_id, escalation_id, update_no, at, actor, kind, from_status, to_status)
                    values ('client_acme', 'escalation_8', 1, '2026-03-03 09:00Z', 'key_csm', 'status', 'open', 'resolved')
                    """,
                    """
                    insert into tickets (client_id, ticket_id, subject, description_text, priority, category, status, opened_at,
                        resolved_at)
                    values ('client_acme', 'ticket_8', 'It is slow', '', 'P1', 'bug_report', 'resolved',
                        '2026-03-01 09:00Z', '2026-03-03 09:00Z')
                    """,
                    """
                    insert into ticket_status_changes (client_id, ticket_id, at, change_id, from_status, to_status, actor)
                    values ('client_acme', 'ticket_8', '2026-03-03 09:00Z', 'change_1', 'open', 'resolved', 'key_csm')
                    """);

    private static final List<String> LATER =
            List.of(
                    "update tickets set status = 'resolved', resolved_at = '2026-07-01 00:00Z'"
                            + " where ticket_id <> 'ticket_9'",
                    "update escalations set status = 'resolved', resolved_at = '2026-07-03 09:00Z',"
                            + " root_cause = 'other', resolution_text = 'Done'",
                    """
                    insert into escalation_updates (client_id, escalation_id, update_no, at, actor, kind, from_status, to_status)
                    values ('client_acme', 'escalation_8', 2, '2026-07-01 00:00Z', 'key_csm', 'status', 'resolved', 'open')
                    """,
                    """
                    update escalations set status = 'open', resolved_at = null, reopened_count = 1
                    where escalation_id = 'escalation_8'
                    """,
                    """
                    insert into ticket_status_changes (client_id, ticket_id, at, change_id, from_status, to_status, actor)
                    values ('client_acme', 'ticket_8', '2026-07-01 00:00Z', 'change_2', 'resolved', 'open', 'key_csm')
                    """,
                    """
                    update tickets set status = 'open', resolved_at = null, reopen_count = 1
                    where ticket_id = 'ticket_8'
                    """,
                    "update contacts set left_company_at = '2026-07-10 00:00Z'",
                    "insert into payment_status_changes (client_id, contract_id, changed_at,"
                            + " from_status, to_status) select client_id, contract_id, '2026-07-05"
                            + " 00:00Z', 'late', 'current' from contracts",
                    "update contracts set payment_status = 'current', terminated_on = '2026-07-20'",
                    "insert into revenue_movements (client_id, effective_on, movement_id, kind,"
                        + " arr_delta_amount) values ('client_acme', '2026-07-01', 'movement_9',"
                        + " 'contraction', -1000)",
                    "insert into contracts (client_id, contract_id, type, value, start_date,"
                            + " end_date, renewal_date, tier) select client_id, 'contract_9',"
                            + " 'renewal', value, '2026-07-20', '2027-07-19', '2027-07-20', tier"
                            + " from contracts",
                    "update clients set contract_start_date = '2026-07-20'",
                    "insert into touchpoints (client_id, occurred_at, touchpoint_id, kind,"
                            + " direction) values ('client_acme', '2026-07-01 00:00Z',"
                            + " 'touchpoint_9', 'meeting', 'inbound')",
                    "insert into survey_responses (client_id, response_id, kind, score,"
                            + " responded_at) values ('client_acme', 'response_9', 'nps', 1,"
                            + " '2026-07-01 00:00Z')");

    /** Unlike a champion who left and was erased afterwards. */
    @Test
    void aChampionWhoWasErasedDidNotLeave() {
        try (TestDatabase database = TestDatabase.create(new TestClock("2026-06-30T12:00:00Z"))) {
            database.jdbi()
                    .useHandle(
                            db -> {
                                RetentionScenes.acme(db);
                                db.execute(
                                        "update contacts set email = 'erased-1@erased.invalid',"
                                                + " left_company_at = '2026-06-01 00:00Z'");
                                db.execute(
                                        """
                                        insert into email_suppressions (email, scope, reason, source, created_at) values
                                            ('erased-1@erased.invalid', 'all', 'invalid_address', 'erasure', '2026-06-20 00:00Z')
                                        """);
                            });
            assertThat(read(database, DAY).features().championLeft()).isEqualTo(1.0);
            database.jdbi()
                    .useHandle(
                            db ->
                                    db.execute(
                                            "update contacts set left_company_at = '2026-06-20"
                                                    + " 00:00Z'"));
            assertThat(read(database, DAY).features().championLeft()).isZero();
        }
    }

    private static ClientReading read(TestDatabase database, LocalDate today) {
        return read(database, DAY, today);
    }

    private static ClientReading read(TestDatabase database, LocalDate day, LocalDate today) {
        return database.database()
                .read(
                        tx ->
                                RetentionFacts.readings(
                                                tx, List.of(RetentionScenes.ACME), day, today)
                                        .getFirst());
    }
}
